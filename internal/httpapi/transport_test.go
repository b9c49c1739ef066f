package httpapi_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret"
)

var read = httpapi.Request{Method: http.MethodGet, Path: "/things"}

func TestHangingServerEndsInATimeout(t *testing.T) {
	t.Parallel()
	for name, hang := range map[string]step{
		"before the answer": func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() },
		"in the answer": func(w http.ResponseWriter, r *http.Request) {
			_, _ = w.Write([]byte("{"))
			_ = http.NewResponseController(w).Flush()
			<-r.Context().Done()
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := play(t, hang)
			err := connect(t, server.URL, timeout(500*time.Millisecond)).Do(t.Context(), read, nil)
			if server.count() != quick.MaxAttempts {
				t.Errorf("%d requests arrived", server.count())
			}
			if err == nil || !strings.Contains(err.Error(), "request_timeout = 500ms") || !strings.HasSuffix(err.Error(), "in the http block") {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestAnswersThatCannotBeUsed(t *testing.T) {
	t.Parallel()
	const canary = "canary-in-the-body"
	for name, test := range map[string]struct{ body, want string }{
		"html":       {"<html>" + canary, "is not the JSON that was expected"},
		"empty":      {"", "the answer has no body"},
		"wrong type": {`{"id": {"` + canary + `": 1}}`, `"id" should be text`},
		"a list":     {`["` + canary + `"]`, `form: it should be an object`},
		"too large":  {`{"id": "` + canary + strings.Repeat("x", 10<<20) + `"}`, "larger than 10485760 bytes"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := play(t, reply(200, test.body))
			var out struct {
				ID string `json:"id"`
			}
			err := connect(t, server.URL).Do(t.Context(), httpapi.Request{Method: http.MethodPut, Path: "/things"}, &out)
			if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), canary) {
				t.Errorf("got %v, want %q", err, test.want)
			}
			if httpapi.AppliedOf(err) == httpapi.NotApplied || server.count() != 1 {
				t.Errorf("%d requests arrived, got %v", server.count(), err)
			}
		})
	}
}

func TestUnknownFieldsAndLetterCaseDoNotMatter(t *testing.T) {
	t.Parallel()
	server := play(t, reply(200, `{"applicationguid": "a", "unknown": 1}`), reply(204, ""))
	client := connect(t, server.URL)
	var out struct {
		GUID string `json:"applicationGUID"`
	}
	for range 2 {
		if err := client.Do(t.Context(), read, &out); err != nil || out.GUID != "a" {
			t.Errorf("got %+v, %v", out, err)
		}
	}
}

// demanding is an answer that must not be missing.
type demanding struct{}

func (*demanding) UnmarshalJSON(data []byte) error {
	if string(data) == "null" {
		return errors.New("nothing is in it")
	}
	return nil
}

func TestWhatMustNotBeMissingRefuses204(t *testing.T) {
	t.Parallel()
	server := play(t, reply(204, ""))
	if err := connect(t, server.URL).Do(t.Context(), read, &demanding{}); err == nil {
		t.Error("no error")
	}
}

func TestOnlyReadsFollowRedirectsAndOnlyToTheSameHost(t *testing.T) {
	t.Parallel()
	other := play(t, reply(200, "{}"))
	for name, test := range map[string]struct {
		method   string
		location string
		want     string // "": it is followed
	}{
		"read, same host":   {http.MethodGet, "/elsewhere", ""},
		"read, other host":  {http.MethodGet, other.URL + "/things", "redirected to " + other.URL + ": credentials go to the configured address only"},
		"read, no URL":      {http.MethodGet, "http://[canary", "redirected to an address that cannot be read"},
		"write, same host":  {http.MethodPost, "/elsewhere", "a write was redirected (to SERVER), which is never followed"},
		"write, other host": {http.MethodPut, other.URL + "/things", "a write was redirected (to " + other.URL + ")"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := play(t, reply(307, "", "Location", test.location), reply(200, "{}"))
			client := connect(t, server.URL, func(c *httpapi.Config) { c.Auth = httpapi.Bearer(secret.New("token-value")) })
			err := client.Do(t.Context(), httpapi.Request{Method: test.method, Path: "/things"}, nil)
			if test.want != "" {
				if httpapi.StatusOf(err) != 307 || server.count() != 1 || httpapi.AppliedOf(err) != httpapi.NotApplied {
					t.Errorf("got %v after %d requests", err, server.count())
				}
				want := strings.ReplaceAll(test.want, "SERVER", server.URL)
				if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "canary") {
					t.Errorf("got %v, want %q", err, want)
				}
				return
			}
			if err != nil || server.count() != 2 {
				t.Fatalf("got %v after %d requests", err, server.count())
			}
			if last, _ := server.request(1); last.URL.Path != "/elsewhere" || last.Header.Get("Authorization") != "Bearer token-value" {
				t.Errorf("followed to %s with %v", last.URL, last.Header)
			}
		})
	}
	if other.count() != 0 {
		t.Error("a request went to the other host")
	}
}

