terraform {
  required_version = ">= 1.11"
  required_providers {
    credentials = {
      source = "terraform-credentials/credentials"
    }
    aws = {
      source = "hashicorp/aws"
    }
  }
}

# The version id of the secret in Secrets Manager. Change it to rotate.
variable "password_version" {
  type = string
}

ephemeral "aws_secretsmanager_secret_version" "database" {
  secret_id  = "reporting/database"
  version_id = var.password_version
}

resource "credentials_service_credential" "database" {
  application_id = "575ec8687ae143cd83dc4a97"
  name           = "Reporting database"

  sql {
    system              = "pg"
    host                = "db.example.com"
    port                = 5432
    username            = "reader"
    password_wo         = ephemeral.aws_secretsmanager_secret_version.database.secret_string
    password_wo_version = var.password_version
    secure_connection   = true
  }
}
