import {
  to = credentials_mdm_configuration.this
  id = "acme"
}
