package oneaccess

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/platform"
)

var _ ephemeral.EphemeralResourceWithConfigure = (*tenantAccessToken)(nil)

// tenantAccessToken lends the token that the provider itself uses.
type tenantAccessToken struct {
	platform.EphemeralResource[*Client]
}

func newTenantAccessToken() ephemeral.EphemeralResource { return &tenantAccessToken{} }

type tenantAccessTokenModel struct {
	AccessToken types.String `tfsdk:"access_token"`
	ExpiresAt   types.String `tfsdk:"expires_at"`
}

func (e *tenantAccessToken) Metadata(_ context.Context, req ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_tenant_access_token"
}

func (e *tenantAccessToken) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The access token with which the provider calls Huawei Cloud OneAccess, for another provider or a script. It is kept in no plan and no state. " +
			"Nothing documented revokes a token: it lasts until it expires, after half an hour by default.",
		Attributes: map[string]schema.Attribute{
			"access_token": schema.StringAttribute{MarkdownDescription: "The token, for the header `Authorization: Bearer`.", Computed: true, Sensitive: true},
			"expires_at":   schema.StringAttribute{MarkdownDescription: "When it expires (RFC 3339, UTC); null if the provider was given the token.", Computed: true},
		},
	}
}

func (e *tenantAccessToken) Open(ctx context.Context, _ ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	client, ok := e.Client(&resp.Diagnostics)
	if !ok {
		return
	}
	token, expires, err := client.AccessToken(ctx)
	if err != nil {
		platform.Failed(&resp.Diagnostics, "get", "tenant access token", err, nil)
		return
	}
	lent := tenantAccessTokenModel{AccessToken: types.StringValue(token.Reveal())}
	if !expires.IsZero() {
		lent.ExpiresAt = types.StringValue(expires.UTC().Format(time.RFC3339))
	}
	resp.Diagnostics.Append(resp.Result.Set(ctx, &lent)...)
}
