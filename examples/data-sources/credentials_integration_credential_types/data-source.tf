data "credentials_integration_credential_types" "all" {}

# Which fields a credential of type basicAuth has.
output "basic_auth_fields" {
  value = one([
    for t in data.credentials_integration_credential_types.all.integration_credential_types : t.fields
    if t.name == "basicAuth"
  ])
}
