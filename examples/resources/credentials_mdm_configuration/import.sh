# The id or slug of the organization.
terraform import credentials_mdm_configuration.this acme
