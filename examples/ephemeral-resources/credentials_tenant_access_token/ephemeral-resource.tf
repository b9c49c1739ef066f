ephemeral "credentials_tenant_access_token" "current" {}

# A script can do what the provider does not cover, with the same token.
resource "terraform_data" "users" {
  provisioner "local-exec" {
    command = "curl --fail --oauth2-bearer \"$TOKEN\" 'https://abc.huaweioneaccess.com/api/v2/tenant/users?org_id=&offset=0&limit=100' > users.json"
    environment = {
      TOKEN = ephemeral.credentials_tenant_access_token.current.access_token
    }
  }
}
