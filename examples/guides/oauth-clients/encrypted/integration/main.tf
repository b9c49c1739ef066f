terraform {
  required_providers {
    credentials = {
      source = "terraform-credentials/credentials"
    }
  }
}

variable "client_id" {
  type = string
}

variable "client_secret" {
  type      = string
  sensitive = true
  ephemeral = true
}

variable "client_secret_version" {
  description = "When the secret was issued: another date has it written again."
  type        = string
}

resource "credentials_integration_credential" "actions" {
  name = "Data actions"
  type = "pureCloudOAuthClient"

  fields = {
    clientId = var.client_id
  }
  fields_wo = {
    clientSecret = var.client_secret
  }
  fields_wo_version = var.client_secret_version
}
