# The token that Harmony Mobile issued for Applivery. It is kept in no plan and no state. A new version makes the provider
# write it again.
variable "harmony_mobile_token" {
  type      = string
  sensitive = true
  ephemeral = true
}

resource "credentials_harmony_mobile_integration" "this" {
  organization_id   = "acme"
  portal_account_id = "0c2f5a1e-6f0a-4d8e-9d55-1f6f3a7b2c41"
  gw_address        = "eu-gw.locsec.net"
  token_wo          = var.harmony_mobile_token
  token_wo_version  = "1"

  # The password is encrypted for this age key: age-keygen -o key.txt
  encrypt_to = ["age17t2pypjlnas9d6xkrhmcxclqzvytvrxxfwhzetajpl3sn3twkpusgvhexn"]

  lifecycle {
    # A new month replaces the integration: the reset generates a password, and the write that follows sets the values again.
    replace_triggered_by = [terraform_data.month]
  }
}

resource "terraform_data" "month" {
  input = "2026-01"
}

# What to enter in the Harmony Mobile portal. The password is read with
# terraform output -raw harmony_mobile_password | age -d -i key.txt
output "harmony_mobile_username" {
  value = credentials_harmony_mobile_integration.this.username
}

output "harmony_mobile_password" {
  value = credentials_harmony_mobile_integration.this.encrypted_password
}
