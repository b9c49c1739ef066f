import {
  to = credentials_application_account.example
  identity = {
    application_id = "20210515150117554-8C1D-5A3F0E7B2"
    account_id     = "20210515151018087-2F92-6DBCA6E41"
  }
}
