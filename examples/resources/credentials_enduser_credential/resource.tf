data "credentials_enduser" "mike" {
  user_name = "Mike"
}

data "credentials_enduser_application" "github" {
  name = "Github"
}

# The value comes from a secret store and is in no plan and no state. Another version has it written again.
variable "github_password" {
  type      = string
  sensitive = true
  ephemeral = true
}

resource "credentials_enduser_credential" "mike_github" {
  user_guid        = data.credentials_enduser.mike.user_guid
  application_guid = data.credentials_enduser_application.github.application_guid

  # What is no secret may be kept in the state, and is compared there.
  credentials = {
    UserName = "Mike"
  }
  credentials_wo = {
    Password = var.github_password
  }
  credentials_wo_version = "1"
}
