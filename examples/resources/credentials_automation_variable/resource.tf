# The value comes from a secret store and is kept in no plan and no state. A new version makes the provider write it again.
variable "crm_api_key" {
  type      = string
  sensitive = true
  ephemeral = true
}

resource "credentials_automation_variable" "crm_api_key" {
  name             = "CrmApiKey"
  value_wo         = var.crm_api_key
  value_wo_version = "1"
}

# A setting that is no secret: HelloID shows it, and a change by hand is undone.
resource "credentials_automation_variable" "crm_url" {
  name   = "CrmUrl"
  value  = "https://crm.example.com/"
  secret = false
}
