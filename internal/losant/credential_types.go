package losant

// kind is the JSON type of a field.
type kind int

const (
	kindText kind = iota
	kindNumber
	kindFlag
	kindCertificateInfo // an object that Losant makes from a certificate
)

// credentialType is one type of service credential: a block of the resource, and an object of the API.
type credentialType struct {
	name   string // of the type, as the API spells it
	block  string // in Terraform
	fields []field
	doc    string
}

// configKey is the property that holds a type's configuration in JSON.
func (t credentialType) configKey() string { return t.name + "Config" }

// field is one field of a type's configuration. Limits are those of the published JSON schemas of API 1.30.0
// (https://github.com/Losant/losant-rest-js), lengths in characters.
type field struct {
	name     string // in Terraform
	json     string
	kind     kind
	min, max int      // length of a text, or value of a number
	oneOf    []string // what a text may be
	required bool     // in a POST
	secret   bool     // accepted, never returned
	input    bool     // accepted, never returned, not secret
	computed bool     // returned, never accepted
	from     []string // of a computed field: the fields that Losant makes it from
	always   bool     // optional for the API's writers but not for its readers: sent as "" when it is not set
	doc      string
}

// clearable reports whether the API can clear the field: the schema admits an empty text, null for a port, false for a flag.
func (f field) clearable() bool { return f.kind != kindText || f.min == 0 }

const publicKeyDoc = "Public key that Losant generated, to register with the service."

