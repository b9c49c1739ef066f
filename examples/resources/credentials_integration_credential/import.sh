# The id of the credential.
terraform import credentials_integration_credential.web_services 97f652b5-eb50-4989-9d99-9ed9d6cd5fed
