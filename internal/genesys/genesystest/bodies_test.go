package genesystest_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/genesys/genesystest"
)

func TestCredentialBodies(t *testing.T) {
	f := genesystest.NewServer(t, genesystest.Options{MaxNameLength: 5})
	for body, want := range map[string]struct {
		status int
		field  string // of the details; empty for a malformed body
	}{
		`{"type":{"name":"basicAuth"},"credentialFields":{"userName":"u"}}`:                      {200, ""},
		`{"type":"basicAuth","credentialFields":{"userName":"u","password":""}}`:                 {200, ""},
		`{"id":"x","name":"12345","type":{"name":"userDefined"},"selfUri":"x"}`:                  {200, ""},
		`{"type":{"name":"userDefinedOAuth"},"credentialFields":{"anything":"x"}}`:               {200, ""},
		`{"type":"pureCloudOAuthClient","credentialFields":{"clientId":"x","clientSecret":"x"}}`: {200, ""},
		`{"type":"audioHook","credentialFields":{"apiKey":"x","clientSecret":"x"}}`:              {200, ""},
		`{"type":"callJourney","credentialFields":{"authToken":"x"}}`:                            {200, ""},
		`{"type":"applePayCertificate","credentialFields":{"merchantKey":"x"}}`:                  {400, "credentialFields.merchantCertificate"},
		`{"type":"basicAuth"}`: {400, "credentialFields.userName"},
		`{"type":"basicAuth","credentialFields":{"userName":""}}`:                    {400, "credentialFields.userName"},
		`{"type":"basicAuth","credentialFields":{"password":"p"}}`:                   {400, "credentialFields.userName"},
		`{"type":"basicAuth","credentialFields":{"userName":"u","other":"x"}}`:       {400, "credentialFields.other"},
		`{"type":"basicauth","credentialFields":{"userName":"u"}}`:                   {400, "type"},
		`{"type":"basicAuth","credentialFields":{"userName":null}}`:                  {400, ""},
		`{"type":"basicAuth","credentialFields":{"userName":1}}`:                     {400, ""},
		`{"type":"basicAuth","credentialFields":null}`:                               {400, ""},
		`{"type":{"id":"basicAuth"},"credentialFields":{"userName":"u"}}`:            {400, ""},
		`{"type":{"name":"basicAuth","kind":1},"credentialFields":{"userName":"u"}}`: {400, ""},
		`{"name":"a","credentialFields":{"userName":"u"}}`:                           {400, ""},
		`{"name":"123456","type":{"name":"userDefined"}}`:                            {400, ""},
		`{"name":null,"type":{"name":"userDefined"}}`:                                {400, ""},
		`{"type":{"name":"userDefined"},"createdDate":"2019-12-17T16:16:21Z"}`:       {400, ""},
		`{"type":{"name":"userDefined"},"credential_fields":{}}`:                     {400, ""},
		`{"type":{"name":"userDefined"},"credentialFields":{"a":"1","a":"2"}}`:       {400, ""},
		`{"type":{"name":"userDefined"},`:                                            {400, ""},
		``:                                                                           {400, ""},
	} {
		t.Run(body, func(t *testing.T) {
			got := send(t, f, "POST", credentials, body).want(t, want.status)
			if want.status == 200 {
				return
			}
			details := got["details"].([]any)
			if malformed := got["message"] == "The request could not be understood by the server due to malformed syntax."; malformed != (want.field == "") || malformed != (len(details) == 0) {
				t.Fatalf("got %v", got)
			}
			if want.field != "" && details[0].(object)["fieldName"] != want.field {
				t.Errorf("got %v", details)
			}
		})
	}
	id := create(t, f, "a")
	send(t, f, "PUT", credentials+"/"+id, `{"type":"userDefined"}`).want(t, 400)
	send(t, f, "PUT", credentials+"/"+id, `{"type":"basicAuth"}`).want(t, 400)
	if stored, _ := f.Credential(id); stored.Fields["password"] != "p" {
		t.Errorf("a refused PUT left %v", stored)
	}
}

