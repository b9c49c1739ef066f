resource "credentials_mdm_configuration" "object-0" {
organization_id = "mdm-object-0"
entra_id {
tenant_id = "note"
client_id = "client"
client_secret_wo = "secret of object-0"
client_secret_wo_version = "1"
}
}

resource "credentials_mdm_configuration" "object-1" {
organization_id = "mdm-object-1"
entra_id {
tenant_id = "note"
client_id = "client"
client_secret_wo = "secret of object-1"
}
}

resource "credentials_mdm_configuration" "object-2" {
organization_id = "mdm-object-2"
entra_id {
tenant_id = "note"
client_id = "client"
client_secret = "secret of object-2"
}
}
