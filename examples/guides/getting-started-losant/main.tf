terraform {
  required_version = ">= 1.11"
  required_providers {
    credentials = {
      source = "terraform-credentials/credentials"
    }
  }
}

provider "credentials" {
  losant {} # the token is LOSANT_API_TOKEN
}

variable "account_key" {
  type      = string
  sensitive = true
  ephemeral = true
}

resource "credentials_service_credential" "storage" {
  application_id = "575ec8687ae143cd83dc4a97" # from the address of the application in the browser
  name           = "Reports"

  azure {
    account        = "reports"
    account_key_wo = var.account_key
  }
}
