# The id or slug of the organization. Nothing is read: the first apply writes all values, in place.
terraform import credentials_harmony_mobile_integration.this acme
