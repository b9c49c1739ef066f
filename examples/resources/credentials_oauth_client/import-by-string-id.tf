import {
  to = credentials_oauth_client.reports
  id = "3a5fbf87-9d42-416c-aaf3-bc8b6a4d2e59"
}
