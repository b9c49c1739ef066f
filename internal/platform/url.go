package platform

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// SecureURL accepts absolute https URLs, and http URLs of a loopback address: credentials cross no network in clear.
func SecureURL() validator.String { return secureURL{} }

type secureURL struct{}

func (secureURL) Description(context.Context) string {
	return "an https URL, or an http URL of a loopback address"
}

func (v secureURL) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (secureURL) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if err := checkURL(req.ConfigValue.ValueString()); err != nil {
		resp.Diagnostics.AddAttributeError(req.Path, "Not a usable URL", fmt.Sprintf("%s %s.", req.Path, err))
	}
}

func checkURL(raw string) error {
	u, err := url.Parse(raw)
	switch {
	case err != nil || u.Hostname() == "":
		return errors.New("must be an absolute URL such as https://api.example.com")
	case u.User != nil || u.ForceQuery || u.RawQuery != "" || u.Fragment != "":
		return errors.New("must have neither user, nor query, nor fragment")
	case u.Scheme == "https", u.Scheme == "http" && isLoopback(u.Hostname()):
		return nil
	}
	return errors.New("must use https: only a loopback address may be reached by http")
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
