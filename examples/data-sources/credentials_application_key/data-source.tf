# By its exact name, or by its id.
data "credentials_application_key" "gateway" {
  application_id = "575ec8687ae143cd83dc4a97"
  name           = "Plant gateway"
}

output "gateway_user_name" {
  value = data.credentials_application_key.gateway.key
}
