import {
  to = credentials_automation_variable.crm_api_key
  id = "CrmApiKey"
}
