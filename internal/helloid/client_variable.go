package helloid

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi/create"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/snapshot"
)

const (
	// https://docs.helloid.com/hc/en-us/articles/115003035814, which prints a slash at the end; the vendor's scripts send none.
	pathNewVariable = "/api/v1/automation/variable"
	// https://docs.helloid.com/hc/en-us/articles/115003036074
	pathVariable = "/api/v1/automation/variable/{name}"
	// https://docs.helloid.com/hc/en-us/articles/115003024113
	pathVariables = "/api/v1/automation/variables"
	// As the vendor's script createform.ps1 in HelloID-Conn-SA-Full-Teams-CreateTeam calls it.
	pathNamedVariable = "/api/v1/automation/variables/named/{name}"
)

// Variable is a global automation variable.
type Variable struct {
	GUID, Name string
	// Value is empty if HelloID encrypts it, whatever an answer shows.
	Value secret.String
	// Secret says that HelloID encrypts the value.
	Secret bool
}

// isBlank reports whether the variable is what [Client.BlankVariable] leaves.
func (v Variable) isBlank() bool { return !v.Secret && v.Value.IsZero() }

// ErrNoVariable means that there is no variable of a name. HelloID answers 200 then, with an empty object.
var ErrNoVariable = errors.New("HelloID has no global automation variable of that name")

// variables is what the client remembers of variables.
type variables struct {
	creations *create.Collection[Variable]
	reads     *snapshot.Collections[Variable] // in one collection
}

func newVariables(c *Client) *variables {
	name := func(v Variable) string { return v.Name }
	return &variables{
		creations: create.NewCollection(c.api, name, c.ListVariables, nil),
		reads: snapshot.New(func(string) snapshot.Source[Variable] {
			return snapshot.Source[Variable]{
				Get: c.GetVariable,
				List: func(ctx context.Context, _ int) ([]Variable, int, error) {
					all, err := c.ListVariables(ctx)
					return all, 1, err
				},
				ID:     name,
				IsGone: func(err error) bool { return errors.Is(err, ErrNoVariable) },
			}
		}),
	}
}

// GetVariable reads a variable by its name.
func (c *Client) GetVariable(ctx context.Context, name string) (Variable, error) {
	var found shownVariable
	err := c.api.Do(ctx, httpapi.Request{Method: http.MethodGet, Path: pathNamedVariable, Params: map[string]string{"name": name}}, &found)
	switch {
	case err != nil:
		return Variable{}, err
	case found.GUID == "":
		return Variable{}, ErrNoVariable
	}
	return found.variable(), httpapi.Answers(name, found.Name)
}

// ReadVariable is GetVariable for a refresh: from the second one on, all share a listing. What it does not show is asked for. An
// empty object alone does not prove that a variable is gone, since anything in between may answer so: a listing that works has
// to confirm it.
func (c *Client) ReadVariable(ctx context.Context, name string) (Variable, error) {
	found, listed, err := c.variables.reads.Of("").Get(ctx, name)
	if listed && found.Name != name { // whether letter case counts is not documented
		found, err = c.GetVariable(ctx, name)
	}
	if !errors.Is(err, ErrNoVariable) {
		return found, err
	}
	all, listErr := c.ListVariables(ctx)
	if listErr != nil {
		return found, listErr
	}
	for _, one := range all {
		if one.Name == name {
			return one, nil
		}
	}
	return found, err
}

// Settling is for how long reads may lag behind writes.
func (c *Client) Settling() time.Duration { return c.api.Settling() }

// ReadOneByOne makes every read of a variable a request of its own.
func (c *Client) ReadOneByOne() { c.variables.reads.TurnOff() }

// ListingProblem returns, once, why variables are read one by one although they should not be; nil: they are not.
func (c *Client) ListingProblem() error { return c.variables.reads.Problem() }

// ListVariables reads all global variables. The list is documented without pages.
func (c *Client) ListVariables(ctx context.Context) ([]Variable, error) {
	var rows variableRows
	if err := c.api.Do(ctx, httpapi.Request{Method: http.MethodGet, Path: pathVariables}, &rows); err != nil {
		return nil, err
	}
	all := make([]Variable, len(rows))
	for i, row := range rows {
		all[i] = row.variable()
	}
	return all, nil
}

// CreateVariable makes a variable, and never overwrites one: a name that is taken is a [*create.DuplicateError]. A blank
// variable, as [Client.BlankVariable] leaves it, is taken over.
func (c *Client) CreateVariable(ctx context.Context, v Variable) (made Variable, err error) {
	older, err := c.GetVariable(ctx, v.Name)
	switch {
	case err == nil && older.isBlank():
		made, err = c.PutVariable(ctx, v)
	case err == nil:
		return made, &create.DuplicateError{ID: older.Name, Err: errors.New("there is an automation variable of that name, which is not blank")}
	case errors.Is(err, ErrNoVariable):
		made, err = c.postVariable(ctx, v)
	}
	return made, err
}

