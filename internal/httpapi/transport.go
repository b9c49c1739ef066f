package httpapi

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"os"
	"slices"
	"time"

	"golang.org/x/net/http/httpproxy"
)

// DefaultRequestTimeout is the limit of one attempt, its answer included, unless Transport says otherwise.
const DefaultRequestTimeout = 30 * time.Second

// Transport is how the platform is reached.
type Transport struct {
	RequestTimeout        time.Duration // of one attempt, its whole answer included; 0: 30 s
	CAFile                string        // PEM; trusted beside the system's authorities
	ClientCertificateFile string        // PEM; together with ClientKeyFile
	ClientKeyFile         string        // PEM
	ProxyURL              string        // "": HTTPS_PROXY, HTTP_PROXY and NO_PROXY of the environment
}

func newTransport(config Transport) (*http.Transport, error) {
	tlsConfig, err := config.tls()
	if err != nil {
		return nil, err
	}
	proxy, err := config.proxy()
	if err != nil {
		return nil, err
	}
	return &http.Transport{
		Proxy: proxy,
		OnProxyConnectResponse: func(_ context.Context, _ *url.URL, _ *http.Request, answer *http.Response) error {
			switch status := answer.StatusCode; {
			case status == http.StatusProxyAuthRequired:
				return permanentError{errors.New("the proxy asks for authentication: put user and password into proxy_url")}
			case status >= 400 && status < 500 && status != http.StatusTooManyRequests:
				return permanentError{fmt.Errorf("the proxy answered %d %s", status, http.StatusText(status))}
			case status != http.StatusOK:
				return fmt.Errorf("the proxy answered %d %s", status, http.StatusText(status))
			}
			return nil
		},
		DialContext:         (&net.Dialer{Timeout: config.RequestTimeout}).DialContext,
		TLSHandshakeTimeout: config.RequestTimeout,
		TLSClientConfig:     tlsConfig,
		ForceAttemptHTTP2:   true,
		HTTP2:               &http.HTTP2Config{SendPingTimeout: 15 * time.Second}, // else a dead connection eats every attempt
		MaxIdleConnsPerHost: 16,                                                   // Terraform's ten workers would else close and reopen connections all the time
		IdleConnTimeout:     90 * time.Second,
	}, nil
}

func (t Transport) tls() (*tls.Config, error) {
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	if t.CAFile != "" {
		pool, err := t.authorities()
		if err != nil {
			return nil, &ConfigError{Field: "ca_file", Err: err}
		}
		config.RootCAs = pool
	}
	switch {
	case t.ClientCertificateFile == "" && t.ClientKeyFile == "":
		return config, nil
	case t.ClientCertificateFile == "":
		return nil, &ConfigError{Field: "client_certificate_file", Err: errors.New("needed with client_key_file")}
	case t.ClientKeyFile == "":
		return nil, &ConfigError{Field: "client_key_file", Err: errors.New("needed with client_certificate_file")}
	}
	certificate, err := readFile(t.ClientCertificateFile)
	if err != nil {
		return nil, &ConfigError{Field: "client_certificate_file", Err: err}
	}
	key, err := readFile(t.ClientKeyFile)
	if err != nil {
		return nil, &ConfigError{Field: "client_key_file", Err: err}
	}
	pair, err := tls.X509KeyPair(certificate, key)
	if err != nil {
		return nil, &ConfigError{Field: "client_certificate_file", Err: fmt.Errorf("no pair with client_key_file: %w", err)}
	}
	config.Certificates = []tls.Certificate{pair}
	return config, nil
}

func (t Transport) authorities() (*x509.CertPool, error) {
	pem, err := readFile(t.CAFile)
	if err != nil {
		return nil, err
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		return nil, err
	}
	if !pool.AppendCertsFromPEM(pem) {
		return nil, errors.New("holds no PEM certificate")
	}
	return pool, nil
}

// readFile reads a file. Its errors do not quote the name: by a slip, that may be what is in the file.
func readFile(name string) ([]byte, error) {
	content, err := os.ReadFile(name) //nolint:gosec // the file that the user chose
	switch failed, _ := errors.AsType[*fs.PathError](err); {
	case err == nil:
		return content, nil
	case errors.Is(err, fs.ErrNotExist):
		return nil, errors.New("cannot be read: no such file")
	case errors.Is(err, fs.ErrPermission):
		return nil, errors.New("cannot be read: no permission")
	case failed != nil:
		return nil, fmt.Errorf("cannot be read: %w", failed.Err)
	}
	return nil, errors.New("cannot be read")
}

// CheckProxyURL returns an error, which quotes nothing, if [Transport] cannot use the URL of a proxy.
func CheckProxyURL(text string) error {
	proxy, err := url.Parse(text)
	if err != nil || proxy.Hostname() == "" || !slices.Contains([]string{"http", "https", "socks5", "socks5h"}, proxy.Scheme) {
		return errors.New("not an absolute http, https or socks5 URL (in a password, characters such as / # ? and % must be percent-encoded)")
	}
	return nil
}

func (t Transport) proxy() (func(*http.Request) (*url.URL, error), error) {
	if t.ProxyURL == "" {
		return http.ProxyFromEnvironment, nil
	}
	if err := CheckProxyURL(t.ProxyURL); err != nil {
		return nil, &ConfigError{Field: "proxy_url", Err: err}
	}
	find := (&httpproxy.Config{HTTPProxy: t.ProxyURL, HTTPSProxy: t.ProxyURL}).ProxyFunc() // passes by what is on this machine
	return func(r *http.Request) (*url.URL, error) { return find(r.URL) }, nil
}

// isPermanent reports whether a repeat would only bring the same error again: TLS that does not fit, a proxy that wants
// a password, a request that cannot be sent.
func isPermanent(err error) bool {
	if _, ok := errors.AsType[permanentError](err); ok {
		return true
	}
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return true
	}
	if _, ok := errors.AsType[tls.RecordHeaderError](err); ok || errors.Is(err, http.ErrSchemeMismatch) {
		return true
	}
	// crypto/tls reports the alerts of either side so, a refused client certificate among them.
	alert, ok := errors.AsType[*net.OpError](err)
	return ok && (alert.Op == "remote error" || alert.Op == "local error")
}
