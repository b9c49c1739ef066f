package httpapi

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/once"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret"
)

// Auth puts credentials on requests: [Basic], [Bearer] or [OAuth].
type Auth interface {
	// apply puts the credentials on the request. It may fetch a token.
	apply(ctx context.Context, req *http.Request) error
	// current reports whether the request carries the credentials that it would be given now.
	current(req *http.Request) bool
	// renew is called when the platform did not accept the credentials that req carried. It returns true if they were
	// replaced, so that one repeat makes sense.
	renew(req *http.Request) bool
}

type fixedAuth func(*http.Request)

func (a fixedAuth) apply(_ context.Context, req *http.Request) error {
	a(req)
	return nil
}

func (fixedAuth) current(*http.Request) bool { return true }

func (fixedAuth) renew(*http.Request) bool { return false }

var anonymous = fixedAuth(func(*http.Request) {})

// Basic sends a user name and a password.
func Basic(user string, password secret.String) Auth {
	return fixedAuth(func(req *http.Request) { req.SetBasicAuth(user, password.Reveal()) })
}

// Token is the answer of a token endpoint.
type Token struct {
	AccessToken secret.String
	ExpiresIn   time.Duration // 0: the endpoint did not say; the token is used until it is not accepted
}

// FetchToken posts a request for an access token. The answer is that of RFC 6749, section 5.1; one without a token is an
// error. The request is repeated like a read, since a second token does no harm.
func (c *Client) FetchToken(ctx context.Context, r Request) (Token, error) {
	r.Method, r.ReadOnly = http.MethodPost, true
	var granted struct {
		AccessToken string  `json:"access_token"`
		ExpiresIn   seconds `json:"expires_in"`
	}
	if err := c.Do(ctx, r, &granted); err != nil {
		if failed, ok := errors.AsType[*Error](err); ok {
			failed.Refused = failed.Status == http.StatusBadRequest || failed.Status == http.StatusUnauthorized // RFC 6749, section 5.2
		}
		return Token{}, err
	}
	if granted.AccessToken == "" {
		return Token{}, errors.New("the answer to the token request holds no access_token")
	}
	return Token{secret.New(granted.AccessToken), time.Duration(granted.ExpiresIn)}, nil
}

// seconds is a duration in an answer. Some endpoints write it as text. What is no number is 0: unknown.
type seconds time.Duration

// UnmarshalJSON reads any JSON value.
func (s *seconds) UnmarshalJSON(data []byte) error {
	number, err := strconv.ParseFloat(strings.Trim(string(data), `" `), 64)
	if err == nil && number > 0 { // which NaN is not
		*s = seconds(min(number, longestWait.Seconds()) * float64(time.Second))
	}
	return nil
}

// TokenSource is an [Auth] that sends a bearer token: one that never changes, or one that it fetches and keeps in memory
// for all workers.
type TokenSource struct {
	held  *once.Value[heldToken]
	fixed bool // the token never changes
}

type heldToken struct {
	value   secret.String
	renewAt time.Time // zero: never
	expires time.Time // zero: unknown
}

func (t heldToken) header() string { return "Bearer " + t.value.Reveal() }

// sentBy reports whether a request carries the token.
func (t heldToken) sentBy(req *http.Request) bool {
	return req.Header.Get("Authorization") == t.header()
}

// isUsable is the rule for how long a token is kept.
func isUsable(t heldToken, err error) bool {
	return err == nil && (t.renewAt.IsZero() || time.Now().Before(t.renewAt))
}

// Bearer returns a source of a token that never changes.
func Bearer(token secret.String) *TokenSource {
	held := func(context.Context) (heldToken, error) { return heldToken{value: token}, nil }
	return &TokenSource{held: once.New(held, once.Always), fixed: true}
}

// OAuth returns a source that gets its tokens from fetch. However many workers need one, there is one fetch at a time. A
// token that has just been fetched is used however little life it has left: another fetch would bring no better one.
func OAuth(fetch func(ctx context.Context) (Token, error)) *TokenSource {
	return &TokenSource{held: once.New(func(ctx context.Context) (heldToken, error) {
		asked := time.Now()
		token, err := fetch(Detach(ctx)) // for all workers, and so not of one operation's budget
		if err != nil {
			return heldToken{}, err
		}
		held := heldToken{value: token.AccessToken}
		if token.ExpiresIn > 0 {
			held.expires = asked.Add(token.ExpiresIn)
			held.renewAt = held.expires.Add(-min(time.Minute, token.ExpiresIn/10))
		}
		return held, nil
	}, isUsable)}
}

func (s *TokenSource) apply(ctx context.Context, req *http.Request) error {
	held, err := s.held.Get(ctx)
	if err != nil {
		return fmt.Errorf("no access token: %w", err)
	}
	req.Header.Set("Authorization", held.header())
	return nil
}

func (s *TokenSource) current(req *http.Request) bool {
	held, ok := s.held.Peek()
	return ok && held.sentBy(req)
}

// renew drops the token for the first of ten workers that came with it; the others get the next one.
func (s *TokenSource) renew(req *http.Request) bool {
	if s.fixed {
		return false
	}
	s.held.DropIf(func(held heldToken) bool { return held.sentBy(req) })
	return true
}

// AccessToken returns the current access token and when it expires (the zero time if that is unknown), and fetches one if
// there is none or it is about to expire.
func (s *TokenSource) AccessToken(ctx context.Context) (token secret.String, expiresAt time.Time, err error) {
	held, err := s.held.Get(ctx)
	if err != nil {
		return secret.String{}, time.Time{}, err
	}
	return held.value, held.expires, nil
}
