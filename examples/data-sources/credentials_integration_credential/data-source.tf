# By its exact name, or by its id.
data "credentials_integration_credential" "crm" {
  name = "CRM"
}

output "crm_modified" {
  value = data.credentials_integration_credential.crm.modified_date
}
