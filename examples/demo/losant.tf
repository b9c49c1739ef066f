variable "losant_account_key" {
  type      = string
  sensitive = true
  ephemeral = true
}

resource "credentials_service_credential" "dave" {
  application_id = "575ec8687ae143cd83dc4a97"
  name           = "Dave"

  azure {
    account                = "my account"
    account_key_wo         = var.losant_account_key
    account_key_wo_version = var.secret_version
  }
}
