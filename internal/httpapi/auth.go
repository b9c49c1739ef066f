package httpapi

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret"
)

// Auth puts credentials on requests.
type Auth interface {
	// Apply puts the credentials on the request. It may fetch a token.
	Apply(ctx context.Context, req *http.Request) error
	// Renew is called when the platform refused the credentials that req carried. It returns true if they were
	// replaced, so that one repeat makes sense.
	Renew(req *http.Request) bool
}

type fixedAuth func(*http.Request)

func (a fixedAuth) Apply(_ context.Context, req *http.Request) error {
	a(req)
	return nil
}

func (fixedAuth) Renew(*http.Request) bool { return false }

// Bearer sends a token that never changes.
func Bearer(token secret.String) Auth {
	return fixedAuth(func(req *http.Request) { setBearer(req, token) })
}

// Basic sends a user name and a password.
func Basic(user string, password secret.String) Auth {
	return fixedAuth(func(req *http.Request) { req.SetBasicAuth(user, password.Reveal()) })
}

const bearer = "Bearer "

func setBearer(req *http.Request, token secret.String) {
	req.Header.Set("Authorization", bearer+token.Reveal())
}

// Token is the answer of a token endpoint.
type Token struct {
	AccessToken secret.String
	ExpiresIn   time.Duration // 0: the endpoint did not say; the token is used until it is refused
}

// TokenSource is an [Auth] that fetches bearer tokens and keeps the current one in memory, for all workers.
type TokenSource struct {
	fetch   func(ctx context.Context) (Token, error)
	flights singleflight.Group

	mu      sync.Mutex
	current *heldToken // nil: none, or refused
}

type heldToken struct {
	value   secret.String
	renewAt time.Time // zero: never
	expires time.Time // zero: unknown
}

// OAuth returns a source that gets its tokens from fetch. However many workers need one, there is one fetch at a time.
func OAuth(fetch func(ctx context.Context) (Token, error)) *TokenSource {
	return &TokenSource{fetch: fetch}
}

// Apply implements [Auth].
func (s *TokenSource) Apply(ctx context.Context, req *http.Request) error {
	token, _, err := s.Token(ctx)
	if err != nil {
		return fmt.Errorf("no access token: %w", err)
	}
	setBearer(req, token)
	return nil
}

// Renew implements [Auth]. Of ten workers refused with the same token, only the first drops it.
func (s *TokenSource) Renew(req *http.Request) bool {
	carried := strings.TrimPrefix(req.Header.Get("Authorization"), bearer)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.current != nil && s.current.value.Reveal() == carried {
		s.current = nil
	}
	return true
}

// current reports whether the request carries the credentials that it would be given now.
func (c *Client) current(req *http.Request) bool {
	source, ok := c.config.Auth.(*TokenSource)
	if !ok {
		return true
	}
	held := source.usable()
	return held != nil && req.Header.Get("Authorization") == bearer+held.value.Reveal()
}

// Token returns the current access token and when it expires (the zero time if the endpoint did not say), and fetches
// one if there is none or it is about to expire.
func (s *TokenSource) Token(ctx context.Context) (token secret.String, expiresAt time.Time, err error) {
	if held := s.usable(); held != nil {
		return held.value, held.expires, nil
	}
	// The fetch outlives the worker that happened to start it: others wait for the same token.
	shared := context.WithoutCancel(ctx)
	flight := s.flights.DoChan("", func() (any, error) { return s.refresh(shared) })
	select {
	case landed := <-flight:
		if landed.Err != nil {
			return secret.String{}, time.Time{}, landed.Err
		}
		held, _ := landed.Val.(*heldToken)
		return held.value, held.expires, nil
	case <-ctx.Done():
		return secret.String{}, time.Time{}, ctx.Err()
	}
}

func (s *TokenSource) usable() *heldToken {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.current == nil || !s.current.renewAt.IsZero() && !time.Now().Before(s.current.renewAt) {
		return nil
	}
	return s.current
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
	s.current = held
	return held, nil
}
