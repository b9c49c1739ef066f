package main

import (
	"fmt"
	"net"
	"slices"
	"strings"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

// environment is what leads a provider to the mock server, and keeps it away from any tenant.
type environment struct {
	url       string
	variables []fakeapi.Variable
	unset     []string // the provider's other variables
}

func newEnvironment(o *options, address net.Addr, fixtures []fakeapi.Fixture) environment {
	e := environment{url: baseURL(o, address), unset: []string{"CREDENTIALS_CA_FILE"}}
	e.set("MOCKSERVER_URL", e.url)
	for _, fixture := range fixtures {
		e.variables = append(e.variables, fixture.Environment(e.url+"/"+fixture.Name)...)
		e.variables = append(e.variables, fixture.ReadOnlyEnvironment()...)
		e.unset = append(e.unset, fixture.OtherVariables...)
	}
	return e
}

// baseURL has the host as it was given, or loopback where that stands for all addresses.
func baseURL(o *options, address net.Addr) string {
	scheme := "http"
	if o.tls {
		scheme = "https"
	}
	host, _, _ := net.SplitHostPort(o.address) // it was listened on
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	_, port, _ := net.SplitHostPort(address.String())
	return scheme + "://" + net.JoinHostPort(host, port)
}

func (e *environment) set(name, value string) {
	e.variables = append(e.variables, fakeapi.Variable{Name: name, Value: value})
	e.unset = slices.DeleteFunc(e.unset, func(unset string) bool { return unset == name })
}

// script is the environment as commands of a POSIX shell.
func (e environment) script() string {
	var b strings.Builder
	for _, v := range e.variables {
		fmt.Fprintf(&b, "export %s='%s'\n", v.Name, strings.ReplaceAll(v.Value, "'", `'\''`))
	}
	fmt.Fprintf(&b, "unset %s\n", strings.Join(e.unset, " "))
	return b.String()
}

// applied returns another environment with this one put over it; both have elements NAME=value.
func (e environment) applied(other []string) []string {
	isOurs := func(element string) bool {
		name, _, _ := strings.Cut(element, "=")
		return slices.Contains(e.unset, name) || slices.ContainsFunc(e.variables, func(v fakeapi.Variable) bool { return v.Name == name })
	}
	all := slices.DeleteFunc(slices.Clone(other), isOurs)
	for _, v := range e.variables {
		all = append(all, v.Name+"="+v.Value)
	}
	return all
}
