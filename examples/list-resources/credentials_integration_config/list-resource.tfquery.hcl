# The configurations of all Web Services Data Actions integrations.
list "credentials_integration_config" "data_actions" {
  provider         = credentials
  include_resource = true

  config {
    integration_type = "custom-rest-actions"
  }
}
