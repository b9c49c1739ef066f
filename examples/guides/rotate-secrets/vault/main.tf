terraform {
  required_version = ">= 1.11"
  required_providers {
    credentials = {
      source = "terraform-credentials/credentials"
    }
    vault = {
      source = "hashicorp/vault"
    }
  }
}

# The version of the secret in Vault. Raise it to rotate.
variable "password_version" {
  type = number
}

ephemeral "vault_kv_secret_v2" "database" {
  mount   = "secret"
  name    = "reporting/database"
  version = var.password_version
}

resource "credentials_service_credential" "database" {
  application_id = "575ec8687ae143cd83dc4a97"
  name           = "Reporting database"

  sql {
    system              = "pg"
    host                = "db.example.com"
    port                = 5432
    username            = "reader"
    password_wo         = ephemeral.vault_kv_secret_v2.database.data.password
    password_wo_version = var.password_version
    secure_connection   = true
  }
}
