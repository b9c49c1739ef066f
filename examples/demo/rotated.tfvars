secret_version     = 2
losant_account_key = "456def"
