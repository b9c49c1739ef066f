resource "credentials_application_key" "object-0" {
application_id = "575ec8687ae143cd83dc4a97"
name = "sample object-0"
description = "note"
encrypt_to = ["age17t2pypjlnas9d6xkrhmcxclqzvytvrxxfwhzetajpl3sn3twkpusgvhexn"]
}
