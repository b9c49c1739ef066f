package applivery

import (
	"context"
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"sync"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/once"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret"
)

// pathIntegration is the path of both operations, as their pages print it, the slash at its end included:
// https://docs.applivery.com/en/api/integrations/organization-integrations-harmony-mobile. No way to read is documented.
const pathIntegration = "/v1/organizations/{organizationId}/integrations/harmony-mobile/"

// pathOrganization is printed without a slash at its end.
const pathOrganization = "/v1/organizations/{organizationId}"

// Client calls Applivery's API for an organization's integration of Harmony Mobile, and its MDM configuration.
type Client struct {
	api           *httpapi.Client
	organizations *once.Map[Organization] // by id or slug
	mentioned     sync.Map                // ids and slugs of organizations; see OrganizationNames
	known         sync.Map                // ids of MDM configurations that a state of this process has
}

// NewClient makes a client that authenticates with the token of a service account.
func NewClient(config httpapi.Config, token secret.String) (*Client, error) {
	config.Auth = httpapi.Bearer(token)
	config.ParseError = parseError
	api, err := httpapi.New(config)
	if err != nil {
		return nil, err
	}
	c := &Client{api: api}
	c.organizations = once.NewMap(c.getOrganization)
	return c, nil
}

// Organization is an organization of the workspace.
type Organization struct {
	ID   string `json:"id"` // 24 hexadecimal digits
	Slug string `json:"slug"`
}

// Organization returns an organization by its id or slug. Each is asked for once. See IsGone for one that does not exist.
func (c *Client) Organization(ctx context.Context, idOrSlug string) (Organization, error) {
	return c.organizations.Get(ctx, idOrSlug)
}

// idPattern is the form of ids; a slug has another one.
var idPattern = regexp.MustCompile(`^[0-9a-fA-F]{24}$`)

// OrganizationKey returns the same text for the id and the slug of an organization. A slug is looked up; if it cannot be, it
// stands for itself.
func (c *Client) OrganizationKey(ctx context.Context, idOrSlug string) string {
	if idPattern.MatchString(idOrSlug) {
		return strings.ToLower(idOrSlug)
	}
	if found, err := c.Organization(ctx, idOrSlug); err == nil && found.ID != "" {
		return strings.ToLower(found.ID)
	}
	return idOrSlug
}

// OrganizationNames returns the names of an organization that this client has been asked about: its id, its slug, or both. A slug is
// looked up only if there is an id that may be the same organization's.
func (c *Client) OrganizationNames(ctx context.Context, idOrSlug string) []string {
	name := idOrSlug
	if idPattern.MatchString(name) {
		name = strings.ToLower(name)
	}
	c.mentioned.Store(name, true)
	names := []string{name}
	c.mentioned.Range(func(other, _ any) bool {
		text, _ := other.(string)
		if idPattern.MatchString(text) != idPattern.MatchString(name) && c.OrganizationKey(ctx, text) == c.OrganizationKey(ctx, name) {
			names = append(names, text)
		}
		return true
	})
	return names
}

// getOrganization is from https://docs.applivery.com/en/api/workspace/organization.
func (c *Client) getOrganization(ctx context.Context, idOrSlug string) (Organization, error) {
	var found struct {
		envelope
		Data Organization `json:"data"`
	}
	err := c.api.Do(ctx, httpapi.Request{Method: http.MethodGet, Path: pathOrganization, Params: map[string]string{"organizationId": idOrSlug}}, &found)
	return found.Data, err
}

// IsForbidden reports whether a request was refused although the token was accepted. Applivery answers 401 to that, too; the
// code says which.
func IsForbidden(err error) bool {
	switch httpapi.StatusOf(err) {
	case http.StatusForbidden:
		return true
	case http.StatusUnauthorized:
		code := httpapi.CodeOf(err)
		return code != codeNoToken && code != codeInvalidToken
	}
	return false
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
	var written loginAnswer
	err := c.api.Do(ctx, httpapi.Request{
		Method: http.MethodPut, Path: pathIntegration, Params: map[string]string{"organizationId": organizationID},
		Body: map[string]string{
			"token": settings.Token.Reveal(), "portalAccountId": settings.PortalAccountID, "gwAddress": settings.GWAddress,
		},
		Secrets: []secret.String{settings.Token},
	}, &written)
	return written.login(), explainHarmonyMobile(err)
}

// ResetHarmonyMobile has Applivery make another password and empty everything that a PUT sets. The username stays.
func (c *Client) ResetHarmonyMobile(ctx context.Context, organizationID string) error {
	err := c.api.Do(ctx, httpapi.Request{
		Method: http.MethodDelete, Path: pathIntegration, Params: map[string]string{"organizationId": organizationID},
	}, &loginAnswer{})
	return explainHarmonyMobile(err)
}

// explainHarmonyMobile says what Applivery's "Entity not found" leaves open.
func explainHarmonyMobile(err error) error {
	return explain(err, "There is no such organization, or its Harmony Mobile integration was never set up: Applivery says the same of both.")
}

// explain adds a sentence to Applivery's "Entity not found".
func explain(err error, sentence string) error {
	if !IsGone(err) {
		return err
	}
	return httpapi.Advise(err, sentence)
}

// Applivery's own codes: of what does not exist, of a request without a token, and of one whose token is not accepted.
const (
	codeNotFound     = "3001"
	codeNoToken      = "4002"
	codeInvalidToken = "4004"
)

// IsGone reports whether err is Applivery's own word that the organization, or what it has of a kind, does not exist. A bare
// 404, as from a proxy, is not.
func IsGone(err error) bool {
	return httpapi.StatusOf(err) == http.StatusNotFound && httpapi.CodeOf(err) == codeNotFound
}

// envelope is the form of all answers, beside their data. A failure has an error; its status is false, but true in samples of
// the legacy API.
type envelope struct {
	Status *bool `json:"status"`
	Error  *struct {
		Code    json.Number `json:"code"`
		Message string      `json:"message"`
	} `json:"error"`
}

// loginAnswer is the answer to a write or a reset of a Harmony Mobile integration.
type loginAnswer struct {
	envelope
	Data struct {
		Username string `json:"username"`
		Password string `json:"password"`
		Token    string `json:"token"` // repeats the request
	} `json:"data"`
}

func (a loginAnswer) login() Login {
	return Login{Username: shown(a.Data.Username), Password: secret.New(shown(a.Data.Password))}
}

// Secrets implements httpapi.SecretAnswer.
func (a loginAnswer) Secrets() []secret.String {
	return []secret.String{secret.New(shown(a.Data.Password)), secret.New(shown(a.Data.Token))}
}

// shown is a value, or nothing if it is masked. Whether Applivery masks is not documented: a mask must not be taken for a
// password.
func shown(value string) string {
	if strings.Trim(value, "*•") == "" {
		return ""
	}
	return value
}

// Failure implements httpapi.FailedAnswer.
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
