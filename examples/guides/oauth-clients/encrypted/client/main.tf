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

variable "public_key" {
  description = "What age-keygen has printed as the public key, or a line of ~/.ssh/id_ed25519.pub."
  type        = string
}

resource "credentials_oauth_client" "actions" {
  name                  = "Data actions"
  authorized_grant_type = "CLIENT-CREDENTIALS"

  roles {
    role_id = var.role_id
  }

  encrypt_to = [var.public_key]
  rotate     = "1"
}

output "client_id" {
  value = credentials_oauth_client.actions.id
}

output "encrypted_secret" {
  value = credentials_oauth_client.actions.encrypted_secret
}

output "secret_issued_at" {
  value = credentials_oauth_client.actions.secret_issued_at
}