func TestConfigBodies(t *testing.T) {
	f := genesystest.NewServer(t, genesystest.Options{})
	basic := create(t, f, "basic")
	client := send(t, f, "POST", credentials, `{"type":"pureCloudOAuthClient","credentialFields":{"clientId":"x","clientSecret":"x"}}`).want(t, 200)["id"].(string)
	oauth := send(t, f, "POST", credentials, `{"type":"userDefinedOAuth"}`).want(t, 200)["id"].(string)
	const rest = `"properties":{},"advanced":{},"notes":"","credentials":{}`
	for body, want := range map[string]int{
		config(3, `{}`):                     200,
		config(3, slot("basicAuth", oauth)): 200,
		config(3, `{"basicAuth":{"id":"`+basic+`","name":null,"type":{"name":"basicAuth"},"selfUri":"x"}}`): 200,
		`{"id":"x","selfUri":"x","name":"","version":3,` + rest + `}`:                                       200,
		config(2, `{}`): 409,
		config(4, `{}`): 409,
		config(3, slot("userDefinedOAuth", oauth)):                                                  400, // the slot named after the type
		config(3, slot("basicAuth", client)):                                                        400,
		config(3, slot("basicAuth", unknownID)):                                                     400,
		config(3, slot("BasicAuth", basic)):                                                         400,
		config(3, `{"basicAuth":{}}`):                                                               400,
		config(3, `{"basicAuth":null}`):                                                             400,
		config(3, `{"basicAuth":"`+basic+`"}`):                                                      400,
		config(3, `{"basicAuth":{"id":"","x":1}}`):                                                  400,
		`{"name":"","version":"3",` + rest + `}`:                                                    400, // version as text
		`{"name":"","version":3.5,` + rest + `}`:                                                    400,
		`{"name":"","version":null,` + rest + `}`:                                                   400,
		`{"name":"",` + rest + `}`:                                                                  400,
		`{"version":3,` + rest + `}`:                                                                400,
		`{"name":null,"version":3,` + rest + `}`:                                                    400,
		`{"name":"","version":3,"x":1,` + rest + `}`:                                                400,
		`{"name":"","version":3,"advanced":{},"notes":"","credentials":{}}`:                         400,
		`{"name":"","version":3,"properties":{},"notes":"","credentials":{}}`:                       400,
		`{"name":"","version":3,"properties":{},"advanced":{},"credentials":{}}`:                    400,
		`{"name":"","version":3,"properties":{},"advanced":{},"notes":""}`:                          400,
		`{"name":"","version":3,"properties":null,"advanced":{},"notes":"","credentials":{}}`:       400,
		`{"name":"","version":3,"properties":[],"advanced":{},"notes":"","credentials":{}}`:         400,
		`{"name":"","version":3,"properties":"{}","advanced":{},"notes":"","credentials":{}}`:       400,
		`{"name":"","version":3,"properties":{},"advanced":{},"notes":"""","credentials":{}}`:       400,
		`{"name":"","version":3,"properties":{"a":null},"advanced":{},"notes":"","credentials":{}}`: 200,
	} {
		t.Run(body, func(t *testing.T) {
			id := f.SeedIntegration(genesystest.Integration{Type: "custom-rest-actions", Version: 3})
			send(t, f, "PUT", integrations+"/"+id+"/config/current", body).want(t, want)
			after := 3
			if want == 200 {
				after = 4
			}
			if stored, _ := f.Integration(id); stored.Version != after {
				t.Errorf("got version %d, want %d", stored.Version, after)
			}
		})
	}
	send(t, f, "PUT", clientConfig, config(3, slot("basicAuth", basic))).want(t, 400)
	dataActions := integrations + "/" + genesystest.DataActionsID + "/config/current"
	send(t, f, "PUT", dataActions, config(1, slot("pureCloudOAuthClient", client))).want(t, 200)
	send(t, f, "PUT", dataActions, config(2, slot("pureCloudOAuthClient", basic))).want(t, 400)
	send(t, f, "PUT", integrations+"/"+unknownID+"/config/current", config(1, `{}`)).want(t, 404)
	send(t, f, "GET", integrations+"/"+unknownID+"/config/current", "").want(t, 404)
}

func TestNumbersComeBackAsTheyWere(t *testing.T) {
	f := genesystest.NewServer(t, genesystest.Options{})
	body := strings.Replace(config(3, `{}`), `"properties":{}`, `"properties":{"big":12345678901234567890}`, 1)
	send(t, f, "PUT", webConfig, body).want(t, 200)
	stored, _ := f.Integration(genesystest.WebServicesID)
	if stored.Properties["big"] != json.Number("12345678901234567890") {
		t.Errorf("got %v", stored.Properties)
	}
}
