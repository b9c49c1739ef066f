# The secret is encrypted to a public key, and is in no state, plan or log as plain text:
#   terraform output -raw reports_secret | age -d -i key.txt
resource "credentials_oauth_client" "reports" {
  name                  = "Reports"
  description           = "Reads the queues for the nightly reports."
  authorized_grant_type = "CLIENT-CREDENTIALS"

  # Without division_id, the client has the role in the home division. "*" stands for all divisions.
  roles {
    role_id = "0d2b8c54-6a1f-4e39-b7c0-8f5e3d1a9b26"
  }
  roles {
    role_id     = "1e3c9d65-7b20-4f4a-88d1-9a6f4e2b0c37"
    division_id = "*"
  }

  encrypt_to = ["age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"]
  # Change this text to get a new secret. The old one stops working at once.
  rotate = "2026-01"
}

output "reports_secret" {
  value = credentials_oauth_client.reports.encrypted_secret
}

# The secret is kept in the state as plain text, from which other resources can take it.
resource "credentials_oauth_client" "portal" {
  name                     = "Portal"
  authorized_grant_type    = "CODE"
  scopes                   = ["users:readonly"]
  registered_redirect_uris = ["https://portal.example.com/login"]

  store_secret = true
}
