resource "credentials_application_account" "object-0" {
application_id = "20210515150117554-8C1D-5A3F0E7B2"
user_id = "of-object-0"
account_name = "object-0"
name = "note"
password_wo = "secret of object-0"
password_wo_version = "1"
}

resource "credentials_application_account" "object-1" {
application_id = "20210515150117554-8C1D-5A3F0E7B2"
user_id = "of-object-1"
account_name = "object-1"
name = "note"
password_wo = "secret of object-1"
}

resource "credentials_application_account" "object-2" {
application_id = "20210515150117554-8C1D-5A3F0E7B2"
user_id = "of-object-2"
account_name = "object-2"
name = "note"
password = "secret of object-2"
}
