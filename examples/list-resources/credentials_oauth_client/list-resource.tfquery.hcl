# All OAuth clients.
list "credentials_oauth_client" "all" {
  provider         = credentials
  include_resource = true
}
