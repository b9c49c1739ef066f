variable "applivery_token" {
  type      = string
  sensitive = true
  ephemeral = true
}

resource "credentials_harmony_mobile_integration" "acme" {
  organization_id   = "acme"
  portal_account_id = "string"
  gw_address        = "string"
  token_wo          = var.applivery_token
  token_wo_version  = var.secret_version
}

variable "applivery_entra_secret" {
  type      = string
  sensitive = true
  ephemeral = true
}

resource "credentials_mdm_configuration" "acme" {
  organization_id = "acme"

  entra_id {
    tenant_id                = "8f7e6d5c-4b3a-4291-8807-162534435261"
    client_id                = "0a1b2c3d-4e5f-4061-9728-394a5b6c7d8e"
    client_secret_wo         = var.applivery_entra_secret
    client_secret_wo_version = var.secret_version
  }
}
