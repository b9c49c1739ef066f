list "credentials_service_credential" "all" {
  provider         = credentials
  include_resource = true
  limit            = 1000 # the engine's default is 100

  config {
    application_id = "575ec8687ae143cd83dc4a97"
  }
}
