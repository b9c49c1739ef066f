secret_version         = 1
applivery_token        = "harmony-token-1"
genesys_password       = "p@ssword"
helloid_password       = "g!sg*Z_x5"
losant_account_key     = "123abc"
oneaccess_password     = "first-Passw0rd"
applivery_entra_secret = "first-entra-s3cret"
helloid_crm_key        = "first-crm-k3y"
