terraform {
  required_providers {
    credentials = {
      source = "terraform-credentials/credentials"
    }
  }
}

provider "credentials" {
  genesys {} # GENESYSCLOUD_REGION, GENESYSCLOUD_OAUTHCLIENT_ID, GENESYSCLOUD_OAUTHCLIENT_SECRET
}

variable "passwords" {
  type      = map(string)
  sensitive = true
  ephemeral = true
}

resource "credentials_integration_credential" "crm" {
  for_each = toset(["east", "west"])

  name = "CRM ${each.key}"
  type = "basicAuth"

  fields            = { userName = "loginname" }
  fields_wo         = { password = var.passwords[each.key] }
  fields_wo_version = "1"
}

moved {
  from = genesyscloud_integration_credential.crm
  to   = credentials_integration_credential.crm
}
