data "credentials_service_credentials" "all" {
  application_id = "575ec8687ae143cd83dc4a97"
}

# Those that have not changed for a year.
output "old" {
  value = [
    for c in data.credentials_service_credentials.all.service_credentials : c.name
    if timecmp(c.last_updated, timeadd(plantimestamp(), "-8760h")) < 0
  ]
}

data "credentials_service_credentials" "databases" {
  application_id = "575ec8687ae143cd83dc4a97"
  filter_field   = "type"
  filter         = "sql"
}
