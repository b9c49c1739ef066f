secret_version     = 1
losant_account_key = "123abc"
