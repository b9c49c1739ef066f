package httpapi

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

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
	r.Method, r.Repeatable = http.MethodPost, true
	var granted struct {
		AccessToken string      `json:"access_token"`
		ExpiresIn   json.Number `json:"expires_in"` // seconds; some endpoints write them as text
	}
	if err := c.Do(ctx, r, &granted); err != nil {
		if failed, ok := errors.AsType[*Error](err); ok {
			failed.Applied = NotApplied // a token that did not arrive does no harm
		}
		return Token{}, err
	}
	if granted.AccessToken == "" {
		return Token{}, errors.New("the answer to the token request holds no access_token")
	}
	seconds, _ := granted.ExpiresIn.Float64() // none: nobody says
	life := time.Duration(min(max(seconds, 0), longestWait.Seconds()) * float64(time.Second))
	return Token{secret.New(granted.AccessToken), life}, nil
}

// TokenSource is an [Auth] that sends a bearer token: one that never changes, or one that it fetches and keeps in memory
// for all workers.
type TokenSource struct {
	fetch   func(ctx context.Context) (Token, error) // nil: the token never changes
	flights singleflight.Group

	mu   sync.Mutex
	held *heldToken // nil: none, or it was not accepted
}

type heldToken struct {
	value   secret.String
	renewAt time.Time // zero: never
	expires time.Time // zero: unknown
}

func (t *heldToken) header() string { return "Bearer " + t.value.Reveal() }

// Bearer returns a source of a token that never changes.
func Bearer(token secret.String) *TokenSource {
	return &TokenSource{held: &heldToken{value: token}}
}

// OAuth returns a source that gets its tokens from fetch. However many workers need one, there is one fetch at a time.
func OAuth(fetch func(ctx context.Context) (Token, error)) *TokenSource {
	return &TokenSource{fetch: fetch}
}

func (s *TokenSource) apply(ctx context.Context, req *http.Request) error {
	held, err := s.token(ctx)
	if err != nil {
		return fmt.Errorf("no access token: %w", err)
	}
	req.Header.Set("Authorization", held.header())
	return nil
}

func (s *TokenSource) current(req *http.Request) bool {
	held := s.usable()
	return held != nil && req.Header.Get("Authorization") == held.header()
}

// renew drops the token for the first of ten workers that came with it; the others get the next one.
func (s *TokenSource) renew(req *http.Request) bool {
	if s.fetch == nil {
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.held != nil && req.Header.Get("Authorization") == s.held.header() {
		s.held = nil
	}
	return true
}

// AccessToken returns the current access token and when it expires (the zero time if nobody said), and fetches one if
// there is none or it is about to expire.
func (s *TokenSource) AccessToken(ctx context.Context) (token secret.String, expiresAt time.Time, err error) {
	held, err := s.token(ctx)
	if err != nil {
		return secret.String{}, time.Time{}, err
	}
	return held.value, held.expires, nil
}

func (s *TokenSource) token(ctx context.Context) (*heldToken, error) {
	if held := s.usable(); held != nil {
		return held, nil
	}
	// Others wait for the same token: the fetch outlives the worker that happened to start it, and that one's budget.
	shared := withBudget(context.WithoutCancel(ctx), nil)
	flight := s.flights.DoChan("", func() (any, error) { return s.refresh(shared) })
	select {
	case landed := <-flight:
		held, _ := landed.Val.(*heldToken)
		return held, landed.Err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (s *TokenSource) usable() *heldToken {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.held == nil || !s.held.renewAt.IsZero() && !time.Now().Before(s.held.renewAt) {
		return nil
	}
	return s.held
}

// refresh returns the token that it fetched however little life it has left: another fetch would bring no better one.
func (s *TokenSource) refresh(ctx context.Context) (*heldToken, error) {
	if held := s.usable(); held != nil { // another flight landed since the caller looked
		return held, nil
	}
	asked := time.Now()
	token, err := s.fetch(ctx)
	if err != nil {
		return nil, err
	}
	held := &heldToken{value: token.AccessToken}
	if token.ExpiresIn > 0 {
		held.expires = asked.Add(token.ExpiresIn)
		held.renewAt = held.expires.Add(-min(time.Minute, token.ExpiresIn/10))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.held = held
	return held, nil
}
