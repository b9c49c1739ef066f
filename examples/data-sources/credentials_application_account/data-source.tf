data "credentials_application_account" "example" {
  application_id = "20210515150117554-8C1D-5A3F0E7B2"
  account_name   = "Test02"
}
