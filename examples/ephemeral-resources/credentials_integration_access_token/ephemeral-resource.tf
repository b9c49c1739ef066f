ephemeral "credentials_integration_access_token" "current" {}

# A script that authenticates with the same token.
resource "terraform_data" "report" {
  provisioner "local-exec" {
    command = "./report.sh"

    environment = {
      ACCESS_TOKEN = ephemeral.credentials_integration_access_token.current.access_token
    }
  }
}
