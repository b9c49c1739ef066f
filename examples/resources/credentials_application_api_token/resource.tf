# The token is kept encrypted. This opens it:
#   terraform output -raw pipeline_token | age -d -i key.txt
resource "credentials_application_api_token" "pipeline" {
  application_id = "575ec8687ae143cd83dc4a97"
  name           = "Pipeline"
  scope          = ["devices.get", "data.timeSeriesQuery"]

  encrypt_to = ["age17t2pypjlnas9d6xkrhmcxclqzvytvrxxfwhzetajpl3sn3twkpusgvhexn"]
  rotate     = "2026"

  # Losant cannot regenerate a token, so a rotation makes another one. The old one works until the new one exists.
  lifecycle {
    create_before_destroy = true
  }
}

output "pipeline_token" {
  value = credentials_application_api_token.pipeline.encrypted_token
}
