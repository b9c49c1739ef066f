data "credentials_enduser" "mike" {
  user_name = "Mike"
}

data "credentials_enduser_application" "github" {
  name = "Github"
}

# The value comes from a secret store and is kept in no plan and no state. A new version makes the provider write it again.
variable "github_password" {
  type      = string
  sensitive = true
  ephemeral = true
}

resource "credentials_enduser_credential" "mike_github" {
  user_guid        = data.credentials_enduser.mike.user_guid
  application_guid = data.credentials_enduser_application.github.application_guid

  # Values that are not secret may be kept in the state.
  credentials = {
    UserName = "Mike"
  }
  credentials_wo = {
    Password = var.github_password
  }
  credentials_wo_version = "1"
}
