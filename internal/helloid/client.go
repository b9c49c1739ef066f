package helloid

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/once"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret"
)

const (
	// defaultCredentialPath is from the table of the page that describes the call; the sample on the same page has
	// /api/v1/endusers/{user_guid}/credentials:
	// https://docs.helloid.com/hc/en-us/articles/115003023593-POST-Update-end-user-credential-configuration-for-application
	defaultCredentialPath = "/api/v1/enduser/{user_guid}/credential" //nolint:gosec // a path, not a credential
	// https://docs.helloid.com/hc/en-us/articles/115002969234-DELETE-Delete-credential-set
	pathCredentialSet = "/api/v1/credentialset/{user}/{application}" //nolint:gosec // a path, not a credential
	// https://docs.helloid.com/hc/en-us/articles/115002969074-GET-Get-all-users
	pathUsers = "/api/v1/users"
	// As the vendor's connector HelloID-Conn-Prov-Target-HelloID calls it.
	pathUser = "/api/v1/users/{user}"
	// As the vendor's connector NIM-System-REST-Tools4ever-HelloID calls it.
	pathApplications = "/api/v1/applications"
)

// pageSize is what a page of a list holds by default.
const pageSize = 100

// Client calls the API of one HelloID tenant.
type Client struct {
	api            *httpapi.Client
	credentialPath string
	variables      *variables
	users          *once.Map[EndUser] // by GUID in lower case
}

// NewClient makes a client that authenticates with an API key. credentialPath is where credentials are written to, with
// {user_guid} in it.
func NewClient(config httpapi.Config, key, apiSecret secret.String, credentialPath string) (*Client, error) {
	config.Auth = httpapi.Basic(key.Reveal(), apiSecret)
	config.ParseError = parseError
	api, err := httpapi.New(config)
	if err != nil {
		return nil, err
	}
	api.Redact(key)
	c := &Client{api: api, credentialPath: credentialPath}
	c.variables = newVariables(c)
	c.users = once.NewMap(c.GetEndUser)
	return c, nil
}

// parseError reads an error's text where the vendor's connectors look for it: in resultMsg, in message, or in a plain body.
func parseError(_ int, header http.Header, body []byte) httpapi.Reported {
	var reported struct{ ResultMsg, Message string }
	if json.Unmarshal(body, &reported) == nil {
		text := cmp.Or(reported.ResultMsg, reported.Message)
		return httpapi.Reported{Message: text, Own: text != ""}
	}
	if kind, _, _ := mime.ParseMediaType(header.Get("Content-Type")); kind == "text/plain" {
		return httpapi.Reported{Message: string(body)}
	}
	return httpapi.Reported{}
}

// goneError is a 404 that HelloID confirms.
type goneError struct{ error }

func (e goneError) Unwrap() error { return e.error }

// IsGone reports whether err is HelloID's own word that something does not exist. Its errors have no codes, so that is said
// only by [Client.DeleteCredentialSet], which makes sure of it.
func IsGone(err error) bool {
	_, confirmed := errors.AsType[goneError](err)
	return confirmed
}

// confirm makes sure that a 404 is HelloID's own: its error is in HelloID's form, and a read that must work does work.
func (c *Client) confirm(ctx context.Context, err error) error {
	if httpapi.StatusOf(err) != http.StatusNotFound {
		return err
	}
	if !httpapi.IsOwn(err) {
		return httpapi.Advise(err, "The answer does not come from HelloID. Check base_url, company and any proxy.")
	}
	var users page[EndUser]
	read := c.api.Do(ctx, httpapi.Request{Method: http.MethodGet, Path: pathUsers, Query: url.Values{"take": {"1"}, "skip": {"0"}}}, &users)
	if read != nil {
		return httpapi.Advise(err, fmt.Sprintf("Whether that is so could not be confirmed, since the users cannot be read either: %s", read))
	}
	return goneError{err}
}

// EndUser is a user of the tenant.
type EndUser struct {
	GUID string `json:"userGUID"`
	Name string `json:"userName"`
}

// GetEndUser reads a user by GUID.
func (c *Client) GetEndUser(ctx context.Context, guid string) (EndUser, error) {
	var found EndUser
	err := c.api.Do(ctx, httpapi.Request{Method: http.MethodGet, Path: pathUser, Params: map[string]string{"user": guid}}, &found)
	if err == nil {
		err = httpapi.Answers(guid, found.GUID)
	}
	return found, err
}

// CheckEndUser returns an error unless there is a user of the GUID. Each is asked for once.
func (c *Client) CheckEndUser(ctx context.Context, guid string) error {
	_, err := c.users.Get(ctx, strings.ToLower(guid))
	return err
}

// IsUserUnknown reports whether an error of [Client.CheckEndUser] is HelloID's answer that there is no such user. Any other
// 404 may come from what is on the way.
func IsUserUnknown(err error) bool {
	return httpapi.StatusOf(err) == http.StatusNotFound && httpapi.IsOwn(err)
}

// SearchEndUsers returns the users that HelloID finds by a part of the name.
func (c *Client) SearchEndUsers(ctx context.Context, part string) ([]EndUser, error) {
	return listPages(ctx, c, pathUsers, url.Values{"search": {part}}, func(u EndUser) string { return u.GUID })
}

// Application is an application of the tenant.
type Application struct {
	GUID string `json:"applicationGUID"` // or applicationGuid: the vendor spells it both ways, and letter case is ignored
	Name string `json:"name"`
	Type string `json:"type"`
}

// ListApplications returns all applications.
func (c *Client) ListApplications(ctx context.Context) ([]Application, error) {
	return listPages(ctx, c, pathApplications, url.Values{}, func(a Application) string { return a.GUID })
}

// listPages reads all pages. Not every list is documented to have pages.
func listPages[T any](ctx context.Context, c *Client, path string, query url.Values, guid func(T) string) ([]T, error) {
	return httpapi.Pages(guid, func(number int) (httpapi.Page[T], error) {
		query.Set("take", strconv.Itoa(pageSize))
		query.Set("skip", strconv.Itoa(number*pageSize))
		var rows page[T]
		err := c.api.Do(ctx, httpapi.Request{Method: http.MethodGet, Path: path, Query: query}, &rows)
		return httpapi.Page[T]{Items: rows, More: len(rows) >= pageSize}, err
	})
}

// page is a page of a list: an array, or an object with the array in data or pageData, which the vendor's connectors accept too.
type page[T any] []T

func (p *page[T]) UnmarshalJSON(data []byte) error {
	if !bytes.HasPrefix(data, []byte("{")) {
		return json.Unmarshal(data, (*[]T)(p))
	}
	var envelope struct{ Data, PageData *[]T }
	if err := json.Unmarshal(data, &envelope); err != nil {
		return err
	}
	rows := cmp.Or(envelope.Data, envelope.PageData)
	if rows == nil {
		return errors.New("there is no list in it")
	}
	*p = *rows
	return nil
}
