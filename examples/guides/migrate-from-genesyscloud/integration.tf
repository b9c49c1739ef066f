resource "genesyscloud_integration" "crm" {
  integration_type = "custom-rest-actions"
  intended_state   = "ENABLED"

  lifecycle {
    ignore_changes = [config]
  }
}

resource "credentials_integration_config" "crm" {
  integration_id = genesyscloud_integration.crm.id
  credentials    = { basicAuth = credentials_integration_credential.crm["east"].id }
}
