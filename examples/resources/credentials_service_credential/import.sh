# The id of the application and the id of the service credential. The first apply writes the secret, in place.
terraform import credentials_service_credential.storage 575ec8687ae143cd83dc4a97/575ecf887ae143cd83dc4aa2
