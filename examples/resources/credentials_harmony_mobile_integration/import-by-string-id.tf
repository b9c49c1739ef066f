import {
  to = credentials_harmony_mobile_integration.this
  id = "acme"
}
