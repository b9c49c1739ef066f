terraform {
  required_version = ">= 1.11"
  required_providers {
    credentials = {
      source = "terraform-credentials/credentials"
    }
  }
}

# An ephemeral variable is in no plan. In CI, TF_VAR_database_password sets it for each run.
variable "database_password" {
  type      = string
  sensitive = true
  ephemeral = true
}

resource "credentials_service_credential" "database" {
  application_id = "575ec8687ae143cd83dc4a97"
  name           = "Reporting database"

  sql {
    system            = "pg"
    host              = "db.example.com"
    port              = 5432
    username          = "reader"
    password_wo       = var.database_password
    secure_connection = true
  }
}
