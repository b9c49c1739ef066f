# The value comes from a secret store and is kept in no plan and no state. A new version makes the provider write it again.
variable "password" {
  type      = string
  sensitive = true
  ephemeral = true
}

resource "credentials_integration_credential" "web_services" {
  name = "Web services"
  type = "basicAuth"

  # Fields that are not secret may be kept in the state, where a change made outside Terraform shows.
  fields = {
    userName = "loginname"
  }
  fields_wo = {
    password = var.password
  }
  fields_wo_version = "2"

  # Changing the type forces a new credential, which takes its place in the integrations before the old one is deleted.
  lifecycle {
    create_before_destroy = true
  }
}

# A credential of this type may have any fields. Without a version, they are written again when a value changes.
variable "api_key" {
  type      = string
  sensitive = true
}

resource "credentials_integration_credential" "crm" {
  name = "CRM"
  type = "userDefined"

  fields_wo = {
    apiKey = var.api_key
  }
}
