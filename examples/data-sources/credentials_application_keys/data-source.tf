data "credentials_application_keys" "inactive" {
  application_id = "575ec8687ae143cd83dc4a97"
  filter_field   = "status"
  filter         = "inactive"
}

output "inactive" {
  value = [for key in data.credentials_application_keys.inactive.application_keys : key.id]
}
