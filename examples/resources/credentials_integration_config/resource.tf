data "credentials_integration_credential" "web_services" {
  name = "Web services"
}

resource "credentials_integration_config" "web_services" {
  integration_id = "2cefbe68-cdd8-4f21-89ab-6f3036bafd3d"

  # A slot of the integration's type, and the id of the credential that goes there.
  credentials = {
    basicAuth = data.credentials_integration_credential.web_services.id
  }
}

# Of the properties, only groupFilter is managed; the others stay as they are.
resource "credentials_integration_config" "client_app" {
  integration_id = "e94c7a10-5b8d-43f2-a6c1-d0e9f8a7b6c5"
  notes          = "The groups are managed by Terraform."

  properties = jsonencode({
    groupFilter = ["1301c6da-779b-4487-843d-04572bba22d8"]
  })
}
