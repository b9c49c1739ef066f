package losanttest_test

import (
	"fmt"
	"maps"
	"strconv"
	"strings"
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/losant/losanttest"
)

// config is a configuration object.
type config = map[string]any

// complete has a full configuration of each type: every field that a POST may
// have, at a value in the middle of its limits.
var complete = map[string]config{
	"aws":       {"accessKeyId": "AKIAIOSFODNN7EXAMPLE", "secretAccessKey": "aws-secret", "region": "eu-west-1"},
	"azure":     {"account": "my account", "accountKey": "123abc"},
	"gcp":       {"keyJson": `{"type":"service_account","private_key":"gcp-secret"}`},
	"http":      {"uriMatch": "https://example.com/api", "authMethod": "header", "publicValue": "X-Key", "secretValue": "http-secret"},
	"sendgrid":  {"apiKey": "sendgrid-secret"},
	"twilio":    {"accountSid": "AC123", "apiKeySid": "SK123", "apiKeySecret": "twilio-secret"},
	"loggly":    {"customerToken": "loggly-secret"},
	"jwt":       {"issuer": "me", "algorithm": "HS256", "secret": "jwt-secret"},
	"whatsapp":  {"accessToken": "whatsapp-secret", "fromNumberId": "123"},
	"mongodb":   {"connectionUri": "mongodb://user:secret@example.com"},
	"mailgun":   {"apiKey": "mailgun-secret"},
	"snowflake": {"host": "example.com", "username": "me", "privateKey": "snowflake-secret", "generatePrivateKey": false},
	"datadog":   {"secretValue": "datadog-secret", "site": "datadoghq.eu"},
	"sql": {
		"system": "pg", "host": "db.example.com", "port": 5432, "username": "me", "password": "sql-secret",
		"secureConnection": true, "disableSSLVerification": false, "caCertificate": "CA",
	},
	"git": {
		"type": "http-password", "cloneUrl": "https://example.com/repo.git", "username": "me", "secretValue": "git-secret",
		"committerName": "Me", "committerEmail": "me@example.com", "generatePrivateKey": false,
	},
	"certificateKeyPair": {"certificate": "CERTIFICATE", "privateKey": "key-secret"},
}

// limits are the lengths of all texts by the published schemas, with "R" for
// what a POST requires and "S" for what no answer shows.
var limits = []struct {
	typeName, field string
	least, most     int
	marks           string
}{
	{"aws", "accessKeyId", 16, 128, "R"},
	{"aws", "secretAccessKey", 4, 128, "RS"},
	{"aws", "region", 1, 128, "R"},
	{"azure", "account", 0, 128, ""},
	{"azure", "accountKey", 4, 128, "RS"},
	{"gcp", "keyJson", 1, 8192, "RS"},
	{"http", "uriMatch", 8, 1024, "R"},
	{"http", "publicValue", 0, 8196, ""},
	{"http", "secretValue", 0, 8196, "RS"},
	{"sendgrid", "apiKey", 4, 128, "RS"},
	{"twilio", "accountSid", 4, 128, "R"},
	{"twilio", "apiKeySid", 4, 128, "R"},
	{"twilio", "apiKeySecret", 4, 128, "RS"},
	{"loggly", "customerToken", 1, 128, "RS"},
	{"jwt", "issuer", 0, 1024, ""},
	{"jwt", "secret", 1, 4096, "RS"},
	{"whatsapp", "accessToken", 1, 1024, "RS"},
	{"whatsapp", "fromNumberId", 1, 128, "R"},
	{"sql", "host", 1, 256, "R"},
	{"sql", "username", 1, 256, "R"},
	{"sql", "password", 1, 256, "RS"},
	{"sql", "caCertificate", 0, 8196, ""},
	{"mongodb", "connectionUri", 1, 2048, "RS"},
	{"mailgun", "apiKey", 4, 128, "RS"},
	{"snowflake", "host", 1, 128, "R"},
	{"snowflake", "username", 1, 128, "R"},
	{"snowflake", "privateKey", 0, 8196, "S"},
	{"git", "cloneUrl", 5, 1024, "R"},
	{"git", "username", 0, 128, ""},
	{"git", "committerName", 0, 128, ""},
	{"git", "committerEmail", 0, 128, ""},
	{"git", "secretValue", 0, 8196, "S"},
	{"datadog", "secretValue", 0, 256, "RS"},
	{"datadog", "site", 1, 128, ""},
	{"certificateKeyPair", "certificate", 0, 8192, "R"},
	{"certificateKeyPair", "privateKey", 0, 8196, "RS"},
}

