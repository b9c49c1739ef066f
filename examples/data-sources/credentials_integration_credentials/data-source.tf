data "credentials_integration_credentials" "all" {}

# Those that have not changed for a year.
output "old" {
  value = [
    for c in data.credentials_integration_credentials.all.integration_credentials : c.id
    if timecmp(c.modified_date, timeadd(plantimestamp(), "-8760h")) < 0
  ]
}
