package genesys

import (
	"context"

	framework "github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64default"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/setdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/argument"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/resource"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret/issued"
)

var (
	_ framework.ResourceWithModifyPlan     = (*oauthClientResource)(nil)
	_ framework.ResourceWithValidateConfig = (*oauthClientResource)(nil)
)

type oauthClientResource struct {
	resource.Managed[*Client, *oauthClientModel]
}

func newOAuthClientResource() framework.Resource { return describeOAuthClient() }

func describeOAuthClient() *oauthClientResource {
	r := &oauthClientResource{}
	r.Name = "oauth_client"
	r.Platform = title
	r.New = func() *oauthClientModel { return &oauthClientModel{} }
	r.ID = resource.ID{{Attribute: "id", Pattern: argument.NoSlash, Description: "Id of the OAuth client"}}
	r.Issued = issued.Secret{
		Platform: title, Name: "secret", InPlace: true,
		Description: "The secret that Genesys Cloud made for the OAuth client.",
		None:        isImplicit,
	}
	r.Paths = []string{pathOAuthClient}
	r.Vendor = resource.Source{Type: "genesyscloud_oauth_client", Provider: "MyPureCloud/genesyscloud"}
	r.IsGone = IsOAuthClientGone
	return r
}

const (
	defaultValidity = 86_400
	// longestValidity is that of clients that are not for SCIM only.
	longestValidity     = 172_800
	longestSCIMValidity = 38_880_000
)

const (
	guidForm = "a GUID, such as 0d2b8c54-6a1f-4e39-b7c0-8f5e3d1a9b26"
	guidHint = "The data source genesyscloud_auth_role, and the addresses of the pages in Admin, show the ids of roles and divisions."
)

func (r *oauthClientResource) Schema(_ context.Context, _ framework.SchemaRequest, resp *framework.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "An OAuth client in Genesys Cloud, with which a program calls its API. Genesys Cloud makes the secret and shows it once.",
		Attributes: r.Attributes(map[string]schema.Attribute{
			"name": schema.StringAttribute{
				MarkdownDescription: "Name. Need not be unique.",
				Required:            true,
				Validators:          []validator.String{argument.Filled()},
			},
			"description": schema.StringAttribute{MarkdownDescription: "Description.", Optional: true},
			"authorized_grant_type": schema.StringAttribute{
				MarkdownDescription: "How programs get their tokens: `CODE`, `TOKEN`, `SAML2-BEARER`, `PASSWORD` or `CLIENT-CREDENTIALS`. " +
					"`CLIENT-CREDENTIALS` needs `roles`, every other one `scopes`. A client with `TOKEN` has no secret; Genesys Cloud has announced that it will refuse new ones in 2026.",
				Required:   true,
				Validators: []validator.String{argument.OneOf(grantCode, grantImplicit, grantSAML, grantPassword, grantClientCredentials)},
			},
			"access_token_validity_seconds": schema.Int64Attribute{
				MarkdownDescription: "For how long a token is valid, in seconds: 300 to 172800, or up to 38880000 of clients that are for SCIM only. Default `86400`.",
				Optional:            true, Computed: true,
				Default:    int64default.StaticInt64(defaultValidity),
				Validators: []validator.Int64{argument.Between(300, longestSCIMValidity)},
			},
			"registered_redirect_uris": texts("Addresses that the login page may redirect to."),
			"scopes":                   texts("Scopes that tokens may have, such as `users:readonly`. Needed with every grant type but `CLIENT-CREDENTIALS`, to which they do not apply."),
			"state": schema.StringAttribute{
				MarkdownDescription: "`active` (default), or `inactive`: no tokens are issued. A third one, `disabled`, is set by Genesys only, and shows as a change.",
				Optional:            true, Computed: true,
				Default:    stringdefault.StaticString(stateActive),
				Validators: []validator.String{argument.OneOf(stateActive, stateInactive)},
			},
			"id":             resource.Stable("Id of the OAuth client, which programs know as its client id."),
			"date_created":   resource.Stable("When it was created (RFC 3339)."),
			"date_modified":  resource.ChangeDate("When it was last changed (RFC 3339)."),
			"date_to_delete": resource.Volatile("When Genesys Cloud will remove it (RFC 3339), if it was deleted and can still be restored. Null otherwise."),
			"created_by_id":  resource.Stable("Id of the user or OAuth client that created it."),
			"modified_by_id": resource.ChangeAuthor("Id of the user or OAuth client that changed it last."),
		}),
		Blocks: map[string]schema.Block{
			"roles": schema.SetNestedBlock{
				MarkdownDescription: "A role that a client with the grant type `CLIENT-CREDENTIALS` has. The OAuth client that Terraform uses must have it itself.",
				NestedObject: schema.NestedBlockObject{Attributes: map[string]schema.Attribute{
					"role_id": schema.StringAttribute{
						MarkdownDescription: "**Required.** Id of the role, a GUID.",
						Optional:            true, // the framework's error of a missing one would quote the block
						Validators:          []validator.String{argument.Matches(argument.GUID, guidForm, guidHint)},
					},
					"division_id": schema.StringAttribute{
						MarkdownDescription: "Id of the division in which it has the role, or `*` for all of them. If not set, the organization's home division.",
						Optional:            true,
						Validators: []validator.String{argument.Check(
							func(s string) bool { return s == "*" || argument.GUID.MatchString(s) }, guidForm+", or *", guidHint)},
					},
				}},
			},
		},
	}
}

