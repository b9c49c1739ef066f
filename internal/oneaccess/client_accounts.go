package oneaccess

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi/create"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/snapshot"
)

const (
	pathAccounts     = "/api/v2/tenant/applications/{application_id}/accounts"
	pathAccount      = pathAccounts + "/{account_id}"
	pathBasicAccount = pathAccounts + "/basic-account"
	pathUserAccounts = "/api/v2/tenant/users/{user_id}/accounts"
	pathOrganization = "/api/v2/tenant/applications/{application_id}/organizations/{org_id}"
)

// pageSize is the largest page (limit is 10 to 100).
const pageSize = 100

// CreateAccount creates an account of a user exactly once, although the answer may be lost. A refusal because there is one
// already is a *create.DuplicateError if the user has it. With an error, the id is not empty if the account exists.
func (c *Client) CreateAccount(ctx context.Context, applicationID, userID string, body AccountBody) (id string, err error) {
	defer c.reads.Of(applicationID).Drop()
	created, err := c.creations.Of(userID).Create(ctx, create.Creation[Account]{
		Key: applicationID, // whatever the name: where none is given, OneAccess chooses it
		Post: func(ctx context.Context) (Account, error) {
			return c.write(ctx, http.MethodPost, pathBasicAccount, accountParams(applicationID, ""), wireBody{UserID: userID, AccountBody: body})
		},
		Matches: func(_ context.Context, found Account) (bool, error) {
			return found.ApplicationID == applicationID && found.matches(body), nil
		},
		Adopt: func(ctx context.Context, found Account) (Account, error) {
			body.AccountName = cmp.Or(body.AccountName, found.AccountName)
			return found, c.UpdateAccount(ctx, applicationID, found.ID, body)
		},
	})
	if httpapi.CodeOf(err) == codeAccountExists && created.ID == "" {
		err = c.duplicate(ctx, applicationID, userID, body.AccountName, err)
	}
	return created.ID, err
}

// LookBeforeCreate returns the ids of the accounts that a new one of the user would meet in the application: those of this
// name, or all if it is "". The accounts of each user are read once, which serves [Client.CreateAccount].
func (c *Client) LookBeforeCreate(ctx context.Context, applicationID, userID, name string) (taken []string, err error) {
	shown, err := c.creations.Of(userID).Look(ctx, applicationID, nil)
	for _, one := range shown {
		if one.ApplicationID == applicationID && isNamed(name)(one) {
			taken = append(taken, one.ID)
		}
	}
	return taken, err
}

// duplicate finds the account that a new one met. Whether a user may have several accounts in an application is not
// documented, so the only one that there is may be in the way whatever its name.
func (c *Client) duplicate(ctx context.Context, applicationID, userID, name string, refusal error) error {
	own, err := c.listOwn(ctx, applicationID, userID)
	if err != nil {
		return refusal
	}
	if slices.ContainsFunc(own, isNamed(name)) {
		own = slices.DeleteFunc(own, func(a Account) bool { return !isNamed(name)(a) })
	}
	if len(own) != 1 {
		return &create.DuplicateError{Err: httpapi.Advise(refusal, "It is not among this user's accounts: it may belong to another user, or to none. "+
			"Look at the application's accounts, or choose another account_name.")}
	}
	return &create.DuplicateError{ID: own[0].ID, Err: refusal}
}

// GetAccount reads one account. See IsGone for one that does not exist.
func (c *Client) GetAccount(ctx context.Context, applicationID, id string) (*AccountDetail, error) {
	var found AccountDetail
	if err := c.get(ctx, pathAccount, accountParams(applicationID, id), nil, &found); err != nil {
		return nil, err
	}
	if err := httpapi.Answers(id, found.ID); err != nil {
		return nil, err
	}
	found.ApplicationID = applicationID
	return &found, nil
}

// ReadAccount reads an account for a refresh: from the second read in an application on, all share a listing. It may be
// older than the call, but not than our last write. See IsGone for one that does not exist.
func (c *Client) ReadAccount(ctx context.Context, applicationID, id string) (*AccountDetail, error) {
	found, _, err := c.reads.Of(applicationID).Get(ctx, id)
	return found, err
}

// source is how the accounts of an application are read for a refresh.
func (c *Client) source(applicationID string) snapshot.Source[*AccountDetail] {
	return snapshot.Source[*AccountDetail]{
		Get: func(ctx context.Context, id string) (*AccountDetail, error) {
			return c.GetAccount(ctx, applicationID, id)
		},
		List: func(ctx context.Context, most int) ([]*AccountDetail, int, error) {
			found, pages, err := httpapi.FirstPages(most, detailID, c.accountPages(ctx, applicationID, ""))
			all := make([]*AccountDetail, len(found))
			for i := range found {
				all[i] = &found[i]
			}
			return all, pages, err
		},
		ID:     func(a *AccountDetail) string { return a.ID },
		IsGone: IsGone,
	}
}

// UpdateAccount changes what the body holds. Every update carries the account's name, which a sister product requires; one
// that the body leaves out is read first, and so stays.
func (c *Client) UpdateAccount(ctx context.Context, applicationID, id string, body AccountBody) error {
	if body.AccountName == "" {
		current, err := c.GetAccount(ctx, applicationID, id)
		if err != nil {
			return err
		}
		body.AccountName = current.AccountName
	}
	defer c.reads.Of(applicationID).Drop()
	updated, err := c.write(ctx, http.MethodPut, pathAccount, accountParams(applicationID, id), wireBody{AccountBody: body})
	if err == nil {
		err = httpapi.Answers(id, updated.ID)
	}
	return err
}

