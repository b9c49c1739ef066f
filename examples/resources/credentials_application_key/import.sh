# The ids of the application and of the access key.
terraform import credentials_application_key.gateway 575ec8687ae143cd83dc4a97/575ecf887ae143cd83dc4aa3
