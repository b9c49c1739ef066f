import {
  to = credentials_mdm_configuration.this

  identity = {
    organization_id = "acme"
  }
}
