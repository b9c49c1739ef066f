# The accounts of an application that belong to a user.
list "credentials_application_account" "all" {
  provider         = credentials
  include_resource = true

  config {
    application_id = "20210515150117554-8C1D-5A3F0E7B2"
  }
}