func TestRedirectsInACircleEnd(t *testing.T) {
	t.Parallel()
	server := play(t, reply(302, "", "Location", "/things"))
	err := connect(t, server.URL).Do(t.Context(), read, nil)
	if err == nil || !strings.Contains(err.Error(), "redirected too often; 1 attempt") || server.count() != 11 {
		t.Errorf("got %v after %d requests", err, server.count())
	}
}

func TestHTTPSIsNotLeftByARedirect(t *testing.T) {
	t.Parallel()
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		reply(302, "", "Location", "http://"+r.Host+"/things")(w, r)
	}))
	t.Cleanup(server.Close)
	client := connect(t, server.URL, func(c *httpapi.Config) {
		c.Transport.CAFile = writePEM(t, "CERTIFICATE", server.Certificate().Raw)
	})
	if err := client.Do(t.Context(), read, nil); err == nil || !strings.Contains(err.Error(), "redirected to http://") {
		t.Errorf("got %v", err)
	}
}

func TestOwnAuthorityAndClientCertificate(t *testing.T) {
	t.Parallel()
	server := httptest.NewUnstartedServer(reply(200, "{}"))
	server.Config.ErrorLog = log.New(io.Discard, "", 0) // refused handshakes are what this test is about
	server.TLS = &tls.Config{ClientAuth: tls.RequireAnyClientCert}
	server.EnableHTTP2 = true
	server.StartTLS()
	t.Cleanup(server.Close)
	ca := writePEM(t, "CERTIFICATE", server.Certificate().Raw)
	certificate, key := keyPair(t)

	trusting := func(c *httpapi.Config) { c.Transport.CAFile = ca }
	identified := func(c *httpapi.Config) {
		c.Transport.ClientCertificateFile, c.Transport.ClientKeyFile = certificate, key
	}
	if err := connect(t, server.URL, trusting, identified).Do(t.Context(), read, nil); err != nil {
		t.Error(err)
	}
	// The server's alert may lose the race against the end of the connection, which is worth a repeat.
	if err := connect(t, server.URL, trusting).Do(t.Context(), read, nil); err == nil || httpapi.StatusOf(err) != 0 {
		t.Errorf("no client certificate: got %v", err)
	}
	for name, client := range map[string]*httpapi.Client{
		"unknown authority": connect(t, server.URL, identified),
		"no TLS at all":     connect(t, strings.Replace(play(t, reply(200, "")).URL, "http:", "https:", 1)),
	} {
		err := client.Do(t.Context(), read, nil)
		if failed, ok := errors.AsType[*httpapi.Error](err); !ok || failed.Attempts != 1 || failed.Status != 0 {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestProxyIsUsedAndItsRefusalIsFinal(t *testing.T) {
	t.Parallel()
	proxy := play(t, reply(200, "{}"))
	via := func(c *httpapi.Config) {
		c.Transport.ProxyURL = strings.Replace(proxy.URL, "://", "://user:password@", 1)
	}
	if err := connect(t, "http://api.invalid", via).Do(t.Context(), read, nil); err != nil {
		t.Fatal(err)
	}
	if seen, _ := proxy.request(0); seen.URL.String() != "http://api.invalid/things" {
		t.Errorf("the proxy was asked for %s", seen.URL)
	}
	// As with the proxy of the environment: what is meant for this machine does not leave it, in clear at that.
	direct := play(t, reply(200, "{}"))
	if err := connect(t, direct.URL, via).Do(t.Context(), read, nil); err != nil || direct.count() != 1 || proxy.count() != 1 {
		t.Errorf("got %v after %d direct requests", err, direct.count())
	}
	for status, want := range map[int]struct {
		said     string
		attempts int
	}{
		407: {"the proxy asks for authentication", 1},
		403: {"the proxy answered 403 Forbidden", 1},
		503: {"the proxy answered 503 Service Unavailable", quick.MaxAttempts},
	} {
		refusing := play(t, reply(status, ""))
		client := connect(t, "https://api.invalid", func(c *httpapi.Config) { c.Transport.ProxyURL = refusing.URL })
		err := client.Do(t.Context(), httpapi.Request{Method: http.MethodPost, Path: "/things"}, nil)
		if err == nil || !strings.Contains(err.Error(), want.said) || refusing.count() != want.attempts || httpapi.AppliedOf(err) != httpapi.NotApplied {
			t.Errorf("got %v after %d requests", err, refusing.count())
		}
	}
}

func TestBadSettingsNameTheirAttribute(t *testing.T) {
	t.Parallel()
	missing := filepath.Join(t.TempDir(), "missing")
	empty := writePEM(t, "NOTHING", nil)
	certificate, key := keyPair(t)
	for _, test := range []struct {
		field  string
		base   string
		change httpapi.Transport
	}{
		{field: "base_url", base: "api.example.com"},
		{field: "base_url", base: "https://"},
		{field: "base_url", base: "https://api.example.com?x=1"},
		{field: "base_url", base: "https://api.example.com?"},
		{field: "base_url", base: "https://:443"},
		{field: "ca_file", change: httpapi.Transport{CAFile: missing}},
		{field: "ca_file", change: httpapi.Transport{CAFile: empty}},
		{field: "client_certificate_file", change: httpapi.Transport{ClientKeyFile: key}},
		{field: "client_certificate_file", change: httpapi.Transport{ClientCertificateFile: missing, ClientKeyFile: key}},
		{field: "client_certificate_file", change: httpapi.Transport{ClientCertificateFile: empty, ClientKeyFile: key}},
		{field: "client_key_file", change: httpapi.Transport{ClientCertificateFile: certificate}},
		{field: "client_key_file", change: httpapi.Transport{ClientCertificateFile: certificate, ClientKeyFile: missing}},
		{field: "proxy_url", change: httpapi.Transport{ProxyURL: "proxy:8080"}},
		{field: "proxy_url", change: httpapi.Transport{ProxyURL: "http://user:canary@proxy:port"}},
		{field: "proxy_url", change: httpapi.Transport{ProxyURL: "http://user:canary/x@proxy:3128"}},
		{field: "proxy_url", change: httpapi.Transport{ProxyURL: "http://user:canary#x@proxy:3128"}},
		{field: "proxy_url", change: httpapi.Transport{ProxyURL: "http://user:canary%zz@proxy:3128"}},
	} {
		base := test.base
		if base == "" {
			base = "https://api.example.com"
		}
		_, err := httpapi.New(httpapi.Config{BaseURL: base, Transport: test.change})
		wrong, ok := errors.AsType[*httpapi.ConfigError](err)
		if !ok || wrong.Field != test.field || strings.Contains(err.Error(), "canary") {
			t.Errorf("%+v: got %v, want an error of %s", test, err, test.field)
		}
	}
}

func writePEM(t *testing.T, kind string, der []byte) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "file.pem")
	if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func keyPair(t *testing.T) (certificate, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour)}
	signed, err := x509.CreateCertificate(rand.Reader, template, template, private.Public(), private)
	if err != nil {
		t.Fatal(err)
	}
	encoded, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	return writePEM(t, "CERTIFICATE", signed), writePEM(t, "PRIVATE KEY", encoded)
}

// A repeat would meet the same port.
func TestTLSWithAPortThatSpeaksNoneIsNotTriedAgain(t *testing.T) {
	t.Parallel()
	for name, banner := range map[string]string{
		"http": "HTTP/1.1 400 Bad Request\r\n\r\n", "other": "SSH-2.0-OpenSSH_9.9\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			listener, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = listener.Close() }()
			go func() {
				for {
					conn, acceptErr := listener.Accept()
					if acceptErr != nil {
						return
					}
					_, _ = conn.Write([]byte(banner))
					_, _ = conn.Read(make([]byte, 1024))
					_ = conn.Close()
				}
			}()
			err = connect(t, "https://"+listener.Addr().String()).Do(t.Context(), read, nil)
			failed, ok := errors.AsType[*httpapi.Error](err)
			if !ok || failed.Attempts != 1 {
				t.Errorf("got %v", err)
			}
		})
	}
}
