# A token that may read devices, for this run only.
ephemeral "credentials_application_api_token" "run" {
  application_id = "575ec8687ae143cd83dc4a97"
  scope          = ["devices.get"]
  expires_in     = "15m"
}

resource "terraform_data" "devices" {
  provisioner "local-exec" {
    command = "curl --fail --oauth2-bearer \"$TOKEN\" 'https://api.losant.com/applications/575ec8687ae143cd83dc4a97/devices' > devices.json"
    environment = {
      TOKEN = ephemeral.credentials_application_api_token.run.token
    }
  }
}
