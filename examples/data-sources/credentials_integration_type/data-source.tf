data "credentials_integration_type" "web_services" {
  type_id = "custom-rest-actions"
}

# Which types of credential fit which slot.
output "slots" {
  value = { for slot, s in data.credentials_integration_type.web_services.credentials : slot => s.credential_types }
}
