variable "oneaccess_password" {
  type      = string
  sensitive = true
  ephemeral = true
}

resource "credentials_application_account" "test02" {
  application_id = "20210515150117554-8C1D-5A3F0E7B2"
  user_id        = "20210515145630118-3BA0-91FCA2CB7"
  account_name   = "Test02"
  name           = "Example"
  org_code       = "10000"
  disabled       = false

  password_wo         = var.oneaccess_password
  password_wo_version = var.secret_version
}
