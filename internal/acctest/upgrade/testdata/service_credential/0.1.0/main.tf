resource "credentials_service_credential" "object-0" {
application_id = "575ec8687ae143cd83dc4a97"
name = "azure object-0"
description = "note"
azure {

account_key_wo = "secret of object-0"
account_key_wo_version = "1"
}
}

resource "credentials_service_credential" "object-1" {
application_id = "575ec8687ae143cd83dc4a97"
name = "azure object-1"
description = "note"
azure {

account_key_wo = "secret of object-1"
}
}

resource "credentials_service_credential" "object-2" {
application_id = "575ec8687ae143cd83dc4a97"
name = "azure object-2"
description = "note"
azure {

account_key = "secret of object-2"
}
}

resource "credentials_service_credential" "object-3" {
application_id = "575ec8687ae143cd83dc4a97"
name = "aws object-3"
description = "note"
aws {
access_key_id = "AKIAIOSFODNN7EXAMPLE"
 region = "eu-west-1"
secret_access_key_wo = "secret of object-3"
secret_access_key_wo_version = "1"
}
}

resource "credentials_service_credential" "object-4" {
application_id = "575ec8687ae143cd83dc4a97"
name = "gcp object-4"
description = "note"
gcp {

key_json_wo = "secret of object-4"
}
}

resource "credentials_service_credential" "object-5" {
application_id = "575ec8687ae143cd83dc4a97"
name = "http object-5"
description = "note"
http {
uri_match = "https://a.example/"
 auth_method = "header"
 public_value = "X-Key"
secret_value = "secret of object-5"
}
}

resource "credentials_service_credential" "object-6" {
application_id = "575ec8687ae143cd83dc4a97"
name = "sendgrid object-6"
description = "note"
sendgrid {

api_key_wo = "secret of object-6"
api_key_wo_version = "1"
}
}

resource "credentials_service_credential" "object-7" {
application_id = "575ec8687ae143cd83dc4a97"
name = "twilio object-7"
description = "note"
twilio {
account_sid = "AC01"
 api_key_sid = "SK01"
api_key_secret_wo = "secret of object-7"
}
}

resource "credentials_service_credential" "object-8" {
application_id = "575ec8687ae143cd83dc4a97"
name = "loggly object-8"
description = "note"
loggly {

customer_token = "secret of object-8"
}
}

resource "credentials_service_credential" "object-9" {
application_id = "575ec8687ae143cd83dc4a97"
name = "jwt object-9"
description = "note"
jwt {
issuer = "a"
 algorithm = "HS256"
secret_wo = "secret of object-9"
secret_wo_version = "1"
}
}

resource "credentials_service_credential" "object-10" {
application_id = "575ec8687ae143cd83dc4a97"
name = "whatsapp object-10"
description = "note"
whatsapp {
from_number_id = "1"
access_token_wo = "secret of object-10"
}
}

resource "credentials_service_credential" "object-11" {
application_id = "575ec8687ae143cd83dc4a97"
name = "sql object-11"
description = "note"
sql {
system = "pg"
 host = "a.example"
 port = 5432
 username = "a"
password = "secret of object-11"
}
}

resource "credentials_service_credential" "object-12" {
application_id = "575ec8687ae143cd83dc4a97"
name = "mongodb object-12"
description = "note"
mongodb {

connection_uri_wo = "secret of object-12"
connection_uri_wo_version = "1"
}
}

resource "credentials_service_credential" "object-13" {
application_id = "575ec8687ae143cd83dc4a97"
name = "mailgun object-13"
description = "note"
mailgun {

api_key_wo = "secret of object-13"
}
}

resource "credentials_service_credential" "object-14" {
application_id = "575ec8687ae143cd83dc4a97"
name = "snowflake object-14"
description = "note"
snowflake {
host = "a.example"
 username = "a"
private_key = "secret of object-14"
}
}

resource "credentials_service_credential" "object-15" {
application_id = "575ec8687ae143cd83dc4a97"
name = "git object-15"
description = "note"
git {
type = "ssh-key"
 clone_url = "git@a.example:a.git"
secret_value_wo = "secret of object-15"
secret_value_wo_version = "1"
}
}

resource "credentials_service_credential" "object-16" {
application_id = "575ec8687ae143cd83dc4a97"
name = "datadog object-16"
description = "note"
datadog {

secret_value_wo = "secret of object-16"
}
}

resource "credentials_service_credential" "object-17" {
application_id = "575ec8687ae143cd83dc4a97"
name = "certificate_key_pair object-17"
description = "note"
certificate_key_pair {
certificate = "A"
private_key = "secret of object-17"
}
}
