# The orphans of an application: accounts that belong to no user.
data "credentials_application_accounts" "orphans" {
  application_id = "20210515150117554-8C1D-5A3F0E7B2"
  account_type   = "ORPHAN_ACCOUNT"
}

# All accounts of a user.
data "credentials_application_accounts" "of_user" {
  user_id = "20210515145630118-3BA0-91FCA2CB7"
}
