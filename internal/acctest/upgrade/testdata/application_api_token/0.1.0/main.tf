resource "credentials_application_api_token" "object-0" {
application_id = "575ec8687ae143cd83dc4a97"
name = "sample object-0"
description = "note"
scope = ["devices.get"]
encrypt_to = ["age17t2pypjlnas9d6xkrhmcxclqzvytvrxxfwhzetajpl3sn3twkpusgvhexn"]
}
