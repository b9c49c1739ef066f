terraform {
  required_providers {
    genesyscloud = {
      source = "MyPureCloud/genesyscloud"
    }
  }
}

variable "passwords" {
  type      = map(string)
  sensitive = true
}

resource "genesyscloud_integration_credential" "crm" {
  for_each = toset(["east", "west"])

  name                 = "CRM ${each.key}"
  credential_type_name = "basicAuth"
  fields = {
    userName = "loginname"
    password = var.passwords[each.key]
  }
}
