# By its exact name, or by its id.
data "credentials_service_credential" "storage" {
  application_id = "575ec8687ae143cd83dc4a97"
  name           = "Storage"
}

output "storage_account" {
  value = data.credentials_service_credential.storage.azure.account
}
