resource "credentials_integration_credential" "object-0" {
type = "basicAuth"
name = "object-0 note"
fields_wo = { password = "secret of object-0" }
fields = { userName = "bot" }
fields_wo_version = "1"
}

resource "credentials_integration_credential" "object-1" {
type = "basicAuth"
name = "object-1 note"
fields_wo = { password = "secret of object-1" }
fields = { userName = "bot" }
}

resource "credentials_integration_credential" "object-2" {
type = "basicAuth"
name = "object-2 note"
fields = { password = "secret of object-2", userName = "bot" }
}

resource "credentials_integration_credential" "object-3" {
type = "userDefined"
name = "object-3 note"
fields_wo = { password = "secret of object-3" }
fields = { userName = "bot" }
fields_wo_version = "1"
}
