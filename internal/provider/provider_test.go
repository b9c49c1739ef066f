package provider_test

import (
	"encoding/json"
	"encoding/pem"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/losant/losanttest"
)

func TestMain(m *testing.M) { acctest.Main(m) }

// What configurations use of a platform: something to create, which a plan makes no request for, and something to read.
const (
	creation = `resource "credentials_service_credential" "a" {
  application_id = "` + losanttest.ApplicationID + `"
  name           = "Dave"
  azure {
    account_key_wo = "secret"
  }
}
`
	reading = `data "credentials_service_credentials" "a" {
  application_id = "` + losanttest.ApplicationID + `"
}
`
)

// configured is the provider's block.
func configured(blocks ...string) string {
	return "provider \"credentials\" {\n" + strings.Join(blocks, "\n") + "\n}\n"
}

// losant is the block of the platform that stands for all.
func losant(f *losanttest.Fake, arguments ...string) string {
	return fmt.Sprintf("losant {\n base_url = %q\n %s\n}", f.URL, strings.Join(arguments, "\n"))
}

const apiToken = `api_token = "` + losanttest.Token + `"`

// last is the last request that has arrived.
func last(t *testing.T, f *losanttest.Fake) fakeapi.Request {
	t.Helper()
	all := f.Requests()
	if len(all) == 0 {
		t.Fatal("no request has arrived")
	}
	return all[len(all)-1]
}

// The registry reads the protocol from the manifest, which must name the one that is served: protocol 6.
func TestManifestNamesTheProtocolThatIsServed(t *testing.T) {
	t.Parallel()
	manifest, err := os.ReadFile("../../terraform-registry-manifest.json")
	if err != nil {
		t.Fatal(err)
	}
	var told struct {
		Version  int
		Metadata struct {
			Protocols []string `json:"protocol_versions"`
		}
	}
	if err := json.Unmarshal(manifest, &told); err != nil || told.Version != 1 || len(told.Metadata.Protocols) != 1 || told.Metadata.Protocols[0] != "6.0" {
		t.Errorf("the manifest tells %+v, %v", told, err)
	}
}

func TestAccNothingIsNeededUntilAPlatformIsUsed(t *testing.T) {
	c := acctest.NewCLI(t)
	c.Configure(configured(), creation, reading)
	c.Validate()

	c.Configure(configured("losant {\n requests_per_second = 1\n}", "http {\n ca_file = \"/nowhere\"\n}"),
		"resource \"terraform_data\" \"a\" {}\n", strings.Replace(reading, "{", "{\n count = 0", 1))
	c.Plan()

	for _, used := range []string{creation, reading} {
		c.Configure(configured("losant {}"), used)
		acctest.Contains(t, c.Fail("plan"), "Losant is not configured", "Set `api_token` in the block `losant`", "LOSANT_API_TOKEN")
	}
}

func TestAccEnvironmentStandsInForTheBlock(t *testing.T) {
	f := losanttest.New(losanttest.Options{})
	server := httptest.NewTLSServer(f)
	t.Cleanup(server.Close)
	authority := filepath.Join(t.TempDir(), "ca.pem")
	block := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	if err := os.WriteFile(authority, block, 0o600); err != nil {
		t.Fatal(err)
	}
	c := acctest.NewCLI(t, "LOSANT_BASE_URL="+server.URL, "LOSANT_API_TOKEN="+losanttest.Token, "TF_APPEND_USER_AGENT= pipeline/7 ",
		"CREDENTIALS_CA_FILE= "+authority+"\n")
	c.Configure(reading) // without any block
	c.Apply()
	if agent := last(t, f).Header.Get("User-Agent"); !regexp.MustCompile(`^terraform-provider-credentials/test Terraform/1\.\d+\.\d+ pipeline/7$`).MatchString(agent) {
		t.Errorf("the user agent is %q", agent)
	}
}

func TestAccBlockWinsOverTheEnvironment(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{})
	c := acctest.NewCLI(t, "LOSANT_BASE_URL=http://127.0.0.1:1", "LOSANT_API_TOKEN=wrong")
	c.Configure(configured(losant(f, apiToken)), reading)
	c.Apply()
}

func TestAccOnlyALoopbackAddressIsReachedWithoutTLS(t *testing.T) {
	c := acctest.NewCLI(t, "LOSANT_API_TOKEN=any")
	c.Configure(configured("losant {\n base_url = \"http://api.losant.com\"\n}"), creation)
	acctest.Contains(t, c.Fail("validate"), "losant.base_url must use https")

	c.Setenv("LOSANT_BASE_URL=http://api.losant.com")
	c.Configure(configured(), creation)
	c.Validate()
	acctest.Contains(t, c.Fail("plan"), "`base_url` (or the environment variable LOSANT_BASE_URL) must use https")
}