// texts is a set of texts, by default an empty one.
func texts(doc string) schema.Attribute {
	return schema.SetAttribute{
		MarkdownDescription: doc, ElementType: types.StringType,
		Optional: true, Computed: true,
		Default:    setdefault.StaticValue(types.SetValueMust(types.StringType, nil)),
		Validators: []validator.Set{argument.Elements(argument.Filled())},
	}
}

// Check implements resource.Checked. The listing, which the apply needs before the first creation, proves the credentials.
func (m *oauthClientModel) Check(client *Client) (resource.Check, bool) {
	return resource.Check{Read: func(ctx context.Context) ([]string, error) { return nil, client.LookAtOAuthClients(ctx) }}, true
}

// Create implements resource.ManagedModel. If the answer was lost, so was the secret: another one is issued.
func (m *oauthClientModel) Create(ctx context.Context, client *Client, call *resource.Call) (resource.Outcome, error) {
	body, err := m.expand(ctx, client)
	if err != nil {
		return resource.Outcome{}, err
	}
	created, err := client.CreateOAuthClient(ctx, body)
	if created == nil {
		return resource.Outcome{}, err
	}
	m.complete(created)
	outcome := resource.Outcome{Unfinished: err, Issued: created.Secret}
	if err == nil {
		m.issue(ctx, client, call, &outcome)
	}
	return outcome, nil
}

// issue has a secret issued, if there is to be one and none has arrived.
func (m *oauthClientModel) issue(ctx context.Context, client *Client, call *resource.Call, outcome *resource.Outcome) {
	if !call.Issued.Issues() || !outcome.Issued.IsZero() {
		return
	}
	answer, err := client.IssueOAuthClientSecret(ctx, m.ID.ValueString())
	if err != nil {
		outcome.Unissued = err
		return
	}
	outcome.Issued = answer.Secret
	m.complete(answer)
}

// Read implements resource.ManagedModel.
func (m *oauthClientModel) Read(ctx context.Context, client *Client, _ *resource.Call) error {
	found, err := client.LookupOAuthClient(ctx, m.ID.ValueString())
	if err != nil {
		return err
	}
	home, err := m.home(ctx, client)
	if err == nil {
		m.flatten(found, home)
	}
	return err
}

// Update implements resource.ManagedModel. A PUT never touches the secret.
func (m *oauthClientModel) Update(ctx context.Context, client *Client, state *oauthClientModel, call *resource.Call) (outcome resource.Outcome, err error) {
	body, err := m.expand(ctx, client)
	if err != nil {
		return outcome, err
	}
	before, err := state.expand(ctx, client)
	if err != nil {
		return outcome, err
	}
	if !body.same(before) {
		updated, err := client.UpdateOAuthClient(ctx, m.ID.ValueString(), body)
		if err != nil {
			return outcome, err
		}
		m.complete(updated)
	}
	m.issue(ctx, client, call, &outcome)
	return outcome, nil
}

// Delete implements resource.ManagedModel.
func (m *oauthClientModel) Delete(ctx context.Context, client *Client, _ *resource.Call) error {
	if m.isDeletedAlready() {
		return nil
	}
	body, err := m.expand(ctx, client)
	if err != nil {
		return err
	}
	return client.DeleteOAuthClient(ctx, m.ID.ValueString(), body)
}
