# By its exact name, or by its id.
data "credentials_oauth_client" "reports" {
  name = "Reports"
}

output "reports_roles" {
  value = data.credentials_oauth_client.reports.roles
}
