data "credentials_application_api_tokens" "all" {
  application_id = "575ec8687ae143cd83dc4a97"
}

# Those that never expire.
output "unlimited" {
  value = [
    for token in data.credentials_application_api_tokens.all.application_api_tokens : token.name
    if token.expiration_date == null
  ]
}
