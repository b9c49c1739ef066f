# The ids of the application and of the API token.
terraform import credentials_application_api_token.pipeline 575ec8687ae143cd83dc4a97/575ecf887ae143cd83dc4aa4
