# The value comes from a secret store and is kept in no plan and no state. A new version makes the provider write it again.
variable "account_key" {
  type      = string
  sensitive = true
  ephemeral = true
}

resource "credentials_service_credential" "storage" {
  application_id = "575ec8687ae143cd83dc4a97"
  name           = "Storage"
  description    = "Where the reports go."

  azure {
    account                = "reports"
    account_key_wo         = var.account_key
    account_key_wo_version = "2"
  }
}

# Without a version, the secret is written again when its value changes.
variable "database_password" {
  type      = string
  sensitive = true
}

resource "credentials_service_credential" "database" {
  application_id = "575ec8687ae143cd83dc4a97"
  name           = "Database"

  sql {
    system            = "pg"
    host              = "db.example.com"
    port              = 5432
    username          = "reader"
    password_wo       = var.database_password
    secure_connection = true
  }
}

# Losant generates the key pair, and the private key never leaves it.
resource "credentials_service_credential" "warehouse" {
  application_id = "575ec8687ae143cd83dc4a97"
  name           = "Warehouse"

  snowflake {
    host                 = "acme.snowflakecomputing.com"
    username             = "losant"
    generate_private_key = true
  }
}

output "warehouse_public_key" {
  value = credentials_service_credential.warehouse.snowflake.public_key
}
