data "credentials_service_credential" "storage" {
  application_id = "575ec8687ae143cd83dc4a97"
  name           = "Storage"
}

data "credentials_service_credential_usage" "storage" {
  application_id = "575ec8687ae143cd83dc4a97"
  id             = data.credentials_service_credential.storage.id
}

output "workflows" {
  value = data.credentials_service_credential_usage.storage.flows[*].name
}