// postVariable makes a variable exactly once, although the answer may be lost.
func (c *Client) postVariable(ctx context.Context, v Variable) (Variable, error) {
	defer c.variables.reads.Of("").Drop()
	return c.variables.creations.Create(ctx, create.Creation[Variable]{
		Key: v.Name,
		Post: func(ctx context.Context) (Variable, error) {
			return c.writeVariable(ctx, httpapi.Request{Method: http.MethodPost, Path: pathNewVariable}, v)
		},
		List: c.named(v.Name),
		Matches: func(_ context.Context, found Variable) (bool, error) {
			same := found.Secret == v.Secret && (v.Secret || found.Value.Reveal() == v.Value.Reveal())
			return found.Name == v.Name && same, nil
		},
		Excludes: func(found Variable) bool { return found.Name == v.Name },
		Adopt:    func(ctx context.Context, _ Variable) (Variable, error) { return c.PutVariable(ctx, v) },
	})
}

// PutVariable replaces the value of a variable, and whether HelloID encrypts it: what a PUT leaves out gets its default, which
// would uncover a secret.
func (c *Client) PutVariable(ctx context.Context, v Variable) (Variable, error) {
	defer c.variables.reads.Of("").Drop()
	return c.writeVariable(ctx, httpapi.Request{Method: http.MethodPut, Path: pathVariable, Params: map[string]string{"name": v.Name}}, v)
}

// BlankVariable leaves a variable with an empty value that is not encrypted, since no way to delete one is documented. One
// that does not exist is left alone.
func (c *Client) BlankVariable(ctx context.Context, name string) error {
	_, err := c.GetVariable(ctx, name)
	switch {
	case errors.Is(err, ErrNoVariable):
		return nil
	case err != nil:
		return err
	}
	_, err = c.PutVariable(ctx, Variable{Name: name})
	return err
}

// lookBeforeCreate returns the variable of the name, which has no GUID if there is none. The first look asks for the name, from
// the second on all share a listing. What it shows serves [Client.CreateVariable].
func (c *Client) lookBeforeCreate(ctx context.Context, name string) (Variable, error) {
	shown, err := c.variables.creations.Look(ctx, name, c.named(name))
	for _, one := range shown {
		if one.Name == name {
			return one, err
		}
	}
	return Variable{}, err
}

// named lists the variable of the name, if there is one.
func (c *Client) named(name string) func(context.Context) ([]Variable, error) {
	return func(ctx context.Context) ([]Variable, error) {
		found, err := c.GetVariable(ctx, name)
		if errors.Is(err, ErrNoVariable) {
			return nil, nil
		}
		return []Variable{found}, err
	}
}

// writeVariable sends a variable; the answer holds its GUID.
func (c *Client) writeVariable(ctx context.Context, r httpapi.Request, v Variable) (Variable, error) {
	r.Body = map[string]any{"name": v.Name, "value": v.Value.Reveal(), "secret": v.Secret}
	r.Secrets = []secret.String{v.Value}
	answer := writtenVariable{asked: v.Name}
	if err := c.api.Do(ctx, r, &answer); err != nil {
		return Variable{}, err
	}
	v.GUID = answer.GUID
	return v, nil
}

// shownVariable is a variable in an answer. Its value is ciphertext if it is a secret, or may repeat the secret: it is masked,
// and used only of a variable that is none.
type shownVariable struct {
	GUID   string `json:"automationVariableGuid"`
	Name   string `json:"name"`
	Value  string `json:"value"`
	Secret bool   `json:"secret"`
}

func (s shownVariable) variable() Variable {
	v := Variable{GUID: s.GUID, Name: s.Name, Secret: s.Secret}
	if !s.Secret {
		v.Value = secret.New(s.Value)
	}
	return v
}

// Secrets implements httpapi.SecretAnswer.
func (s shownVariable) Secrets() []secret.String { return []secret.String{secret.New(s.Value)} }

// writtenVariable is the answer to a write. One without a GUID, or of another variable, is no answer: the variable that was
// asked for is looked for, as if the answer had been lost.
type writtenVariable struct {
	shownVariable

	asked string
}

// UnmarshalJSON implements json.Unmarshaler.
func (w *writtenVariable) UnmarshalJSON(data []byte) error {
	if err := json.Unmarshal(data, &w.shownVariable); err != nil {
		return err
	}
	if strings.TrimSpace(w.GUID) == "" {
		return errors.New("there is no automationVariableGuid")
	}
	return httpapi.Answers(w.asked, w.Name)
}

// variableRows are the rows of the list.
type variableRows page[shownVariable]

// UnmarshalJSON implements json.Unmarshaler.
func (r *variableRows) UnmarshalJSON(data []byte) error {
	if err := json.Unmarshal(data, (*page[shownVariable])(r)); err != nil {
		return err
	}
	if *r == nil {
		return errors.New("there is no list in it")
	}
	if slices.ContainsFunc(*r, func(row shownVariable) bool { return row.Name == "" }) {
		return errors.New("there is a variable without a name in it")
	}
	return nil
}

// Secrets implements httpapi.SecretAnswer.
func (r variableRows) Secrets() (all []secret.String) {
	for _, row := range r {
		all = append(all, row.Secrets()...)
	}
	return all
}
