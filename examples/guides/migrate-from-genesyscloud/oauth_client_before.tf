terraform {
  required_providers {
    genesyscloud = {
      source = "MyPureCloud/genesyscloud"
    }
  }
}

resource "genesyscloud_oauth_client" "reports" {
  name                  = "Reports"
  authorized_grant_type = "CLIENT-CREDENTIALS"
  expose_client_secret  = true

  roles {
    role_id = "0d2b8c54-6a1f-4e39-b7c0-8f5e3d1a9b26"
  }
}
