package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// authority certifies whatever name or address a client asks for. Its key never leaves the process.
type authority struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey

	mu     sync.Mutex
	issued map[string]*tls.Certificate
}

func newAuthority() (*authority, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	template := certificateTemplate("mockserver authority")
	template.IsCA, template.BasicConstraintsValid = true, true
	template.KeyUsage = x509.KeyUsageCertSign
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return nil, err
	}
	certificate, err := x509.ParseCertificate(der)
	return &authority{certificate: certificate, key: key, issued: map[string]*tls.Certificate{}}, err
}

// certificateTemplate is valid from an hour ago, for clients whose clock is behind, and as long as clients accept.
func certificateTemplate(name string) *x509.Certificate {
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 127))
	if err != nil {
		panic(err) // the system's source of randomness never fails
	}
	return &x509.Certificate{
		SerialNumber: serial,
		Subject:      pkix.Name{CommonName: name},
		NotBefore:    time.Now().Add(-time.Hour),
		NotAfter:     time.Now().AddDate(1, 0, 0),
	}
}

// write writes the authority's certificate to a file, a temporary one if the path is empty. It returns its absolute path,
// and what removes a temporary one.
func (a *authority) write(path string) (absolute string, remove func(), err error) {
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.certificate.Raw})
	if path != "" {
		if absolute, err = filepath.Abs(path); err != nil {
			return "", nil, fmt.Errorf("-ca-file: %w", err)
		}
		if err = os.WriteFile(absolute, text, 0o644); err != nil { //nolint:gosec // others have to trust it, too
			return "", nil, fmt.Errorf("-ca-file: %w", err)
		}
		return absolute, func() {}, nil
	}
	file, err := os.CreateTemp("", "mockserver-ca-*.pem")
	if err != nil {
		return "", nil, err
	}
	remove = func() { _ = os.Remove(file.Name()) }
	_, err = file.Write(text)
	if closed := file.Close(); err == nil {
		err = closed
	}
	if err != nil {
		remove()
		return "", nil, err
	}
	absolute, err = filepath.Abs(file.Name())
	return absolute, remove, err
}

// listener serves TLS. HTTP/2 is left out: a reset of one of its streams is not the reset of a connection that faults inject.
func (a *authority) listener(inner net.Listener) net.Listener {
	return tls.NewListener(inner, &tls.Config{
		MinVersion: tls.VersionTLS12,
		NextProtos: []string{"http/1.1"},
		GetCertificate: func(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
			name := hello.ServerName
			if name == "" { // an address was asked for
				name, _, _ = net.SplitHostPort(hello.Conn.LocalAddr().String())
				name, _, _ = strings.Cut(name, "%") // the zone of a link-local address
			}
			return a.issue(name)
		},
	})
}

// issue returns the certificate of a name or address.
func (a *authority) issue(name string) (*tls.Certificate, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if issued, ok := a.issued[name]; ok {
		return issued, nil
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	template := certificateTemplate("mockserver")
	template.KeyUsage = x509.KeyUsageDigitalSignature
	template.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	if ip := net.ParseIP(name); ip != nil {
		// A client behind a published port of a container asks for loopback, and arrives at another address.
		template.IPAddresses = []net.IP{ip, net.IPv4(127, 0, 0, 1), net.IPv6loopback}
	} else {
		template.DNSNames = []string{name}
	}
	der, err := x509.CreateCertificate(rand.Reader, template, a.certificate, key.Public(), a.key)
	if err != nil {
		return nil, err
	}
	a.issued[name] = &tls.Certificate{Certificate: [][]byte{der, a.certificate.Raw}, PrivateKey: key}
	return a.issued[name], nil
}
