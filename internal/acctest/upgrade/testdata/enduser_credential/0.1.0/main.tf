resource "credentials_enduser_credential" "object-0" {
user_guid = "2b5f8a3c-7d41-4e0b-9c66-d1a2b3c4e5f6"
application_guid = "fa4e1d0c-0000-4000-8000-000000000007"
# note
credentials_wo = { password = "secret of object-0" }
credentials = { userName = "bot" }
credentials_wo_version = "1"
}

resource "credentials_enduser_credential" "object-1" {
user_guid = "2b5f8a3c-7d41-4e0b-9c66-d1a2b3c4e5f6"
application_guid = "fa4e1d0c-0000-4000-8000-00000000000b"
# note
credentials_wo = { password = "secret of object-1" }
credentials = { userName = "bot" }
}

resource "credentials_enduser_credential" "object-2" {
user_guid = "2b5f8a3c-7d41-4e0b-9c66-d1a2b3c4e5f6"
application_guid = "fa4e1d0c-0000-4000-8000-00000000000e"
# note
credentials = { password = "secret of object-2", userName = "bot" }
}
