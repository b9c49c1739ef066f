terraform {
  required_providers {
    credentials = {
      source = "terraform-credentials/credentials"
    }
  }
}

provider "credentials" {
  genesys {}
}

resource "credentials_oauth_client" "reports" {
  name                  = "Reports"
  authorized_grant_type = "CLIENT-CREDENTIALS"
  encrypt_to            = ["age17t2pypjlnas9d6xkrhmcxclqzvytvrxxfwhzetajpl3sn3twkpusgvhexn"]

  roles {
    role_id = "0d2b8c54-6a1f-4e39-b7c0-8f5e3d1a9b26"
  }
}

moved {
  from = genesyscloud_oauth_client.reports
  to   = credentials_oauth_client.reports
}
