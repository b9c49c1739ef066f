# The ids of the application and of the account.
terraform import credentials_application_account.example '20210515150117554-8C1D-5A3F0E7B2/20210515151018087-2F92-6DBCA6E41'
