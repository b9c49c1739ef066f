data "credentials_enduser_application" "github" {
  name = "Github"
}

output "github_guid" {
  value = data.credentials_enduser_application.github.application_guid
}
