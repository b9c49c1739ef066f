# All API tokens of an application.
list "credentials_application_api_token" "all" {
  provider         = credentials
  include_resource = true

  config {
    application_id = "575ec8687ae143cd83dc4a97"
  }
}
