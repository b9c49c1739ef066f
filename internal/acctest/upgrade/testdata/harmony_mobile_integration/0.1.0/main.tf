resource "credentials_harmony_mobile_integration" "object-0" {
organization_id = "object-0"
portal_account_id = "note"
gw_address = "gw.example"
store_login = false
token_wo = "secret of object-0"
token_wo_version = "1"
}

resource "credentials_harmony_mobile_integration" "object-1" {
organization_id = "object-1"
portal_account_id = "note"
gw_address = "gw.example"
store_login = false
token_wo = "secret of object-1"
}

resource "credentials_harmony_mobile_integration" "object-2" {
organization_id = "object-2"
portal_account_id = "note"
gw_address = "gw.example"
store_login = false
token = "secret of object-2"
}
