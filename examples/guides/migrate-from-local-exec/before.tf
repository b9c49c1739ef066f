variable "account_key" {
  type      = string
  sensitive = true
}

resource "terraform_data" "storage" {
  triggers_replace = [var.account_key] # kept in the state

  provisioner "local-exec" {
    command = <<-EOT
      curl --fail --silent --show-error -H "Authorization: Bearer $LOSANT_API_TOKEN" -H "Accept: application/json" -H "Content-Type: application/json" \
        --data "{\"name\": \"storage\", \"type\": \"azure\", \"azureConfig\": {\"account\": \"reportsaccount\", \"accountKey\": \"$ACCOUNT_KEY\"}}" \
        "$LOSANT_BASE_URL/applications/575ec8687ae143cd83dc4a97/credentials"
    EOT

    environment = {
      ACCOUNT_KEY = var.account_key
    }
  }
}
