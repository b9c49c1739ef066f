package provider

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/platform"
)

// retryBlock is the budget of one operation, the same for all platforms.
func retryBlock() schema.Block {
	defaults := httpapi.DefaultRetry()
	return schema.SingleNestedBlock{
		MarkdownDescription: "When requests are repeated. Reads, and writes that can safely be sent twice, are repeated on transport errors and on the statuses 429, 502, 503 and 504; " +
			"a creation only if it certainly had no effect.",
		Attributes: map[string]schema.Attribute{
			"max_attempts": schema.Int64Attribute{
				MarkdownDescription: fmt.Sprintf("Attempts per request, the first one included. Default %d.", defaults.MaxAttempts),
				Optional:            true,
				Validators:          []validator.Int64{int64validator.Between(1, 100)},
			},
			"min_wait":    durationAttribute("Upper bound of the first wait; doubles with every attempt. The actual wait is random.", defaults.MinWait),
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
			"ca_file":         fileAttribute("PEM file of certificate authorities to trust, in addition to the system's."),
			"client_certificate_file": fileAttribute("PEM file of a client certificate.",
				stringvalidator.AlsoRequires(path.MatchRelative().AtParent().AtName("client_key_file"))),
			"client_key_file": fileAttribute("PEM file of the client certificate's private key.",
				stringvalidator.AlsoRequires(path.MatchRelative().AtParent().AtName("client_certificate_file"))),
			"proxy_url": schema.StringAttribute{
				MarkdownDescription: "URL of a proxy to use, instead of what `HTTPS_PROXY` and `NO_PROXY` say.",
				Optional:            true,
				Sensitive:           true, // it may hold a password
				Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
			},
		},
	}
}

func durationAttribute(description string, value time.Duration) schema.Attribute {
	return schema.StringAttribute{
		MarkdownDescription: fmt.Sprintf("%s Default `%s`.", description, value),
		Optional:            true,
		Validators:          []validator.String{duration{}},
	}
}

func fileAttribute(description string, validators ...validator.String) schema.Attribute {
	return schema.StringAttribute{
		MarkdownDescription: description,
		Optional:            true,
		Validators:          append(validators, stringvalidator.LengthAtLeast(1)),
	}
}

// duration accepts positive durations such as 30s or 5m.
type duration struct{}

func (duration) Description(context.Context) string { return "a positive duration such as 30s or 5m" }

func (d duration) MarkdownDescription(ctx context.Context) string { return d.Description(ctx) }

func (duration) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if d, err := time.ParseDuration(req.ConfigValue.ValueString()); err != nil || d <= 0 {
		resp.Diagnostics.AddAttributeError(req.Path, "Not a duration",
			fmt.Sprintf("%s is %q, but must be a positive duration such as 30s or 5m.", req.Path, req.ConfigValue.ValueString()))
	}
}

// readShared reads the retry and http blocks. Validation has already refused what is wrong with known values; what is not
// known yet becomes an error at a platform's first request.
func readShared(ctx context.Context, config tfsdk.Config) (platform.Shared, diag.Diagnostics) {
	shared := platform.Shared{Retry: httpapi.DefaultRetry(), Transport: httpapi.Transport{RequestTimeout: httpapi.DefaultRequestTimeout}}
	r := blockReader{unknown: &shared.Unknown}
	diags := r.open(ctx, config, "retry")
	if attempts, ok := r.value("max_attempts").(types.Int64); ok {
		shared.Retry.MaxAttempts = int(attempts.ValueInt64())
	}
	r.duration("min_wait", &shared.Retry.MinWait)
	r.duration("max_wait", &shared.Retry.MaxWait)
	r.duration("max_elapsed", &shared.Retry.MaxElapsed)

	diags.Append(r.open(ctx, config, "http")...)
	r.duration("request_timeout", &shared.Transport.RequestTimeout)
	r.text("ca_file", &shared.Transport.CAFile)
	r.text("client_certificate_file", &shared.Transport.ClientCertificateFile)
	r.text("client_key_file", &shared.Transport.ClientKeyFile)
	r.text("proxy_url", &shared.Transport.ProxyURL)
	return shared, diags
}

// blockReader reads the attributes of one block after the other, and notes those that are not known yet.
type blockReader struct {
	name    string
	block   types.Object
	unknown *diag.Diagnostics
}

func (r *blockReader) open(ctx context.Context, config tfsdk.Config, name string) diag.Diagnostics {
	r.name, r.block = name, types.Object{}
	return config.GetAttribute(ctx, path.Root(name), &r.block)
}

func (r *blockReader) value(name string) attr.Value {
	value, ok := r.block.Attributes()[name]
	if r.block.IsUnknown() || ok && value.IsUnknown() {
		r.unknown.AddAttributeError(path.Root(r.name).AtName(name), "The provider's configuration is not known yet",
			fmt.Sprintf("A request is needed now, but `%s` in the block `%s` is known only after another resource has been applied.", name, r.name))
		return nil
	}
	if !ok || value.IsNull() {
		return nil
	}
	return value
}

func (r *blockReader) text(name string, target *string) {
	if value, ok := r.value(name).(types.String); ok {
		*target = value.ValueString()
	}
}

func (r *blockReader) duration(name string, target *time.Duration) {
	var text string
	r.text(name, &text)
	if d, err := time.ParseDuration(text); err == nil {
		*target = d
	}
}
