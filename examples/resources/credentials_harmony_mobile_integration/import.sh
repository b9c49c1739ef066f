# The id or slug of the organization.
terraform import credentials_harmony_mobile_integration.this acme
