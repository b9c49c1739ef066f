# The id of the OAuth client.
terraform import credentials_oauth_client.reports 3a5fbf87-9d42-416c-aaf3-bc8b6a4d2e59
