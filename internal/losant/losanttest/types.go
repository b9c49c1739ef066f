package losanttest

import (
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

// role is the part that a field plays in bodies and answers.
type role int

const (
	public role = iota // accepted, and returned
	secret             // accepted, never returned
	asked              // accepted, but not kept: it asks the server to make something
	made               // returned only: the server makes it
)

// field is one property of a type's configuration.
type field struct {
	fakeapi.Field
	role role
}

// credentialType is one of the values of "type" with its configuration object.
type credentialType struct {
	name   string
	fields []field
	// incomplete says what is missing from the configuration in a POST beyond
	// the required fields, or nothing. Optional.
	incomplete func(config map[string]any) string
}

// configKey is the property of a credential that holds the configuration of a
// type.
func configKey(typeName string) string { return typeName + "Config" }

func show(f fakeapi.Field) field { return field{f, public} }
func hide(f fakeapi.Field) field { return field{f, secret} }
func ask(name string) field      { return field{fakeapi.Boolean(name), asked} }
func give(name string) field     { return field{fakeapi.Any(name), made} }

// text is a required text of least to most characters.
func text(name string, least, most int) fakeapi.Field {
	return fakeapi.String(name, least, most).Required()
}

// types are the schemas credentialPost and credential of API 1.30.0.
var types = []credentialType{
	{name: "aws", fields: []field{
		show(text("accessKeyId", 16, 128)),
		hide(text("secretAccessKey", 4, 128)),
		show(text("region", 1, 128)),
	}},
	{name: "azure", fields: []field{
		show(text("account", 0, 128).Optional()),
		hide(text("accountKey", 4, 128)),
	}},
	{name: "gcp", fields: []field{
		hide(text("keyJson", 1, 8192)),
		give("keyMetaJson"),
	}},
	{name: "http", fields: []field{
		show(text("uriMatch", 8, 1024)),
		show(fakeapi.Enum("authMethod", "header", "queryParam", "basicAuth", "clientCertificate").Required()),
		show(text("publicValue", 0, 8196).Optional()),
		hide(text("secretValue", 0, 8196)),
	}},
	{name: "sendgrid", fields: []field{
		hide(text("apiKey", 4, 128)),
	}},
	{name: "twilio", fields: []field{
		show(text("accountSid", 4, 128)),
		show(text("apiKeySid", 4, 128)),
		hide(text("apiKeySecret", 4, 128)),
	}},
	{name: "loggly", fields: []field{
		hide(text("customerToken", 1, 128)),
	}},
	{name: "jwt", fields: []field{
		show(text("issuer", 0, 1024).Optional()),
		show(fakeapi.Enum("algorithm", "HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "ES256", "ES384", "ES512").Required()),
		hide(text("secret", 1, 4096)),
	}},
	{name: "whatsapp", fields: []field{
		hide(text("accessToken", 1, 1024)),
		show(text("fromNumberId", 1, 128)),
	}},
	{name: "sql", fields: []field{
		show(fakeapi.Enum("system", "mssql", "mysql", "pg").Required()),
		show(text("host", 1, 256)),
		show(fakeapi.Integer("port", 1, 65535).OrNull()),
		show(text("username", 1, 256)),
		hide(text("password", 1, 256)),
		show(fakeapi.Boolean("secureConnection")),
		show(fakeapi.Boolean("disableSSLVerification")),
		show(text("caCertificate", 0, 8196).Optional()),
	}},
	{name: "mongodb", fields: []field{
		hide(text("connectionUri", 1, 2048)),
	}},
	{name: "mailgun", fields: []field{
		hide(text("apiKey", 4, 128)),
	}},
	{name: "snowflake", incomplete: noSnowflakeKey, fields: []field{
		show(text("host", 1, 128)),
		show(text("username", 1, 128)),
		hide(text("privateKey", 0, 8196).Optional()),
		ask("generatePrivateKey"),
		give("publicKey"),
	}},
	{name: "git", fields: []field{
		show(fakeapi.Enum("type", "ssh-key", "http-password").Required()),
		show(text("cloneUrl", 5, 1024)),
		show(text("username", 0, 128).Optional()),
		show(text("committerName", 0, 128).Optional()),
		show(text("committerEmail", 0, 128).Optional()),
		hide(text("secretValue", 0, 8196).Optional()),
		ask("generatePrivateKey"),
		give("publicKey"),
	}},
	{name: "datadog", fields: []field{
		hide(text("secretValue", 0, 256)),
		show(text("site", 1, 128).Optional()),
	}},
	{name: "certificateKeyPair", fields: []field{
		show(text("certificate", 0, 8192)),
		hide(text("privateKey", 0, 8196)),
		give("info"),
	}},
}

// noSnowflakeKey is the schema's anyOf. That generatePrivateKey has to be true
// is an assumption: the schema asks only for its presence.
func noSnowflakeKey(config map[string]any) string {
	_, given := config["privateKey"]
	if !given && config["generatePrivateKey"] != true {
		return "needs privateKey, or generatePrivateKey as true"
	}
	return ""
}

// The schemas credentialPost and credentialPatch. PATCH has no type, and
// requires nothing.
var (
	postSchema  = fakeapi.Object("", append(bodyFields(true), fakeapi.Enum("type", typeNames()...).Required())...)
	patchSchema = fakeapi.Object("", bodyFields(false)...)
)

// bodyFields are the properties that POST and PATCH share.
func bodyFields(post bool) []fakeapi.Field {
	need := func(f fakeapi.Field) fakeapi.Field {
		if post {
			return f
		}
		return f.Optional()
	}
	fields := []fakeapi.Field{
		need(text("name", 1, 255)),
		fakeapi.String("description", 0, 32767),
		fakeapi.Boolean("enabled"),
	}
	for _, t := range types {
		var members []fakeapi.Field
		for _, f := range t.fields {
			if f.role != made {
				members = append(members, need(f.Field))
			}
		}
		fields = append(fields, fakeapi.Object(configKey(t.name), members...))
	}
	return fields
}

func typeNames() []string {
	names := make([]string, len(types))
	for i, t := range types {
		names[i] = t.name
	}
	return names
}

// findType returns no fields for a type that POST does not know. Seed can
// make such, as later versions of the API will.
func findType(name string) credentialType {
	for _, t := range types {
		if t.name == name {
			return t
		}
	}
	return credentialType{name: name}
}

// roleOf is public for a field that is not in the table.
func (t credentialType) roleOf(name string) role {
	for _, f := range t.fields {
		if f.Name() == name {
			return f.role
		}
	}
	return public
}
