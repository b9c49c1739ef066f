import {
  to = credentials_application_api_token.pipeline

  identity = {
    application_id = "575ec8687ae143cd83dc4a97"
    id             = "575ecf887ae143cd83dc4aa4"
  }
}
