data "credentials_oauth_clients" "all" {}

# Those with the implicit grant, which Genesys Cloud ends.
output "implicit" {
  value = [
    for c in data.credentials_oauth_clients.all.oauth_clients : c.name
    if c.authorized_grant_type == "TOKEN"
  ]
}
