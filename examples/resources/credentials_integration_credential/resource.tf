# The value comes from a secret store and is in no plan and no state. Another version has it written again.
variable "password" {
  type      = string
  sensitive = true
  ephemeral = true
}

resource "credentials_integration_credential" "web_services" {
  name = "Web services"
  type = "basicAuth"

  # What is no secret may be kept in the state, where a change by hand shows.
  fields = {
    userName = "loginname"
  }
  fields_wo = {
    password = var.password
  }
  fields_wo_version = "2"

  # Another type replaces the credential: the new one takes its place in the integrations before the old one goes.
  lifecycle {
    create_before_destroy = true
  }
}

# Of this type, a credential may have any fields. Without a version, they are written again when a value changes.
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
