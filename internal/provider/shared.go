package provider

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/argument"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/platform"
)

// retryBlock is the budget of one operation, the same for all platforms.
func retryBlock() schema.Block {
	defaults := httpapi.DefaultRetry()
	return schema.SingleNestedBlock{
		Validators: []validator.Object{waits{}},
		MarkdownDescription: "When requests are retried. Failed requests are retried on connection errors and on the statuses 429, 502, 503 and 504. " +
			"Creations are retried only if the platform certainly did not act.",
		Attributes: map[string]schema.Attribute{
			"max_attempts": schema.Int64Attribute{
				MarkdownDescription: fmt.Sprintf("Attempts per request, the first one included. Default %d.", defaults.MaxAttempts),
				Optional:            true,
				Validators:          []validator.Int64{argument.Between(1, 100)},
			},
			"min_wait":    durationAttribute("Longest wait before the second attempt. It doubles with each further attempt; the actual wait is a random part of it.", defaults.MinWait),
			"max_wait":    durationAttribute("Longest wait between two attempts, unless the platform asks for a longer one.", defaults.MaxWait),
			"max_elapsed": durationAttribute("Time limit of one operation, from its first attempt. If the next wait would exceed what is left, the operation fails at once.", defaults.MaxElapsed),
		},
	}
}

// httpBlock is how connections are made, the same for all platforms.
func httpBlock() schema.Block {
	return schema.SingleNestedBlock{
		MarkdownDescription: "How connections are made.",
		Attributes: map[string]schema.Attribute{
			"request_timeout": durationAttribute("Time limit of one attempt, including its answer.", httpapi.DefaultRequestTimeout),
			"ca_file":         fileAttribute("PEM file of certificate authorities to trust, in addition to the system's. Falls back to `CREDENTIALS_CA_FILE`."),
			"client_certificate_file": fileAttribute("PEM file of a client certificate.",
				argument.With("client_key_file", "")),
			"client_key_file": fileAttribute("PEM file of the client certificate's private key.",
				argument.With("client_certificate_file", "")),
			"proxy_url": schema.StringAttribute{
				MarkdownDescription: "URL of a proxy to use, instead of what `HTTPS_PROXY` and `NO_PROXY` say.",
				Optional:            true,
				Sensitive:           true, // it may hold a password
				Validators: []validator.String{argument.Check(func(text string) bool { return httpapi.CheckProxyURL(text) == nil },
					"an absolute http, https or socks5 URL", "In a password, characters such as / # ? and % must be percent-encoded.")},
			},
		},
	}
}

func durationAttribute(description string, value time.Duration) schema.Attribute {
	return schema.StringAttribute{
		MarkdownDescription: fmt.Sprintf("%s Default `%s`.", description, strings.Replace(value.String(), "m0s", "m", 1)),
		Optional:            true,
		Validators:          []validator.String{argument.Check(isDuration, "a positive duration such as 30s or 5m", "")},
	}
}

func fileAttribute(description string, validators ...validator.String) schema.Attribute {
	return schema.StringAttribute{
		MarkdownDescription: description,
		Optional:            true,
		Validators:          append(validators, argument.Check(isFileName, "the name of a file", "It must not be what is in the file.")),
	}
}

func isDuration(text string) bool {
	d, err := time.ParseDuration(text)
	return err == nil && d > 0
}

// isFileName refuses what is not the name of a file, but the PEM in it.
func isFileName(text string) bool {
	return text != "" && !strings.ContainsAny(text, "\r\n") && !strings.HasPrefix(text, "-----BEGIN")
}

// waits refuses a min_wait above max_wait, or above its default.
type waits struct{}

func (waits) Description(context.Context) string { return "min_wait must not be above max_wait" }

func (w waits) MarkdownDescription(ctx context.Context) string { return w.Description(ctx) }

func (waits) ValidateObject(_ context.Context, req validator.ObjectRequest, resp *validator.ObjectResponse) {
	wait := func(name string) time.Duration { // 0: not set, not known, or refused by its own validator
		value, _ := req.ConfigValue.Attributes()[name].(types.String)
		d, _ := time.ParseDuration(value.ValueString())
		return d
	}
	shortest, longest, origin := wait("min_wait"), wait("max_wait"), "`max_wait`"
	if maxWait, ok := req.ConfigValue.Attributes()["max_wait"].(types.String); ok && maxWait.IsNull() {
		longest, origin = httpapi.DefaultRetry().MaxWait, fmt.Sprintf("`max_wait`, %s by default", httpapi.DefaultRetry().MaxWait)
	}
	if longest > 0 && shortest > longest {
		resp.Diagnostics.AddAttributeError(req.Path.AtName("min_wait"), "Waits in the wrong order",
			fmt.Sprintf("`%s` must not be longer than %s.", req.Path.AtName("min_wait"), origin))
	}
}

// readShared reads the retry and http blocks. Validation has already refused what is wrong with known values; what is not
// known yet becomes an error at a platform's first request.
func readShared(ctx context.Context, config tfsdk.Config) (shared platform.Shared, diags diag.Diagnostics) {
	retry, diags := platform.ReadBlock(ctx, config, "retry", &shared.Unknown)
	shared.Retry = httpapi.Retry{
		MaxAttempts: int(retry.Int64("max_attempts")),
		MinWait:     retry.Duration("min_wait"),
		MaxWait:     retry.Duration("max_wait"),
		MaxElapsed:  retry.Duration("max_elapsed"),
	}
	http, more := platform.ReadBlock(ctx, config, "http", &shared.Unknown)
	shared.Transport = httpapi.Transport{
		RequestTimeout:        http.Duration("request_timeout"),
		CAFile:                cmp.Or(http.Text("ca_file"), strings.TrimSpace(os.Getenv("CREDENTIALS_CA_FILE"))),
		ClientCertificateFile: http.Text("client_certificate_file"),
		ClientKeyFile:         http.Text("client_key_file"),
		ProxyURL:              http.Text("proxy_url"),
	}
	return shared, append(diags, more...)
}
