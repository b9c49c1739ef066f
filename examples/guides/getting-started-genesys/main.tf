terraform {
  required_version = ">= 1.11"
  required_providers {
    credentials = {
      source = "terraform-credentials/credentials"
    }
  }
}

provider "credentials" {
  genesys {
    region = "eu-west-1" # or GENESYSCLOUD_REGION
    # The client is GENESYSCLOUD_OAUTHCLIENT_ID and GENESYSCLOUD_OAUTHCLIENT_SECRET.
  }
}

variable "crm_password" {
  type      = string
  sensitive = true
  ephemeral = true
}

resource "credentials_integration_credential" "crm" {
  name      = "CRM login"
  type      = "basicAuth"
  fields    = { userName = "crm-bot" }
  fields_wo = { password = var.crm_password }
}