// DeleteAccount deletes an account; one that is gone already is a success.
func (c *Client) DeleteAccount(ctx context.Context, applicationID, id string) error {
	defer c.reads.Of(applicationID).Drop()
	err := c.api.Do(ctx, httpapi.Request{Method: http.MethodDelete, Path: pathAccount, Params: accountParams(applicationID, id)}, nil)
	if IsGone(err) {
		return nil
	}
	return err
}

// errNoAccounts means that an answer is JSON, but not about accounts. Whether no accounts are an empty list or null is not
// documented; a total comes with both.
var errNoAccounts = errors.New("the answer to the question for accounts holds neither accounts nor their total")

// ListAccounts reads all pages of an application's accounts; kind "": of all types.
func (c *Client) ListAccounts(ctx context.Context, applicationID, kind string) ([]AccountDetail, error) {
	return httpapi.Pages(detailID, c.accountPages(ctx, applicationID, kind))
}

// StreamAccounts is ListAccounts, page by page as they are taken.
func (c *Client) StreamAccounts(ctx context.Context, applicationID, kind string) iter.Seq2[AccountDetail, error] {
	return httpapi.Stream(detailID, c.accountPages(ctx, applicationID, kind))
}

func detailID(a AccountDetail) string { return a.ID }

func (c *Client) accountPages(ctx context.Context, applicationID, kind string) func(number int) (httpapi.Page[AccountDetail], error) {
	query := url.Values{"limit": {strconv.Itoa(pageSize)}}
	if kind != "" {
		query.Set("account_type", kind)
	}
	return func(number int) (page httpapi.Page[AccountDetail], err error) {
		query.Set("offset", strconv.Itoa(number)) // counts pages, not rows
		var list struct {
			Total    *int            `json:"total"`
			Accounts []AccountDetail `json:"accounts"`
		}
		err = c.get(ctx, pathAccounts, accountParams(applicationID, ""), query, &list)
		if err != nil {
			return page, err
		}
		if list.Accounts == nil && list.Total == nil {
			return page, errNoAccounts
		}
		for i := range list.Accounts {
			list.Accounts[i].ApplicationID = applicationID
		}
		page = httpapi.Page[AccountDetail]{Items: list.Accounts, More: len(list.Accounts) >= pageSize}
		if list.Total != nil { // a vendor's example has a total of 1 with two rows: it cannot be relied on alone
			page.Total = *list.Total
		}
		return page, nil
	}
}

// ListUserAccounts reads all accounts of a user, in all applications.
func (c *Client) ListUserAccounts(ctx context.Context, userID string) ([]Account, error) {
	var list struct {
		Total    *int      `json:"total"`
		Accounts []Account `json:"accounts"`
	}
	err := c.get(ctx, pathUserAccounts, map[string]string{"user_id": userID}, nil, &list)
	if err == nil && list.Accounts == nil && list.Total == nil {
		err = errNoAccounts
	}
	return list.Accounts, err
}

// CheckOwner returns an error unless the account is among the user's. No other call links accounts to users.
func (c *Client) CheckOwner(ctx context.Context, applicationID, id, userID string) error {
	own, err := c.listOwn(ctx, applicationID, userID)
	if err == nil && !slices.ContainsFunc(own, func(a Account) bool { return a.ID == id }) {
		err = fmt.Errorf("it is not among the accounts of user %s in application %s, and no call of the API gives an account to another user: "+
			"configure the user whose account it is, or replace the account", userID, applicationID)
	}
	return err
}

// listOwn reads the accounts that a user has in one application.
func (c *Client) listOwn(ctx context.Context, applicationID, userID string) ([]Account, error) {
	own, err := c.ListUserAccounts(ctx, userID)
	return slices.DeleteFunc(own, func(a Account) bool { return a.ApplicationID != applicationID }), err
}

// GetOrgCode returns the code of an application's organization, which writes take where reads show its id. It is empty if
// there is no such organization.
func (c *Client) GetOrgCode(ctx context.Context, applicationID, orgID string) (string, error) {
	var found struct {
		OrgCode string `json:"org_code"`
	}
	err := c.get(ctx, pathOrganization, map[string]string{"application_id": applicationID, "org_id": orgID}, nil, &found)
	if httpapi.CodeOf(err) == codeOrganizationNotFound {
		return "", nil
	}
	if err == nil && found.OrgCode == "" {
		err = errors.New("the answer to the question for an organization holds no org_code")
	}
	return found.OrgCode, err
}

// write sends an account; the answer holds its id only.
func (c *Client) write(ctx context.Context, method, path string, params map[string]string, body wireBody) (Account, error) {
	body.Password = body.AccountBody.Password.Reveal()
	var answer written
	err := c.send(ctx, httpapi.Request{
		Method: method, Path: path, Params: params, Body: body, Secrets: []secret.String{body.AccountBody.Password},
	}, &answer)
	return Account{ID: answer.AccountID}, err
}

func accountParams(applicationID, id string) map[string]string {
	return map[string]string{"application_id": applicationID, "account_id": id}
}
