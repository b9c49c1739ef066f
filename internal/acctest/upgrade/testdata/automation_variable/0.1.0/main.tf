resource "credentials_automation_variable" "object-0" {
name = "object-0"
# note
value_wo = "secret of object-0"
value_wo_version = "1"
}

resource "credentials_automation_variable" "object-1" {
name = "object-1"
# note
value_wo = "secret of object-1"
}

resource "credentials_automation_variable" "object-2" {
name = "object-2"
# note
value = "secret of object-2"
}