// with returns the complete body of a type, changed at one field of its
// configuration.
func with(typeName, name, field string, value any) config {
	changed := maps.Clone(complete[typeName])
	changed[field] = value
	return config{"name": name, "type": typeName, typeName + "Config": changed}
}

func without(typeName, name, field string) config {
	body := with(typeName, name, field, nil)
	delete(body[typeName+"Config"].(config), field)
	return body
}

func TestEveryTypeComesBackWithoutItsSecrets(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{})
	for typeName, sent := range complete {
		t.Run(typeName, func(t *testing.T) {
			created := send(t, f, "POST", "", config{"name": typeName, "type": typeName, typeName + "Config": sent}).want(t, 201)
			id, _ := created["id"].(string)
			got := send(t, f, "GET", id, nil).want(t, 200)
			patched := send(t, f, "PATCH", id, config{typeName + "Config": sent}).want(t, 200)
			page := send(t, f, "GET", "?filterField=type&filter="+typeName, nil).want(t, 200)
			for _, answer := range []config{created, got, patched, page["items"].([]any)[0].(config)} {
				checkShown(t, answer, typeName, sent)
			}
			stored, _ := f.Credential(losanttest.ApplicationID, id)
			for field, value := range sent {
				if field != "generatePrivateKey" && fmt.Sprint(stored.Config[field]) != fmt.Sprint(value) {
					t.Errorf("stored %s is %v, want %v", field, stored.Config[field], value)
				}
			}
		})
	}
}

func checkShown(t *testing.T, answer config, typeName string, sent config) {
	t.Helper()
	shown := answer[typeName+"Config"].(config)
	for field, value := range sent {
		got, present := shown[field]
		if hidden := isHidden(typeName, field); present == hidden || !hidden && fmt.Sprint(got) != fmt.Sprint(value) {
			t.Errorf("%s is shown as %v (%t), sent %v", field, got, present, value)
		}
	}
}

func isHidden(typeName, field string) bool {
	for _, l := range limits {
		if l.typeName == typeName && l.field == field {
			return strings.Contains(l.marks, "S")
		}
	}
	return field == "generatePrivateKey"
}

func TestEveryLengthHasItsLimits(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{})
	for i, l := range limits {
		t.Run(l.typeName+"."+l.field, func(t *testing.T) {
			id := f.Seed(losanttest.ApplicationID, losanttest.Credential{Name: fmt.Sprint("seed ", i), Type: l.typeName, Config: complete[l.typeName]})
			try := func(length, post, patch int) {
				t.Helper()
				// Characters count, not bytes.
				value := strings.Repeat("é", length)
				body := with(l.typeName, fmt.Sprint(i, " ", length), l.field, value)
				send(t, f, "POST", "", body).want(t, post)
				send(t, f, "PATCH", id, config{l.typeName + "Config": config{l.field: value}}).want(t, patch)
			}
			try(l.most, 201, 200)
			try(l.most+1, 400, 400)
			try(l.least, 201, 200)
			if l.least > 0 {
				try(l.least-1, 400, 400)
			}
			missing := 201
			if strings.Contains(l.marks, "R") || l.field == "privateKey" {
				missing = 400
			}
			send(t, f, "POST", "", without(l.typeName, fmt.Sprint(i, " missing"), l.field)).want(t, missing)
			for _, wrong := range []any{nil, 5, true, config{}} {
				send(t, f, "POST", "", with(l.typeName, "wrong", l.field, wrong)).want(t, 400)
				send(t, f, "PATCH", id, config{l.typeName + "Config": config{l.field: wrong}}).want(t, 400)
			}
		})
	}
}

func TestOnlyDocumentedValuesAreAccepted(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{})
	for _, e := range []struct{ typeName, field, values string }{
		{"http", "authMethod", "header queryParam basicAuth clientCertificate"},
		{"jwt", "algorithm", "HS256 HS384 HS512 RS256 RS384 RS512 ES256 ES384 ES512"},
		{"sql", "system", "mssql mysql pg"},
		{"git", "type", "ssh-key http-password"},
	} {
		for _, value := range strings.Fields(e.values) {
			send(t, f, "POST", "", with(e.typeName, e.typeName+value, e.field, value)).want(t, 201)
		}
		for _, value := range []any{"", "other", strings.ToUpper(e.values[:2]), nil, 1} {
			send(t, f, "POST", "", with(e.typeName, "wrong", e.field, value)).want(t, 400)
		}
		send(t, f, "POST", "", without(e.typeName, "wrong", e.field)).want(t, 400)
	}
}

