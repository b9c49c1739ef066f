# By its exact name, or by its id.
data "credentials_application_api_token" "pipeline" {
  application_id = "575ec8687ae143cd83dc4a97"
  name           = "Pipeline"
}

output "pipeline_scope" {
  value = data.credentials_application_api_token.pipeline.scope
}
