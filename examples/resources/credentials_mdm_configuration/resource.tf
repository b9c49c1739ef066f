# A client secret of the application in Microsoft Entra ID. It is kept in no plan and no state. A new version makes the
# provider write it again.
variable "entra_client_secret" {
  type      = string
  sensitive = true
  ephemeral = true
}

resource "credentials_mdm_configuration" "this" {
  organization_id = "acme"

  entra_id {
    tenant_id                = "8f7e6d5c-4b3a-4291-8807-162534435261"
    client_id                = "0a1b2c3d-4e5f-4061-9728-394a5b6c7d8e"
    client_secret_wo         = var.entra_client_secret
    client_secret_wo_version = "1"
  }
}
