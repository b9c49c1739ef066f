terraform {
  required_providers {
    credentials = {
      source = "terraform-credentials/credentials"
    }
  }
}

provider "credentials" {
  losant {} # LOSANT_API_TOKEN
}

variable "account_key" {
  type      = string
  sensitive = true
  ephemeral = true
}

resource "credentials_service_credential" "storage" {
  application_id = "575ec8687ae143cd83dc4a97"
  name           = "storage"

  azure {
    account                = "reportsaccount"
    account_key_wo         = var.account_key
    account_key_wo_version = "1"
  }
}

moved {
  from = restapi_object.storage
  to   = credentials_service_credential.storage
}
