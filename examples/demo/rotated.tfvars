secret_version         = 2
applivery_token        = "harmony-token-2"
genesys_password       = "n3w-p@ssw0rd"
helloid_password       = "h?th*A_y6"
losant_account_key     = "456def"
oneaccess_password     = "second-Passw0rd"
applivery_entra_secret = "second-entra-s3cret"
helloid_crm_key        = "second-crm-k3y"
