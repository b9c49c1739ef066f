data "credentials_automation_variables" "all" {}

output "variables" {
  value = [for variable in data.credentials_automation_variables.all.automation_variables : variable.name]
}
