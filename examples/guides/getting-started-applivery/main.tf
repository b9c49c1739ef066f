terraform {
  required_version = ">= 1.11"
  required_providers {
    credentials = {
      source = "terraform-credentials/credentials"
    }
  }
}

provider "credentials" {
  applivery {} # the token is APPLIVERY_API_TOKEN
}

variable "harmony_mobile_token" {
  type      = string
  sensitive = true
  ephemeral = true
}

resource "credentials_harmony_mobile_integration" "this" {
  organization_id   = "acme" # the slug of the organization, or its id
  portal_account_id = "0c2f5a1e-6f0a-4d8e-9d55-1f6f3a7b2c41"
  gw_address        = "eu-gw.locsec.net"
  token_wo          = var.harmony_mobile_token
  store_login       = true # or encrypt_to
}

# The login to enter in the Harmony Mobile portal.
output "harmony_mobile_login" {
  value = {
    username = credentials_harmony_mobile_integration.this.username
    password = credentials_harmony_mobile_integration.this.password
  }
  sensitive = true
}
