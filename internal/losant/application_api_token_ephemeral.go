package losant

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/argument"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/platform"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/resource"
)

var (
	_ ephemeral.EphemeralResourceWithConfigure = (*ephemeralAPIToken)(nil)
	_ ephemeral.EphemeralResourceWithClose     = (*ephemeralAPIToken)(nil)
)

// ephemeralAPIToken is an API token for one run: made when it is opened, and deleted when it is closed. What is left if the run
// is killed ends with its expiry.
type ephemeralAPIToken struct{ platform.UsesClient[*Client] }

func newEphemeralAPIToken() ephemeral.EphemeralResource { return &ephemeralAPIToken{} }

type ephemeralAPITokenModel struct {
	ApplicationID types.String `tfsdk:"application_id"`
	Scope         types.Set    `tfsdk:"scope"`
	Name          types.String `tfsdk:"name"`
	ExpiresIn     types.String `tfsdk:"expires_in"`
	Token         types.String `tfsdk:"token"`
	ID            types.String `tfsdk:"id"`
	ExpiresAt     types.String `tfsdk:"expires_at"`
}

// What is assumed of an ephemeral token, and how long it may live.
const (
	defaultTokenName = "terraform"
	defaultLifetime  = time.Hour
	shortestLifetime = time.Minute
	longestLifetime  = 24 * time.Hour
)

// suffixed is how many characters of the name are random, with the hyphen before them.
const suffixed = 27

func (e *ephemeralAPIToken) Metadata(_ context.Context, req ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_application_api_token"
}

func (e *ephemeralAPIToken) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "An API token of a Losant application for this run: it is made when Terraform needs it, and deleted at the end. " +
			"Plans make one, too, so the provider's own token needs more than read permissions for them. " +
			"If the run is killed, the token stays until it expires.",
		Attributes: map[string]schema.Attribute{
			"application_id": schema.StringAttribute{
				MarkdownDescription: "Id of the application, 24 hexadecimal digits.",
				Required:            true,
				Validators:          []validator.String{isObjectID(applicationHint)},
			},
			"scope": schema.SetAttribute{
				MarkdownDescription: scopeText, ElementType: types.StringType, Required: true, Validators: scopeValidators(),
			},
			"name": schema.StringAttribute{
				MarkdownDescription: fmt.Sprintf("Beginning of the name, of 1 to %d characters, to which a random suffix is added. Default `terraform`.", 255-suffixed),
				Optional:            true,
				Validators:          []validator.String{argument.Length(1, 255-suffixed)},
			},
			"expires_in": schema.StringAttribute{
				MarkdownDescription: "After what time the token expires, from `1m` to `24h`. Default `1h`. It is not renewed, so it has to last for the whole run.",
				Optional:            true,
				Validators:          []validator.String{argument.Check(isLifetime, "a duration from 1m to 24h, such as 90m", "")},
			},
			"token":      schema.StringAttribute{MarkdownDescription: "The token, for the header `Authorization: Bearer`.", Computed: true, Sensitive: true},
			"id":         schema.StringAttribute{MarkdownDescription: "Id of the API token.", Computed: true},
			"expires_at": schema.StringAttribute{MarkdownDescription: "When it expires (RFC 3339, UTC).", Computed: true},
		},
	}
}

func isLifetime(text string) bool {
	d, err := time.ParseDuration(text)
	return err == nil && shortestLifetime <= d && d <= longestLifetime
}

func (e *ephemeralAPIToken) Configure(_ context.Context, req ephemeral.ConfigureRequest, resp *ephemeral.ConfigureResponse) {
	e.FindClient(req.ProviderData, &resp.Diagnostics)
}

// openToken is what Close has to know.
type openToken struct {
	ApplicationID string `json:"application_id"`
	ID            string `json:"id"`
	ExpiresAt     string `json:"expires_at"`
}

const keyOpen = "open"

// Open makes the token. The suffix makes its name unlike any other, so that it is found if the answer is lost.
func (e *ephemeralAPIToken) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	var model ephemeralAPITokenModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	client, ok := e.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	lifetime, name := defaultLifetime, defaultTokenName
	if d, err := time.ParseDuration(model.ExpiresIn.ValueString()); err == nil {
		lifetime = d
	}
	if !model.Name.IsNull() {
		name = model.Name.ValueString()
	}
	made, token, err := client.CreateApplicationAPIToken(ctx, model.ApplicationID.ValueString(), ApplicationAPITokenBody{
		Name: name + "-" + strings.ToLower(rand.Text()), Status: "active", Scope: resource.TextsOf(model.Scope),
		ExpirationDate: wireTime(time.Now().Add(lifetime)),
	})
	if err != nil {
		resource.Failed(&resp.Diagnostics, "create", "API token for this run", err)
		return
	}
	open, _ := json.Marshal(openToken{model.ApplicationID.ValueString(), made.ID, made.ExpirationDate}) // texts marshal
	resp.Diagnostics.Append(resp.Private.SetKey(ctx, keyOpen, open)...)
	model.Token, model.ID = types.StringValue(token.Reveal()), types.StringValue(made.ID)
	model.ExpiresAt = resource.TextOrNull(made.ExpirationDate)
	resp.Diagnostics.Append(resp.Result.Set(ctx, &model)...)
}

// Close deletes the token; one that is gone already is a success.
func (e *ephemeralAPIToken) Close(ctx context.Context, req ephemeral.CloseRequest, resp *ephemeral.CloseResponse) {
	var open openToken
	stored, diags := req.Private.GetKey(ctx, keyOpen)
	resp.Diagnostics.Append(diags...)
	client, ok := e.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() || json.Unmarshal(stored, &open) != nil || open.ID == "" {
		return
	}
	if err := client.DeleteApplicationAPIToken(ctx, open.ApplicationID, open.ID); err != nil {
		resp.Diagnostics.AddWarning("The API token of this run was not deleted",
			fmt.Sprintf("The API token %s of application %s works until %s, unless you delete it in Losant. %s.", open.ID, open.ApplicationID, open.ExpiresAt, err))
	}
}
