list "credentials_service_credential" "all" {
  provider         = credentials
  include_resource = true

  config {
    application_id = "575ec8687ae143cd83dc4a97"
  }
}
