# All credentials of the type basicAuth.
list "credentials_integration_credential" "basic" {
  provider         = credentials
  include_resource = true

  config {
    type = "basicAuth"
  }
}
