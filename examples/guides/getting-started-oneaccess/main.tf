terraform {
  required_version = ">= 1.11"
  required_providers {
    credentials = {
      source = "terraform-credentials/credentials"
    }
  }
}

provider "credentials" {
  oneaccess {
    domain_name = "abc.huaweioneaccess.com" # or ONEACCESS_DOMAIN_NAME
    # The client is ONEACCESS_CLIENT_ID and ONEACCESS_CLIENT_SECRET.
  }
}

variable "account_password" {
  type      = string
  sensitive = true
  ephemeral = true
}

resource "credentials_application_account" "mail" {
  application_id = "20210515150117554-8C1D-5A3F0E7B2"
  user_id        = "20210515145630118-3BA0-91FCA2CB7"
  account_name   = "zhangsan-mail"
  password_wo    = var.account_password
}
