package fakeapi

import (
	"crypto/rand"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// Token is a bearer token that a fake knows.
type Token struct {
	Value string
	// Scopes are what the token may do, in the platform's own words.
	Scopes []string
	// Expires is when the token stops being valid; never, if zero.
	Expires time.Time
	// Within is the only parent whose objects the token is for; empty: any.
	Within string
}

// Tokens are the bearer tokens that a fake knows. Safe for concurrent use.
type Tokens struct {
	now   func() time.Time
	mu    sync.Mutex
	known map[string]Token
}

// Allow makes a token of the given value valid for ever. An existing one of
// that value is replaced.
func (t *Tokens) Allow(value string, scopes ...string) {
	t.Add(Token{Value: value, Scopes: scopes})
}

// Issue makes a new random token that is valid for the given time.
func (t *Tokens) Issue(lifetime time.Duration, scopes ...string) Token {
	token := Token{Value: rand.Text(), Scopes: scopes, Expires: t.now().Add(lifetime)}
	t.Add(token)
	return token
}

// Expire ends a token now. An unknown one is left alone.
func (t *Tokens) Expire(value string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if token, ok := t.known[value]; ok {
		token.Expires = t.now()
		t.known[value] = token
	}
}

// ExpireAll ends all tokens now.
func (t *Tokens) ExpireAll() {
	for _, value := range t.Values() {
		t.Expire(value)
	}
}

// Values lists all tokens ever known, also the expired ones.
func (t *Tokens) Values() []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return slices.Sorted(maps.Keys(t.known))
}

// Bearer returns the valid token that the request carries, and refuses with
// 401 if there is none.
func (t *Tokens) Bearer(r *http.Request) (Token, error) {
	value := bearer(r)
	if value == "" {
		return Token{}, Refuse(http.StatusUnauthorized, "", "the request carries no bearer token")
	}
	switch token, valid := t.Find(value); {
	case valid:
		return token, nil
	case token.Value == "":
		return Token{}, Refuse(http.StatusUnauthorized, "", "the token is not known")
	default:
		return Token{}, Refuse(http.StatusUnauthorized, "", "the token has expired")
	}
}

// Find returns the token of that value and reports whether it is valid; an
// expired one is returned, too.
func (t *Tokens) Find(value string) (token Token, valid bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	token, known := t.known[value]
	return token, known && (token.Expires.IsZero() || t.now().Before(token.Expires))
}

// Add makes a token known. An existing one of that value is replaced.
func (t *Tokens) Add(token Token) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.known[token.Value] = token
}

func bearer(r *http.Request) string {
	value, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if value == r.Header.Get("Authorization") {
		return ""
	}
	return value
}
