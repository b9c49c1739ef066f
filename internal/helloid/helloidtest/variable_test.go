package helloidtest_test

import (
	"encoding/base64"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/helloid/helloidtest"
)

const (
	variables = "/api/v1/automation/variables"
	variable  = "/api/v1/automation/variable"
)

// object is a variable as it is shown.
type object = map[string]any

func one(t *testing.T, a answer) object {
	t.Helper()
	if a.status != 200 {
		t.Fatalf("got %v", a)
	}
	var shown object
	a.decode(t, &shown)
	return shown
}

// isCipher reports whether the value has the form of the sample's ciphertext.
func isCipher(value any) bool {
	text, _ := value.(string)
	data, err := base64.StdEncoding.DecodeString(text)
	return err == nil && len(data) == 128
}

func TestLifeOfAVariable(t *testing.T) {
	f := helloidtest.NewServer(t, helloidtest.Options{})
	made := one(t, send(t, f, "POST", variable+"/", `{"name":"My Key/1","value":"s3cret","secret":true}`))
	guid := made["automationVariableGuid"]
	if made["name"] != "My Key/1" || made["secret"] != true || !isCipher(made["value"]) || guid == "" || len(made) != 4 {
		t.Errorf("made %v", made)
	}
	path := variables + "/named/My%20Key%2F1"
	read := one(t, send(t, f, "GET", path, ""))
	if read["value"] != made["value"] || read["secret"] != true || read["automationVariableGuid"] != guid {
		t.Errorf("read %v, made %v", read, made)
	}
	var listed []object
	if send(t, f, "GET", variables, "").decode(t, &listed); len(listed) != 1 || !cmp.Equal(listed[0], read) {
		t.Errorf("listed %v", listed)
	}
	changed := one(t, send(t, f, "PUT", variable+"/My%20Key%2F1", `{"name":"My Key/1","value":"other","secret":true}`))
	if changed["value"] == read["value"] || !isCipher(changed["value"]) {
		t.Errorf("the ciphertext stayed: %v", changed)
	}
	// Without secret it is uncovered: the documented default.
	plain := one(t, send(t, f, "PUT", variable+"/My%20Key%2F1", `{"name":"My Key/1","value":""}`))
	if plain["value"] != "" || plain["secret"] != false || plain["automationVariableGuid"] != guid {
		t.Errorf("got %v", plain)
	}
	f.RemoveVariable("My Key/1")
	if gone := one(t, send(t, f, "GET", path, "")); gone == nil || len(gone) != 0 {
		t.Errorf("got %v, want an empty object", gone)
	}
	if !f.Saw("s3cret") {
		t.Error("the secret was not recorded")
	}
}

func TestVariablesAreWrittenAsDocumented(t *testing.T) {
	for body, want := range map[string]struct {
		status int
		stored helloidtest.Variable
	}{
		`{"name":"n","value":"v"}`:                                                {200, helloidtest.Variable{Name: "n", Value: "v"}},
		`{"name":"n","value":""}`:                                                 {200, helloidtest.Variable{Name: "n"}},
		`{"Name":"n","Value":"v","Secret":true,"ItemType":0}`:                     {200, helloidtest.Variable{Name: "n", Value: "v", Secret: true}},
		`{"name":"n","value":"v","secret":"True"}`:                                {200, helloidtest.Variable{Name: "n", Value: "v", Secret: true}},
		`{"name":"n","value":"v","secret":"False","ItemType":0}`:                  {200, helloidtest.Variable{Name: "n", Value: "v"}},
		`{"name":"n","value":"v","OverwriteIfExists":true}`:                       {200, helloidtest.Variable{Name: "n", Value: "v"}},
		`{"name":"taken","value":"v","OverwriteIfExists":true}`:                   {200, helloidtest.Variable{}},
		`{"name":"taken","value":"v"}`:                                            {400, helloidtest.Variable{}},
		`{"name":"n","value":"v","secret":"yes"}`:                                 {400, helloidtest.Variable{}},
		`{"name":"n","value":"v","secret":1}`:                                     {400, helloidtest.Variable{}},
		`{"name":"","value":"v"}`:                                                 {400, helloidtest.Variable{}},
		`{"name":"n"}`:                                                            {400, helloidtest.Variable{}},
		`{"value":"v"}`:                                                           {400, helloidtest.Variable{}},
		`{"name":"n","value":1}`:                                                  {400, helloidtest.Variable{}},
		`{"name":"n","value":null}`:                                               {400, helloidtest.Variable{}},
		`{"name":"n","value":"v","more":1}`:                                       {400, helloidtest.Variable{}},
		`{"name":"n","value":"v","ItemType":4}`:                                   {400, helloidtest.Variable{}},
		`{"name":"n","value":"v","ItemGuid":"x"}`:                                 {400, helloidtest.Variable{}},
		`{"name":"n","value":"v","overwriteIfExists":"true"}`:                     {400, helloidtest.Variable{}},
		`{"name":"taken","value":"v","ItemType":1,"ItemGuid":"` + userGUID + `"}`: {200, helloidtest.Variable{}},
	} {
		f := helloidtest.NewServer(t, helloidtest.Options{})
		f.AddVariable(helloidtest.Variable{Name: "taken", Value: "before"})
		if a := send(t, f, "POST", variable, body); a.status != want.status {
			t.Errorf("%s: got %v", body, a)
		}
		got, _ := f.Variable("n")
		if diff := cmp.Diff(want.stored, got, cmpopts.IgnoreUnexported(helloidtest.Variable{}), cmpopts.IgnoreFields(helloidtest.Variable{}, "GUID")); diff != "" {
			t.Errorf("%s: %s", body, diff)
		}
	}
	f := helloidtest.NewServer(t, helloidtest.Options{})
	f.AddVariable(helloidtest.Variable{Name: "n", Value: "before"})
	for _, tt := range [][2]string{
		{"/n", `{"name":"other","value":"v"}`},
		{"/other", `{"name":"other","value":"v"}`},
		{"/n", `{"name":"n"}`},
		{"/n", `{"name":"n","value":"v","OverwriteIfExists":true}`},
		{"/n", `{"name":"n","value":"v","ItemType":0}`},
	} {
		if a := send(t, f, "PUT", variable+tt[0], tt[1]); a.status != 400 {
			t.Errorf("%v: got %v", tt, a)
		}
	}
	if a := send(t, f, "DELETE", variable+"/n", ""); a.status != 405 {
		t.Errorf("no deletion is documented: got %v", a)
	}
	if got, _ := f.Variable("n"); got.Value != "before" {
		t.Errorf("got %v", got)
	}
}

