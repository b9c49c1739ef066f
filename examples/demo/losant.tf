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

# Losant makes the secret of an access key, and shows it once: it is kept encrypted to a public key.
resource "credentials_application_key" "gateway" {
  application_id = "575ec8687ae143cd83dc4a97"
  name           = "Plant gateway"
  encrypt_to     = ["age17t2pypjlnas9d6xkrhmcxclqzvytvrxxfwhzetajpl3sn3twkpusgvhexn"]
}

# An API token, kept likewise. From 30 days before it expires, plans warn.
resource "credentials_application_api_token" "dashboard" {
  application_id  = "575ec8687ae143cd83dc4a97"
  name            = "Dashboard"
  scope           = ["data.timeSeriesQuery", "devices.get"]
  expiration_date = "2036-01-01T00:00:00Z"
  encrypt_to      = ["age17t2pypjlnas9d6xkrhmcxclqzvytvrxxfwhzetajpl3sn3twkpusgvhexn"]
}
