# All global automation variables of the tenant.
list "credentials_automation_variable" "all" {
  provider         = credentials
  include_resource = true
}