func TestNumbersAndBooleans(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{})
	for i, row := range []struct {
		typeName, field string
		value           any
		status          int
	}{
		{"sql", "port", 1, 201},
		{"sql", "port", 65535, 201},
		{"sql", "port", nil, 201},
		{"sql", "port", 0, 400},
		{"sql", "port", 65536, 400},
		{"sql", "port", 1.5, 400},
		{"sql", "port", "5432", 400},
		{"sql", "secureConnection", false, 201},
		{"sql", "secureConnection", "true", 400},
		{"sql", "secureConnection", nil, 400},
		{"sql", "disableSSLVerification", true, 201},
		{"sql", "disableSSLVerification", 1, 400},
		{"git", "generatePrivateKey", true, 201},
		{"git", "generatePrivateKey", "yes", 400},
		{"snowflake", "generatePrivateKey", true, 201},
		{"snowflake", "generatePrivateKey", nil, 400},
	} {
		send(t, f, "POST", "", with(row.typeName, strconv.Itoa(i), row.field, row.value)).want(t, row.status)
	}
}

func TestBodiesAreAcceptedOrRefusedAsDocumented(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{})
	id := f.Seed(losanttest.ApplicationID, losanttest.Credential{Name: "seed", Type: "azure", Config: complete["azure"]})
	azure := func(more config) config {
		body := config{"name": "x", "type": "azure", "azureConfig": complete["azure"]}
		maps.Copy(body, more)
		return body
	}
	for name, row := range map[string]struct {
		method string
		body   any
		status int
	}{
		"name of 255":              {"PATCH", config{"name": strings.Repeat("n", 255)}, 200},
		"name of 256":              {"PATCH", config{"name": strings.Repeat("n", 256)}, 400},
		"empty name":               {"POST", azure(config{"name": ""}), 400},
		"null name":                {"PATCH", config{"name": nil}, 400},
		"no name":                  {"POST", config{"type": "azure", "azureConfig": complete["azure"]}, 400},
		"no type":                  {"POST", config{"name": "x", "azureConfig": complete["azure"]}, 400},
		"unknown type":             {"POST", azure(config{"type": "ftp"}), 400},
		"type in another case":     {"POST", azure(config{"type": "Azure"}), 400},
		"no configuration":         {"POST", config{"name": "x", "type": "azure"}, 400},
		"another configuration":    {"POST", config{"name": "x", "type": "azure", "awsConfig": complete["aws"]}, 400},
		"two configurations":       {"POST", azure(config{"awsConfig": complete["aws"]}), 400},
		"null configuration":       {"POST", azure(config{"azureConfig": nil}), 400},
		"unknown property":         {"POST", azure(config{"tags": "x"}), 400},
		"property in another case": {"POST", azure(config{"Name": "x"}), 400},
		"what only answers have":   {"POST", azure(config{"id": id}), 400},
		"unknown field":            {"POST", azure(config{"azureConfig": config{"accountKey": "1234", "key": "x"}}), 400},
		"computed field":           {"PATCH", config{"gcpConfig": config{"keyMetaJson": "{}"}}, 400},
		"enabled as text":          {"PATCH", config{"enabled": "true"}, 400},
		"description of 32767":     {"PATCH", config{"description": strings.Repeat("d", 32767)}, 200},
		"description of 32768":     {"PATCH", config{"description": strings.Repeat("d", 32768)}, 400},
		"empty description":        {"PATCH", config{"description": ""}, 200},
		"null description":         {"PATCH", config{"description": nil}, 400},
		"type in PATCH":            {"PATCH", config{"type": "azure"}, 400},
		"foreign config in PATCH":  {"PATCH", config{"awsConfig": config{"region": "x"}}, 400},
		"empty PATCH":              {"PATCH", config{}, 200},
		"empty config in PATCH":    {"PATCH", config{"azureConfig": config{}}, 200},
		"an array":                 {"POST", []any{}, 400},
	} {
		t.Run(name, func(t *testing.T) {
			target := ""
			if row.method == "PATCH" {
				target = id
			}
			send(t, f, row.method, target, row.body).want(t, row.status)
		})
	}
}

func TestSnowflakeNeedsAKeyOrAWishForOne(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{})
	for name, row := range map[string]struct {
		config config
		status int
	}{
		"neither":        {config{}, 400},
		"a key":          {config{"privateKey": "x"}, 201},
		"a wish":         {config{"generatePrivateKey": true}, 201},
		"no wish":        {config{"generatePrivateKey": false}, 400},
		"key, no wish":   {config{"privateKey": "x", "generatePrivateKey": false}, 201},
		"key and a wish": {config{"privateKey": "x", "generatePrivateKey": true}, 201},
	} {
		row.config["host"], row.config["username"] = "h", "u"
		send(t, f, "POST", "", config{"name": name, "type": "snowflake", "snowflakeConfig": row.config}).want(t, row.status)
	}
}
