package resource

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/platform"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret"
)

// AccessToken describes an ephemeral resource that lends the access token with which the provider itself calls a platform.
type AccessToken[C lender] struct {
	// Name is the name of the type, without the provider's.
	Name string
	// Description is in markdown.
	Description string
}

// lender is a platform's client that says which token it uses now, and when that expires; the zero time: that is not known.
type lender interface {
	AccessToken(ctx context.Context) (token secret.String, expiresAt time.Time, err error)
}

// New makes the ephemeral resource.
func (t AccessToken[C]) New() ephemeral.EphemeralResource { return &accessToken[C]{described: t} }

type accessToken[C lender] struct {
	platform.UsesClient[C]
	described AccessToken[C]
}

var _ ephemeral.EphemeralResourceWithConfigure = (*accessToken[lender])(nil)

type accessTokenModel struct {
	AccessToken types.String `tfsdk:"access_token"`
	ExpiresAt   types.String `tfsdk:"expires_at"`
}

func (e *accessToken[C]) Metadata(_ context.Context, req ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + e.described.Name
}

func (e *accessToken[C]) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: e.described.Description,
		Attributes: map[string]schema.Attribute{
			"access_token": schema.StringAttribute{MarkdownDescription: "The token, for the header `Authorization: Bearer`.", Computed: true, Sensitive: true},
			"expires_at":   schema.StringAttribute{MarkdownDescription: "When it expires (RFC 3339, UTC); null if the platform does not say, or if `access_token` is configured.", Computed: true},
		},
	}
}

func (e *accessToken[C]) Configure(_ context.Context, req ephemeral.ConfigureRequest, resp *ephemeral.ConfigureResponse) {
	e.FindClient(req.ProviderData, &resp.Diagnostics)
}

func (e *accessToken[C]) Open(ctx context.Context, _ ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	client, ok := e.Client(&resp.Diagnostics)
	if !ok {
		return
	}
	token, expires, err := client.AccessToken(ctx)
	if err != nil {
		Failed(&resp.Diagnostics, "get", "access token", err)
		return
	}
	lent := accessTokenModel{AccessToken: types.StringValue(token.Reveal())}
	if !expires.IsZero() {
		lent.ExpiresAt = types.StringValue(expires.UTC().Format(time.RFC3339))
	}
	resp.Diagnostics.Append(resp.Result.Set(ctx, &lent)...)
}
