variable "genesys_password" {
  type      = string
  sensitive = true
  ephemeral = true
}

# The answer to a question in Genesys' forum, how credentials are written in the configuration of an integration: as a map
# from the slots that the integration's type defines to the ids of credentials.
resource "credentials_integration_credential" "web_services" {
  name              = "Integration-2cefbe68-cdd8-4f21-89ab-6f3036bafd3d"
  type              = "basicAuth"
  fields            = { userName = "loginname" }
  fields_wo         = { password = var.genesys_password }
  fields_wo_version = var.secret_version
}

resource "credentials_integration_config" "web_services" {
  integration_id = "2cefbe68-cdd8-4f21-89ab-6f3036bafd3d"
  credentials    = { basicAuth = credentials_integration_credential.web_services.id }
}

# Genesys Cloud makes the secret of an OAuth client. Another text in `rotate` has another one issued, in place.
resource "credentials_oauth_client" "reports" {
  name                  = "Reports"
  authorized_grant_type = "CLIENT-CREDENTIALS"
  encrypt_to            = ["age17t2pypjlnas9d6xkrhmcxclqzvytvrxxfwhzetajpl3sn3twkpusgvhexn"]
  rotate                = var.secret_version

  roles {
    role_id = "0d2b8c54-6a1f-4e39-b7c0-8f5e3d1a9b26"
  }
}
