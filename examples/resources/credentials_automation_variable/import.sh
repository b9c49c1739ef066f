# The name of the variable.
terraform import credentials_automation_variable.crm_api_key CrmApiKey