// credentialTypes are all types of API 1.30.0. The enumeration keeps growing: other types are read, but not managed.
var credentialTypes = []credentialType{
	{name: "aws", block: "aws", doc: "Amazon Web Services.", fields: []field{
		{name: "access_key_id", json: "accessKeyId", min: 16, max: 128, required: true, doc: "Access key id."},
		{name: "region", json: "region", min: 1, max: 128, required: true, doc: "Region, such as `eu-west-1`."},
		{name: "secret_access_key", json: "secretAccessKey", min: 4, max: 128, required: true, secret: true, doc: "Secret access key."},
	}},
	{name: "azure", block: "azure", doc: "Microsoft Azure storage.", fields: []field{
		{name: "account", json: "account", max: 128, doc: "Name of the account."},
		{name: "account_key", json: "accountKey", min: 4, max: 128, required: true, secret: true, doc: "Key of the account."},
	}},
	{name: "gcp", block: "gcp", doc: "Google Cloud Platform.", fields: []field{
		{name: "key_json", json: "keyJson", min: 1, max: 8192, required: true, secret: true, doc: "Key file of a service account, as JSON."},
		{name: "key_meta_json", json: "keyMetaJson", computed: true, from: []string{"key_json"}, doc: "What Losant shows of the key file, as JSON."},
	}},
	{name: "http", block: "http", doc: "An HTTP service.", fields: []field{
		{
			name: "uri_match", json: "uriMatch", min: 8, max: 1024, required: true,
			doc: "URL that requests must start with: scheme, host and port must be equal, and the path must begin with this one. No wildcards.",
		},
		{
			name: "auth_method", json: "authMethod", required: true, oneOf: []string{"header", "queryParam", "basicAuth", "clientCertificate"},
			doc: "How requests authenticate: `header`, `queryParam`, `basicAuth` or `clientCertificate`.",
		},
		{
			name: "public_value", json: "publicValue", max: 8196, always: true,
			doc: "Name of the header, name of the query parameter, user name, or the client certificate in PEM format, according to `auth_method`.",
		},
		{
			name: "secret_value", json: "secretValue", max: 8196, required: true, secret: true,
			doc: "Value of the header, value of the query parameter, password, or the private key in PEM format, according to `auth_method`.",
		},
	}},
	{name: "sendgrid", block: "sendgrid", doc: "SendGrid.", fields: []field{
		{name: "api_key", json: "apiKey", min: 4, max: 128, required: true, secret: true, doc: "API key."},
	}},
	{name: "twilio", block: "twilio", doc: "Twilio.", fields: []field{
		{name: "account_sid", json: "accountSid", min: 4, max: 128, required: true, doc: "SID of the account."},
		{name: "api_key_sid", json: "apiKeySid", min: 4, max: 128, required: true, doc: "SID of the API key."},
		{name: "api_key_secret", json: "apiKeySecret", min: 4, max: 128, required: true, secret: true, doc: "Secret of the API key."},
	}},
	{name: "loggly", block: "loggly", doc: "Loggly.", fields: []field{
		{name: "customer_token", json: "customerToken", min: 1, max: 128, required: true, secret: true, doc: "Customer token."},
	}},
	{name: "jwt", block: "jwt", doc: "Signing of JSON Web Tokens.", fields: []field{
		{name: "issuer", json: "issuer", max: 1024, doc: "Issuer claim."},
		{
			name: "algorithm", json: "algorithm", required: true, oneOf: []string{"HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "ES256", "ES384", "ES512"},
			doc: "Algorithm: `HS`, `RS` or `ES`, followed by `256`, `384` or `512`, such as `HS256`.",
		},
		{name: "secret", json: "secret", min: 1, max: 4096, required: true, secret: true, doc: "Shared secret, or private key in PEM format, according to `algorithm`."},
	}},
	{name: "whatsapp", block: "whatsapp", doc: "WhatsApp.", fields: []field{
		{name: "access_token", json: "accessToken", min: 1, max: 1024, required: true, secret: true, doc: "Access token."},
		{name: "from_number_id", json: "fromNumberId", min: 1, max: 128, required: true, doc: "Id of the phone number that messages are sent from."},
	}},
	{name: "sql", block: "sql", doc: "An SQL database.", fields: []field{
		{name: "system", json: "system", required: true, oneOf: []string{"mssql", "mysql", "pg"}, doc: "Database system: `mssql`, `mysql` or `pg` (PostgreSQL)."},
		{name: "host", json: "host", min: 1, max: 256, required: true, doc: "Host name."},
		{name: "port", json: "port", kind: kindNumber, min: 1, max: 65535, doc: "Port; by default, the database system's usual one."},
		{name: "username", json: "username", min: 1, max: 256, required: true, doc: "User name."},
		{name: "password", json: "password", min: 1, max: 256, required: true, secret: true, doc: "Password."},
		{name: "secure_connection", json: "secureConnection", kind: kindFlag, doc: "Whether the connection is encrypted. If it is not set, Losant decides: set `true` to be sure."},
		{name: "disable_ssl_verification", json: "disableSSLVerification", kind: kindFlag, doc: "Whether to accept the server's certificate without verifying it. With `true`, an attacker on the network can read the password."},
		{name: "ca_certificate", json: "caCertificate", max: 8196, doc: "Certificate of the authority that signed the server's certificate, in PEM format."},
	}},
	{name: "mongodb", block: "mongodb", doc: "MongoDB.", fields: []field{
		{name: "connection_uri", json: "connectionUri", min: 1, max: 2048, required: true, secret: true, doc: "Connection URI, including the password."},
	}},
	{name: "mailgun", block: "mailgun", doc: "Mailgun.", fields: []field{
		{name: "api_key", json: "apiKey", min: 4, max: 128, required: true, secret: true, doc: "API key."},
	}},
	{
		name: "snowflake", block: "snowflake",
		doc: "Snowflake.", fields: []field{
			{name: "host", json: "host", min: 1, max: 128, required: true, doc: "Host name."},
			{name: "username", json: "username", min: 1, max: 128, required: true, doc: "User name."},
			{name: "private_key", json: "privateKey", max: 8196, secret: true, doc: "Private key in PEM format."},
			{
				name: "generate_private_key", json: "generatePrivateKey", kind: kindFlag, input: true,
				doc: "Have Losant generate a key pair; either this or a private key is needed. `public_key` shows the public key; the private key never leaves Losant.",
			},
			{name: "public_key", json: "publicKey", computed: true, from: []string{"private_key", "generate_private_key"}, doc: publicKeyDoc},
		},
	},
	{name: "git", block: "git", doc: "A git repository.", fields: []field{
		{name: "type", json: "type", required: true, oneOf: []string{"ssh-key", "http-password"}, doc: "How to authenticate: `ssh-key` or `http-password`."},
		{name: "clone_url", json: "cloneUrl", min: 5, max: 1024, required: true, doc: "URL to clone from."},
		{name: "username", json: "username", max: 128, doc: "User name."},
		{name: "committer_name", json: "committerName", max: 128, doc: "Name of the committer."},
		{name: "committer_email", json: "committerEmail", max: 128, doc: "E-mail address of the committer."},
		{name: "secret_value", json: "secretValue", max: 8196, secret: true, doc: "Private SSH key or password, according to `type`."},
		{
			name: "generate_private_key", json: "generatePrivateKey", kind: kindFlag, input: true,
			doc: "Have Losant generate an SSH key pair. `public_key` shows the public key; the private key never leaves Losant.",
		},
		{name: "public_key", json: "publicKey", computed: true, from: []string{"type", "secret_value", "generate_private_key"}, doc: publicKeyDoc},
	}},
	{name: "datadog", block: "datadog", doc: "Datadog.", fields: []field{
		{name: "secret_value", json: "secretValue", max: 256, required: true, secret: true, doc: "API key."},
		{name: "site", json: "site", min: 1, max: 128, doc: "Site, such as `datadoghq.eu`."},
	}},
	{name: "certificateKeyPair", block: "certificate_key_pair", doc: "A certificate and its private key.", fields: []field{
		{name: "certificate", json: "certificate", max: 8192, required: true, doc: "Certificate in PEM format."},
		{name: "private_key", json: "privateKey", max: 8196, required: true, secret: true, doc: "Private key in PEM format."},
		{name: "info", json: "info", kind: kindCertificateInfo, computed: true, from: []string{"certificate"}, doc: "What Losant reads from the certificate."},
	}},
}

// certificateInfoFields are the fields of a certificate's info.
var certificateInfoFields = []field{
	{name: "serial_number", json: "serialNumber", computed: true, doc: "Serial number."},
	{name: "fingerprint", json: "fingerprint", computed: true, doc: "Fingerprint."},
	{name: "common_name", json: "commonName", computed: true, doc: "Common name of the subject."},
	{name: "issuer_name", json: "issuerName", computed: true, doc: "Name of the issuer."},
	{name: "not_valid_before", json: "notValidBefore", computed: true, doc: "When its validity begins, RFC 3339."},
	{name: "not_valid_after", json: "notValidAfter", computed: true, doc: "When its validity ends, RFC 3339."},
}

func typeByName(name string) (credentialType, bool) {
	for _, t := range credentialTypes {
		if t.name == name {
			return t, true
		}
	}
	return credentialType{}, false
}

// secret is the type's secret field: every type has exactly one.
func (t credentialType) secret() field {
	for _, f := range t.fields {
		if f.secret {
			return f
		}
	}
	return field{}
}

// readable are the fields that Losant returns.
func (t credentialType) readable() []field {
	return keep(t.fields, func(f field) bool { return !f.secret && !f.input })
}