func TestAssumptionsOnVariables(t *testing.T) {
	const secret = `{"name":"n","value":"v","secret":true}`
	for name, tt := range map[string]struct {
		options helloidtest.Options
		check   func(t *testing.T, f *helloidtest.Fake)
	}{
		"echoed in the clear": {helloidtest.Options{VariableEcho: helloidtest.EchoClear}, func(t *testing.T, f *helloidtest.Fake) {
			t.Helper()
			if got := one(t, send(t, f, "POST", variable, secret)); got["value"] != "v" {
				t.Errorf("got %v", got)
			}
		}},
		"not echoed": {helloidtest.Options{VariableEcho: helloidtest.EchoAbsent}, func(t *testing.T, f *helloidtest.Fake) {
			t.Helper()
			if got := one(t, send(t, f, "POST", variable, secret)); len(got) != 3 {
				t.Errorf("got %v", got)
			}
		}},
		"other ciphertext with each read": {helloidtest.Options{FreshCipher: true}, func(t *testing.T, f *helloidtest.Fake) {
			t.Helper()
			send(t, f, "POST", variable, secret)
			first, second := one(t, send(t, f, "GET", variables+"/named/n", "")), one(t, send(t, f, "GET", variables+"/named/n", ""))
			if first["value"] == second["value"] || !isCipher(second["value"]) {
				t.Errorf("got %v, then %v", first, second)
			}
		}},
		"null if there is none": {helloidtest.Options{VariableMissingNull: true}, func(t *testing.T, f *helloidtest.Fake) {
			t.Helper()
			if a := send(t, f, "GET", variables+"/named/n", ""); a.status != 200 || a.body != "null\n" {
				t.Errorf("got %v", a)
			}
		}},
		"statuses": {helloidtest.Options{VariableExistsStatus: 409, VariablePutMissingStatus: 404}, func(t *testing.T, f *helloidtest.Fake) {
			t.Helper()
			send(t, f, "POST", variable, secret)
			if a := send(t, f, "POST", variable, secret); a.status != 409 {
				t.Errorf("got %v", a)
			}
			if a := send(t, f, "PUT", variable+"/other", `{"name":"other","value":"v"}`); a.status != 404 {
				t.Errorf("got %v", a)
			}
		}},
		"lag": {helloidtest.Options{Options: fakeapi.Options{VisibleAfter: time.Hour}}, func(t *testing.T, f *helloidtest.Fake) {
			t.Helper()
			send(t, f, "POST", variable, secret)
			if got := one(t, send(t, f, "GET", variables+"/named/n", "")); len(got) != 0 {
				t.Errorf("got %v", got)
			}
			f.EditVariable("n", func(v *helloidtest.Variable) { v.Secret = false })
			if got := one(t, send(t, f, "GET", variables+"/named/n", "")); got["value"] != "v" {
				t.Errorf("got %v", got)
			}
		}},
	} {
		t.Run(name, func(t *testing.T) { tt.check(t, helloidtest.NewServer(t, tt.options)) })
	}
}

func TestOptionsAreFlags(t *testing.T) {
	var echo helloidtest.Echo
	if err := echo.UnmarshalText([]byte("absent")); err != nil || echo != helloidtest.EchoAbsent {
		t.Errorf("got %v, %v", echo, err)
	}
	if err := echo.UnmarshalText([]byte("loud")); err == nil {
		t.Error("accepted")
	}
}
