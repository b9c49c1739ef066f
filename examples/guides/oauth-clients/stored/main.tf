terraform {
  required_providers {
    credentials = {
      source = "terraform-credentials/credentials"
    }
  }
}

variable "role_id" {
  description = "Id of the role that the data actions need."
  type        = string
}

resource "credentials_oauth_client" "actions" {
  name                  = "Data actions"
  authorized_grant_type = "CLIENT-CREDENTIALS"

  roles {
    role_id = var.role_id
  }

  store_secret = true
  rotate       = "1"
}

resource "credentials_integration_credential" "actions" {
  name = "Data actions"
  type = "pureCloudOAuthClient"

  fields = {
    clientId = credentials_oauth_client.actions.id
  }
  fields_wo = {
    clientSecret = credentials_oauth_client.actions.secret
  }
}