// All that can be judged without the environment is judged by validate.
func TestAccWrongSettingsAreNamedByValidate(t *testing.T) {
	wrong := map[string]string{ // the line that is wrong, by what is said about it
		"`retry.max_attempts` must be 1 to 100":                               "retry {\n max_attempts = 0\n}",
		"`retry.min_wait` must be a positive duration":                        "retry {\n min_wait = \"1\"\n}",
		"`retry.max_wait` must be a positive duration":                        "retry {\n max_wait = \"-1s\"\n}",
		"`retry.min_wait` must not be longer than `max_wait`.":                "retry {\n min_wait = \"2s\"\n max_wait = \"1s\"\n}",
		"`retry.min_wait` must not be longer than `max_wait`, 30s by default": "retry {\n min_wait = \"1m\"\n}",
		"`retry.max_elapsed` must be a positive duration":                     "retry {\n max_elapsed = \"0s\"\n}",
		"`http.request_timeout` must be a positive duration":                  "http {\n request_timeout = \"soon\"\n}",
		"`http.ca_file` is empty: is the variable of the pipeline set?":       "http {\n ca_file = \"\"\n}",
		"needs `http.client_key_file` beside it":                              "http {\n client_certificate_file = \"c.pem\"\n}",
		"needs `http.client_certificate_file` beside it":                      "http {\n client_key_file = \"k.pem\"\n}",
		"`losant.api_token` is empty: is the variable of the pipeline set?":   "losant {\n api_token = \"\"\n}",
		"`losant.requests_per_second` must be":                                "losant {\n requests_per_second = 0\n}",
		"`losant.max_concurrency` must be 1":                                  "losant {\n max_concurrency = 0\n}",
		"losant.base_url must be an absolute URL":                             "losant {\n base_url = \"api.losant.com\"\n}",
		"losant.base_url must have neither user, nor query":                   "losant {\n base_url = \"https://a@api.losant.com\"\n}",
		`An argument named "bse_url" is not expected here`:                    "losant {\n bse_url = \"https://api.losant.com\"\n}",
		"`http.proxy_url` must be an absolute http, https or socks5 URL":      "http {\n proxy_url = \"http://user:pass/word@proxy:3128\"\n}",
		`Blocks of type "losnt" are not expected here`:                        "losnt {}",
	}
	c := acctest.NewCLI(t)
	var config, want []string
	for said, block := range wrong {
		alias := fmt.Sprintf("alias%d", len(want))
		config = append(config, configured("alias = \""+alias+"\"", block),
			strings.NewReplacer(`"a"`, `"`+alias+`"`, "{", "{\n provider = credentials."+alias).Replace(reading))
		want = append(want, said)
	}
	c.Configure(config...)
	acctest.Contains(t, c.Fail("validate"), want...)
}

func TestAccUnusableFilesAreNamedByPlan(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{})
	c := acctest.NewCLI(t)
	for argument, want := range map[string]string{
		`ca_file = "/nowhere/ca.pem"`: "ca_file: cannot be read: no such file",
		"client_certificate_file = \"/nowhere/c.pem\"\n client_key_file = \"/nowhere/k.pem\"": "client_certificate_file: cannot be read: no such file",
	} {
		c.Configure(configured(losant(f, apiToken), "http {\n"+argument+"\n}"), creation)
		acctest.Contains(t, c.Fail("plan"), "Losant cannot be reached with this configuration", "In the block `http` of the provider's configuration: "+want)
	}
}

// A token that another resource makes lets everything be planned that needs no request.
func TestAccUnknownTokenLetsACreationBePlanned(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{})
	c := acctest.NewCLI(t)
	made := `resource "terraform_data" "token" {
  input = "` + losanttest.Token + `"
}
`
	unknown := configured(losant(f, "api_token = terraform_data.token.output"), "retry {\n max_elapsed = terraform_data.token.id == \"\" ? \"1s\" : \"2m\"\n}")
	c.Configure(made, unknown, creation)
	c.Plan()
	if n := len(f.Requests()); n != 0 {
		t.Errorf("the plan made %d requests", n)
	}
	c.Configure(made, unknown, reading)
	acctest.Contains(t, c.Fail("plan"), "The provider's configuration is not known yet",
		"`losant.api_token` is needed now, but its value is only known after another resource is applied",
		"`retry.max_elapsed` is needed now, but its value is only known after another resource is applied")
	c.Configure(made, unknown, creation)
	c.Apply()
	if len(f.Credentials(losanttest.ApplicationID)) != 1 {
		t.Error("nothing was created")
	}
}

func TestAccRetryAndTimeoutAreKept(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{Options: fakeapi.Options{Faults: []fakeapi.Fault{{Method: "GET", Status: 503}}}})
	c := acctest.NewCLI(t)
	c.Configure(configured(losant(f, apiToken), "retry {\n max_attempts = 3\n min_wait = \"1ms\"\n max_wait = \"2ms\"\n}"), reading)
	acctest.Contains(t, c.Fail("plan"), "answered 503 Service Unavailable", "3 attempts")
	if n := f.Count(losanttest.List); n != 3 {
		t.Errorf("%d attempts, want 3", n)
	}

	f.ClearFaults()
	f.Inject(losanttest.List, fakeapi.Fault{Latency: time.Hour})
	c.Configure(configured(losant(f, apiToken), "retry {\n max_attempts = 1\n}", "http {\n request_timeout = \"50ms\"\n}"), reading)
	acctest.Contains(t, c.Fail("plan"), "timed out waiting for the full response", "raise request_timeout in the http block")
}
