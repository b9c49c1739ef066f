terraform {
  required_version = ">= 1.11"
  required_providers {
    credentials = {
      source = "terraform-credentials/credentials"
    }
  }
}

variable "database_password" {
  type      = string
  sensitive = true
  ephemeral = true
}

variable "database_password_version" {
  type = string
}

resource "credentials_service_credential" "database" {
  application_id = "575ec8687ae143cd83dc4a97"
  name           = "Reporting database"

  sql {
    system              = "pg"
    host                = "db.example.com"
    port                = 5432
    username            = "reader"
    password_wo         = var.database_password
    password_wo_version = var.database_password_version
    secure_connection   = true
  }
}
