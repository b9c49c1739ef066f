# By the exact user name, or by GUID.
data "credentials_enduser" "mike" {
  user_name = "Mike"
}

output "mike_guid" {
  value = data.credentials_enduser.mike.user_guid
}
