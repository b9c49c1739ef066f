package losant_test

import (
	"fmt"
	"strings"
)

// sample is one type of service credential with all its fields: as they are created, and with all of them changed. The
// JSON is written out from the vendor's schemas, so that the provider's own table cannot agree with itself.
type sample struct {
	name, block string
	secret      string // the argument of the secret
	created     string // arguments of the block, the secret aside
	sent        string // what is sent for them, the secret included
	changed     string
	patched     string
	made        string // what Losant makes, in JSON; "": nothing
}

// The secret of every sample is this, and then that.
const (
	firstSecret  = "first secret"
	secondSecret = "second secret"
)

var samples = []sample{
	{
		name: "aws", block: "aws", secret: "secret_access_key",
		created: `access_key_id = "AKIAIOSFODNN7EXAMPLE", region = "eu-west-1"`,
		sent:    `{"accessKeyId": "AKIAIOSFODNN7EXAMPLE", "region": "eu-west-1", "secretAccessKey": "first secret"}`,
		changed: `access_key_id = "AKIAI44QH8DHBEXAMPLE", region = "us-east-1"`,
		patched: `{"accessKeyId": "AKIAI44QH8DHBEXAMPLE", "region": "us-east-1", "secretAccessKey": "second secret"}`,
	},
	{
		name: "azure", block: "azure", secret: "account_key",
		created: `account = "my account"`,
		sent:    `{"account": "my account", "accountKey": "first secret"}`,
		changed: `account = "your account"`,
		patched: `{"account": "your account", "accountKey": "second secret"}`,
	},
	{
		name: "gcp", block: "gcp", secret: "key_json", made: "keyMetaJson",
		sent:    `{"keyJson": "first secret"}`,
		patched: `{"keyJson": "second secret"}`,
	},
	{
		name: "http", block: "http", secret: "secret_value",
		created: `uri_match = "https://a.example/", auth_method = "header", public_value = "X-Key"`,
		sent:    `{"uriMatch": "https://a.example/", "authMethod": "header", "publicValue": "X-Key", "secretValue": "first secret"}`,
		changed: `uri_match = "https://b.example/", auth_method = "basicAuth", public_value = "me"`,
		patched: `{"uriMatch": "https://b.example/", "authMethod": "basicAuth", "publicValue": "me", "secretValue": "second secret"}`,
	},
	{
		name: "sendgrid", block: "sendgrid", secret: "api_key",
		sent:    `{"apiKey": "first secret"}`,
		patched: `{"apiKey": "second secret"}`,
	},
	{
		name: "twilio", block: "twilio", secret: "api_key_secret",
		created: `account_sid = "AC01", api_key_sid = "SK01"`,
		sent:    `{"accountSid": "AC01", "apiKeySid": "SK01", "apiKeySecret": "first secret"}`,
		changed: `account_sid = "AC02", api_key_sid = "SK02"`,
		patched: `{"accountSid": "AC02", "apiKeySid": "SK02", "apiKeySecret": "second secret"}`,
	},
	{
		name: "loggly", block: "loggly", secret: "customer_token",
		sent:    `{"customerToken": "first secret"}`,
		patched: `{"customerToken": "second secret"}`,
	},
	{
		name: "jwt", block: "jwt", secret: "secret",
		created: `issuer = "a", algorithm = "HS256"`,
		sent:    `{"issuer": "a", "algorithm": "HS256", "secret": "first secret"}`,
		changed: `issuer = "b", algorithm = "ES512"`,
		patched: `{"issuer": "b", "algorithm": "ES512", "secret": "second secret"}`,
	},
	{
		name: "whatsapp", block: "whatsapp", secret: "access_token",
		created: `from_number_id = "1"`,
		sent:    `{"fromNumberId": "1", "accessToken": "first secret"}`,
		changed: `from_number_id = "2"`,
		patched: `{"fromNumberId": "2", "accessToken": "second secret"}`,
	},
	{
		name: "sql", block: "sql", secret: "password",
		created: `system = "pg", host = "a.example", port = 5432, username = "a", secure_connection = true, disable_ssl_verification = false, ca_certificate = "A"`,
		sent: `{"system": "pg", "host": "a.example", "port": 5432, "username": "a", "secureConnection": true,
			"disableSSLVerification": false, "caCertificate": "A", "password": "first secret"}`,
		changed: `system = "mysql", host = "b.example", port = 3306, username = "b", secure_connection = false, disable_ssl_verification = true, ca_certificate = "B"`,
		patched: `{"system": "mysql", "host": "b.example", "port": 3306, "username": "b", "secureConnection": false,
			"disableSSLVerification": true, "caCertificate": "B", "password": "second secret"}`,
	},
	{
		name: "mongodb", block: "mongodb", secret: "connection_uri",
		sent:    `{"connectionUri": "first secret"}`,
		patched: `{"connectionUri": "second secret"}`,
	},
	{
		name: "mailgun", block: "mailgun", secret: "api_key",
		sent:    `{"apiKey": "first secret"}`,
		patched: `{"apiKey": "second secret"}`,
	},
	{
		name: "snowflake", block: "snowflake", secret: "private_key", made: "publicKey",
		created: `host = "a.example", username = "a"`,
		sent:    `{"host": "a.example", "username": "a", "privateKey": "first secret"}`,
		changed: `host = "b.example", username = "b"`,
		patched: `{"host": "b.example", "username": "b", "privateKey": "second secret"}`,
	},
	{
		name: "git", block: "git", secret: "secret_value",
		created: `type = "ssh-key", clone_url = "git@a.example:a.git", username = "a", committer_name = "A", committer_email = "a@a.example"`,
		sent: `{"type": "ssh-key", "cloneUrl": "git@a.example:a.git", "username": "a", "committerName": "A",
			"committerEmail": "a@a.example", "secretValue": "first secret"}`,
		changed: `type = "http-password", clone_url = "https://b.example/b.git", username = "b", committer_name = "B", committer_email = "b@b.example"`,
		patched: `{"type": "http-password", "cloneUrl": "https://b.example/b.git", "username": "b", "committerName": "B",
			"committerEmail": "b@b.example", "secretValue": "second secret"}`,
	},
	{
		name: "datadog", block: "datadog", secret: "secret_value",
		created: `site = "datadoghq.eu"`,
		sent:    `{"site": "datadoghq.eu", "secretValue": "first secret"}`,
		changed: `site = "datadoghq.com"`,
		patched: `{"site": "datadoghq.com", "secretValue": "second secret"}`,
	},
	{
		name: "certificateKeyPair", block: "certificate_key_pair", secret: "private_key", made: "info",
		created: `certificate = "A"`,
		sent:    `{"certificate": "A", "privateKey": "first secret"}`,
		changed: `certificate = "B"`,
		patched: `{"certificate": "B", "privateKey": "second secret"}`,
	},
}

// configKey is the property of the API with the type's configuration.
func (s sample) configKey() string { return s.name + "Config" }

// with is the resource, labelled and named by its block, with these arguments in the block and more outside.
func (s sample) with(inside string, outside ...string) string {
	block := fmt.Sprintf("%s {\n    %s\n  }", s.block, strings.ReplaceAll(inside, ", ", "\n    "))
	return resource(s.block, append(outside, block)...)
}

// first is the sample as it is created, with a write-only secret.
func (s sample) first() string { return s.with(s.created + ", " + s.writeOnly(firstSecret)) }

// second is the sample with all fields changed.
func (s sample) second() string { return s.with(s.changed + ", " + s.writeOnly(secondSecret)) }

func (s sample) writeOnly(secret string) string { return fmt.Sprintf("%s_wo = %q", s.secret, secret) }

// all is the configuration of all samples.
func all(of func(sample) string) string {
	var resources []string
	for _, s := range samples {
		resources = append(resources, of(s))
	}
	return strings.Join(resources, "\n")
}

func sampleOf(block string) sample {
	for _, s := range samples {
		if s.block == block {
			return s
		}
	}
	panic("no sample of " + block)
}
