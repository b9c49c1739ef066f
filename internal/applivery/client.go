package applivery

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret"
)

// pathIntegration is the path of both operations, as their pages print it, the slash at its end included:
// https://docs.applivery.com/en/api/integrations/organization-integrations-harmony-mobile. No way to read is documented.
const pathIntegration = "/v1/organizations/{organizationId}/integrations/harmony-mobile/"

// Client calls Applivery's API for an organization's integration of Harmony Mobile.
type Client struct{ api *httpapi.Client }

// NewClient makes a client that authenticates with the token of a service account.
func NewClient(config httpapi.Config, token secret.String) (*Client, error) {
	config.Auth = httpapi.Bearer(token)
	config.ParseError = parseError
	api, err := httpapi.New(config)
	if err != nil {
		return nil, err
	}
	return &Client{api: api}, nil
}

// HarmonyMobile is what a PUT sets: how Applivery reaches Harmony Mobile.
type HarmonyMobile struct {
	Token           secret.String
	PortalAccountID string
	GWAddress       string
}

// Login is what Applivery makes: how Harmony Mobile enters Applivery. The pages call both parts optional; one that an
// answer does not show is empty.
type Login struct {
	Username string
	Password secret.String
}

// PutHarmonyMobile replaces the whole integration. Whether the integration must have been set up in the dashboard before,
// and whether the password changes, is not documented.
func (c *Client) PutHarmonyMobile(ctx context.Context, organizationID string, settings HarmonyMobile) (Login, error) {
	var written envelope
	err := c.api.Do(ctx, httpapi.Request{
		Method: http.MethodPut, Path: pathIntegration, Params: map[string]string{"organizationId": organizationID},
		Body: map[string]string{
			"token": settings.Token.Reveal(), "portalAccountId": settings.PortalAccountID, "gwAddress": settings.GWAddress,
		},
		Secrets: []secret.String{settings.Token},
	}, &written)
	return written.login(), explain(err)
}

// ResetHarmonyMobile has Applivery make another password and empty everything that a PUT sets. The username stays.
func (c *Client) ResetHarmonyMobile(ctx context.Context, organizationID string) error {
	err := c.api.Do(ctx, httpapi.Request{
		Method: http.MethodDelete, Path: pathIntegration, Params: map[string]string{"organizationId": organizationID},
	}, &envelope{})
	return explain(err)
}

// explain says what Applivery's "Entity not found" leaves open.
func explain(err error) error {
	if !IsGone(err) {
		return err
	}
	return httpapi.Advise(err, "There is no such organization, or its Harmony Mobile integration was never set up: "+
		"Applivery says the same of both.")
}

// codeNotFound is Applivery's own code for what does not exist.
const codeNotFound = "3001"

// IsGone tells whether err is Applivery's own word that the organization or its integration does not exist. A bare 404, as a
// proxy may give, is not.
func IsGone(err error) bool {
	return httpapi.StatusOf(err) == http.StatusNotFound && httpapi.CodeOf(err) == codeNotFound
}

// envelope is the form of all answers. A failure has an error; its status is false, but true in samples of the legacy API.
type envelope struct {
	Status *bool `json:"status"`
	Data   struct {
		Username string `json:"username"`
		Password string `json:"password"`
		Token    string `json:"token"` // repeats the request
	} `json:"data"`
	Error *struct {
		Code    json.Number `json:"code"`
		Message string      `json:"message"`
	} `json:"error"`
}

func (e envelope) login() Login {
	return Login{Username: shown(e.Data.Username), Password: secret.New(shown(e.Data.Password))}
}

// shown is a value, or nothing if it is masked. Whether Applivery masks is not documented: a mask must not be taken for a
// password.
func shown(value string) string {
	if strings.Trim(value, "*•") == "" {
		return ""
	}
	return value
}

// Secrets implements httpapi.Inspected.
func (e envelope) Secrets() []secret.String {
	return []secret.String{secret.New(shown(e.Data.Password)), secret.New(shown(e.Data.Token))}
}

// Failure implements httpapi.Inspected.
func (e envelope) Failure() (httpapi.Reported, bool) {
	switch {
	case e.Error != nil:
		return httpapi.Reported{Code: e.Error.Code.String(), Message: e.Error.Message}, true
	case e.Status != nil && !*e.Status:
		return httpapi.Reported{Message: "the answer says that it failed, but not why"}, true
	}
	return httpapi.Reported{}, false
}

// parseError reads the envelope of an answer whose status is a failure.
func parseError(_ int, _ http.Header, body []byte) httpapi.Reported {
	var answer envelope
	if json.Unmarshal(body, &answer) != nil {
		return httpapi.Reported{}
	}
	reported, _ := answer.Failure()
	return reported
}
