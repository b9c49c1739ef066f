terraform {
  required_version = ">= 1.11"
  required_providers {
    credentials = {
      source = "terraform-credentials/credentials"
    }
  }
}

provider "credentials" {
  helloid {
    company = "acme" # https://acme.helloid.com, or HELLOID_COMPANY
    # The key is HELLOID_API_KEY and HELLOID_API_SECRET.
  }
}

variable "crm_api_key" {
  type      = string
  sensitive = true
  ephemeral = true
}

resource "credentials_automation_variable" "crm_api_key" {
  name     = "CrmKey"
  value_wo = var.crm_api_key
}
