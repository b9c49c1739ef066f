terraform {
  required_providers {
    restapi = {
      source = "Mastercard/restapi"
    }
  }
}

variable "account_key" {
  type      = string
  sensitive = true
}

resource "restapi_object" "storage" {
  path = "/applications/575ec8687ae143cd83dc4a97/credentials"

  data = jsonencode({
    name        = "storage"
    type        = "azure"
    azureConfig = { account = "reportsaccount", accountKey = var.account_key }
  })
}
