data "credentials_automation_variable" "crm_url" {
  name = "CrmUrl"
}

output "crm_url" {
  value     = data.credentials_automation_variable.crm_url.value
  sensitive = true
}
