import {
  to = credentials_harmony_mobile_integration.this

  identity = {
    organization_id = "acme"
  }
}
