# All service credentials of an application.
list "credentials_service_credential" "all" {
  provider         = credentials
  include_resource = true
  limit            = 1000

  config {
    application_id = "575ec8687ae143cd83dc4a97"
  }
}

# Those for databases.
list "credentials_service_credential" "databases" {
  provider = credentials

  config {
    application_id = "575ec8687ae143cd83dc4a97"
    filter_field   = "type"
    filter         = "sql"
  }
}
