resource "credentials_oauth_client" "object-0" {
name = "object-0"
description = "note"
authorized_grant_type = "CLIENT-CREDENTIALS"
encrypt_to = ["age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"]
roles {
 role_id = "0d2b8c54-6a1f-4e39-b7c0-8f5e3d1a9b26"
}

}
