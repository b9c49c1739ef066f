variable "helloid_password" {
  type      = string
  sensitive = true
  ephemeral = true
}

data "credentials_enduser" "mike" {
  user_name = "Mike"
}

resource "credentials_enduser_credential" "mike" {
  user_guid              = data.credentials_enduser.mike.user_guid
  application_guid       = "6c9e917d-e4b0-44e6-83aa-6f01c6ea314f"
  credentials            = { UserName = "Mike" }
  credentials_wo         = { Password = var.helloid_password }
  credentials_wo_version = var.secret_version
}

variable "helloid_crm_key" {
  type      = string
  sensitive = true
  ephemeral = true
}

resource "credentials_automation_variable" "crm_key" {
  name             = "CrmKey"
  value_wo         = var.helloid_crm_key
  value_wo_version = var.secret_version
}
