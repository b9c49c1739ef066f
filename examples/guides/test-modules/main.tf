terraform {
  required_version = ">= 1.11"
  required_providers {
    credentials = {
      source = "terraform-credentials/credentials"
    }
  }
}

variable "application_id" {
  type = string
}

variable "account_key" {
  type      = string
  sensitive = true
  ephemeral = true

  validation {
    condition     = length(var.account_key) >= 4
    error_message = "An account key has at least 4 characters."
  }
}

variable "account_key_version" {
  type = string
}

resource "credentials_service_credential" "storage" {
  application_id = var.application_id
  name           = "storage"

  azure {
    account                = "store"
    account_key_wo         = var.account_key
    account_key_wo_version = var.account_key_version
  }
}

output "credential_id" {
  value = credentials_service_credential.storage.id
}
