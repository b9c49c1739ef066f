data "credentials_mdm_configuration" "acme" {
  organization_id = "acme"
}

output "tenant" {
  value = data.credentials_mdm_configuration.acme.entra_id.tenant_id
}
