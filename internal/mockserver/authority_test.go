package main_test

import (
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// trust makes the server's client trust the authority in the file that the environment names.
func (s *server) trust() {
	s.t.Helper()
	text, err := os.ReadFile(s.environment["CREDENTIALS_CA_FILE"])
	if err != nil {
		s.t.Fatal(err)
	}
	authorities := x509.NewCertPool()
	if !authorities.AppendCertsFromPEM(text) {
		s.t.Fatalf("no certificate: %s", text)
	}
	s.client = &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: authorities}, DisableKeepAlives: true}}
}

// The authority certifies whatever a client asks for, and its temporary file is gone at the end.
func TestTLS(t *testing.T) {
	s := start(t, "-tls")
	file := s.environment["CREDENTIALS_CA_FILE"]
	if !filepath.IsAbs(file) || !strings.HasPrefix(s.environment["LOSANT_BASE_URL"], "https://127.0.0.1:") {
		t.Errorf("the environment is %q", s.printed)
	}
	if strings.Contains(strings.Join(s.printed, "\n"), "unset CREDENTIALS_CA_FILE") {
		t.Errorf("the authority's variable is unset: %q", s.printed)
	}
	s.trust()
	s.get("/_mock/health")
	location, err := url.Parse(s.environment["MOCKSERVER_URL"])
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"localhost", "mockserver", "api.example.com"} {
		config := s.client.Transport.(*http.Transport).TLSClientConfig.Clone()
		config.ServerName = name
		connection, err := tls.Dial("tcp", location.Host, config)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		_ = connection.Close()
	}
	if _, err := new(http.Client).Get(s.environment["MOCKSERVER_URL"]); err == nil {
		t.Error("a client that does not know the authority trusts it")
	}
	if status, _ := s.end(syscall.SIGTERM); status != 0 {
		t.Errorf("status %d", status)
	}
	if _, err := os.Stat(file); !os.IsNotExist(err) {
		t.Errorf("the file is still there: %v", err)
	}
}

// With TLS others may reach it: on all addresses, with a file that stays.
func TestTLSOnAllAddresses(t *testing.T) {
	file := filepath.Join(t.TempDir(), "it's.pem")
	s := start(t, "-tls", "-addr", ":0", "-ca-file", file, "-losant.fault", "* * reset times=1")
	s.environment["CREDENTIALS_CA_FILE"] = file // the shell's quotes are another test's
	if !strings.HasPrefix(s.environment["MOCKSERVER_URL"], "https://127.0.0.1:") {
		t.Errorf("MOCKSERVER_URL is %s", s.environment["MOCKSERVER_URL"])
	}
	if !strings.Contains(strings.Join(s.printed, "\n"), `CREDENTIALS_CA_FILE='`+strings.ReplaceAll(file, "'", `'\''`)+`'`) {
		t.Errorf("not quoted for a shell: %q", s.printed)
	}
	s.trust()
	for _, address := range otherAddresses(t) {
		location, err := url.Parse(s.environment["MOCKSERVER_URL"])
		if err != nil {
			t.Fatal(err)
		}
		location.Host = net.JoinHostPort(address, location.Port())
		response, err := s.client.Get(location.String() + "/_mock/health")
		if err != nil {
			t.Errorf("%s: %v", address, err)
			continue
		}
		response.Body.Close()
	}
	// A reset is one of the connection below TLS.
	if _, err := s.client.Get(s.environment["LOSANT_BASE_URL"] + credentials); err == nil || !strings.Contains(err.Error(), "reset") {
		t.Errorf("the injected reset is %v", err)
	}
	s.end(syscall.SIGTERM)
	if _, err := os.Stat(file); err != nil {
		t.Errorf("the file that was asked for is gone: %v", err)
	}
}

func otherAddresses(t *testing.T) (addresses []string) {
	t.Helper()
	all, err := net.InterfaceAddrs()
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range all {
		if network, ok := a.(*net.IPNet); ok && !network.IP.IsLinkLocalUnicast() {
			addresses = append(addresses, network.IP.String())
		}
	}
	return addresses
}

func TestHostIsAsGiven(t *testing.T) {
	s := start(t, "-addr", "localhost:0")
	if !strings.HasPrefix(s.environment["HELLOID_BASE_URL"], "http://localhost:") {
		t.Errorf("HELLOID_BASE_URL is %s", s.environment["HELLOID_BASE_URL"])
	}
	s.get("/_mock/health")
}
