# The secret is kept encrypted. This opens it:
#   terraform output -raw gateway_secret | age -d -i key.txt
resource "credentials_application_key" "gateway" {
  application_id = "575ec8687ae143cd83dc4a97"
  name           = "Plant gateway"

  device_tags {
    key   = "plant"
    value = "north"
  }

  filter_type = "whitelist"
  pub_topics  = ["plant/north/state"]

  encrypt_to = ["age17t2pypjlnas9d6xkrhmcxclqzvytvrxxfwhzetajpl3sn3twkpusgvhexn"]
  rotate     = "2026"

  # Losant cannot give a key another secret, so a rotation makes another key. The old one works until the new one exists.
  lifecycle {
    create_before_destroy = true
  }
}

output "gateway_key" {
  value = credentials_application_key.gateway.key
}

output "gateway_secret" {
  value = credentials_application_key.gateway.encrypted_secret
}
