data "credentials_tenant_user" "owner" {
  user_name = "zhangsan"
}

variable "account_password" {
  type      = string
  sensitive = true
  ephemeral = true
}

resource "credentials_application_account" "example" {
  application_id = "20210515150117554-8C1D-5A3F0E7B2"
  user_id        = data.credentials_tenant_user.owner.user_id
  account_name   = "Test02"
  name           = "Example"
  org_code       = "10000"

  extension = jsonencode({
    title = "Engineer"
  })

  password_wo = var.account_password
}
