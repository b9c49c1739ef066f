terraform {
  required_version = ">= 1.11"
  required_providers {
    credentials = {
      source = "terraform-credentials/credentials"
    }
    onepassword = {
      source = "1Password/onepassword"
    }
  }
}

# A number of your own. Raise it after you have changed the password in 1Password.
variable "password_version" {
  type = number
}

ephemeral "onepassword_item" "database" {
  vault = "7turaasywpymt3jecxoxk5roli" # the UUID of the vault
  title = "Reporting database"
}

resource "credentials_service_credential" "database" {
  application_id = "575ec8687ae143cd83dc4a97"
  name           = "Reporting database"

  sql {
    system              = "pg"
    host                = "db.example.com"
    port                = 5432
    username            = "reader"
    password_wo         = ephemeral.onepassword_item.database.password
    password_wo_version = var.password_version
    secure_connection   = true
  }
}
