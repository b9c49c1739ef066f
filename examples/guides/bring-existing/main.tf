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

locals {
  application_id = "575ec8687ae143cd83dc4a97"

  # The accounts, by the names of their service credentials.
  accounts = {
    archive = "archiveaccount"
    reports = "reportsaccount"
  }
}

# The keys from the secret store, by the same names.
variable "account_keys" {
  type      = map(string)
  sensitive = true
  ephemeral = true
}

data "credentials_service_credentials" "azure" {
  application_id = local.application_id
  filter_field   = "type"
  filter         = "azure"
}

locals {
  ids = { for c in data.credentials_service_credentials.azure.service_credentials : c.name => c.id }
}

import {
  for_each = local.accounts
  to       = credentials_service_credential.storage[each.key]
  id       = "${local.application_id}/${local.ids[each.key]}"
}

resource "credentials_service_credential" "storage" {
  for_each = local.accounts

  application_id = local.application_id
  name           = each.key

  azure {
    account                = each.value
    account_key_wo         = var.account_keys[each.key]
    account_key_wo_version = "1"
  }
}
