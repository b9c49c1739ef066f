package losant

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi/create"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret"
)

// issue creates an object exactly once, and returns the secret that Losant shows only then, in the member. If the answer is lost, so is the
// secret: exactly one new object that matches is deleted, and another one made.
func (c *collection[T]) issue(
	ctx context.Context, applicationID, name, member string, body any, matches func(*T) bool,
) (made *T, issued secret.String, err error) {
	defer c.reads.Of(applicationID).Drop()
	creation := create.Creation[*T]{
		Key:  name,
		List: c.namesakes(applicationID, name),
		Post: func(ctx context.Context) (*T, error) {
			answer := withSecret[T]{member: member}
			failed := c.api.Do(ctx, c.post(applicationID, body), &answer)
			issued = answer.secret
			return answer.object, failed
		},
		Matches: func(_ context.Context, found *T) (bool, error) { return matches(found), nil },
		Discard: func(ctx context.Context, found *T) error { return c.delete(ctx, applicationID, c.id(found)) },
	}
	made, err = c.creations.Of(applicationID).Create(ctx, creation)
	return made, issued, err
}

// withSecret is the answer to a POST. One without the secret is as good as none.
type withSecret[T any] struct {
	member string
	object *T
	secret secret.String
}

// UnmarshalJSON implements json.Unmarshaler.
func (a *withSecret[T]) UnmarshalJSON(data []byte) error {
	var members map[string]json.RawMessage
	var object T
	var text string
	if err := errors.Join(json.Unmarshal(data, &members), json.Unmarshal(data, &object)); err != nil {
		return err
	}
	if err := json.Unmarshal(members[a.member], &text); err != nil || text == "" {
		return errors.New("there is no secret in it")
	}
	a.object, a.secret = &object, secret.New(text)
	return nil
}

// Secrets implements httpapi.SecretAnswer.
func (a *withSecret[T]) Secrets() []secret.String { return []secret.String{a.secret} }
