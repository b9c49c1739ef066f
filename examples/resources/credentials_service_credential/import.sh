# The ids of the application and of the service credential.
terraform import credentials_service_credential.storage 575ec8687ae143cd83dc4a97/575ecf887ae143cd83dc4aa2
