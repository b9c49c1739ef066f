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
  store_login       = false
}
