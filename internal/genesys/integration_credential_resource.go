package genesys

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	framework "github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/argument"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/resource"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret/triple"
)

var _ framework.ResourceWithModifyPlan = (*integrationCredentialResource)(nil)

type integrationCredentialResource struct {
	resource.Managed[*Client, *integrationCredentialModel]
}

func newIntegrationCredentialResource() framework.Resource { return describeIntegrationCredential() }

func describeIntegrationCredential() *integrationCredentialResource {
	r := &integrationCredentialResource{}
	r.Name = "integration_credential"
	r.Platform = title
	r.New = func() *integrationCredentialModel { return &integrationCredentialModel{} }
	r.ID = resource.ID{{Attribute: "id", Pattern: argument.NoSlash, Description: "Id of the credential"}}
	r.Secrets = []triple.Secret{fieldsSecret}
	r.Whole = true
	r.Paths = []string{pathCredential}
	r.Vendor = resource.Source{Type: "genesyscloud_integration_credential", Provider: "MyPureCloud/genesyscloud"}
	r.IsGone = IsGone
	return r
}

var fieldsPath, fieldsWOPath = path.Root("fields"), path.Root("fields_wo")

var fieldsSecret = triple.Secret{
	Path: fieldsPath,
	Description: "Fields of the credential, by name: the data source `credentials_integration_credential_types` lists those of each type. " +
		"Put fields that are not secret here, such as `userName`, so that changes made outside Terraform show.",
	Map:           true,
	KeyValidators: []validator.String{argument.Filled()},
}

func (r *integrationCredentialResource) Schema(_ context.Context, _ framework.SchemaRequest, resp *framework.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "A credential that integrations of Genesys Cloud use to reach another service. " +
			"`credentials_integration_config` puts it into an integration.",
		Attributes: r.Attributes(map[string]schema.Attribute{
			"name": schema.StringAttribute{
				MarkdownDescription: "Name. Need not be unique.",
				Required:            true,
				Validators:          []validator.String{argument.Filled()},
			},
			"type": schema.StringAttribute{
				MarkdownDescription: "Name of the credential type, such as `basicAuth`. Changing this forces a new credential.",
				Required:            true,
				Validators:          []validator.String{argument.Filled()},
				PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
			},
			"force_destroy": resource.ForceDestroy("Delete the credential even if integrations use it; Genesys Cloud may still refuse. Default `false`. Apply this setting before you destroy: a destroy uses the value in the state."),
			"id":            resource.Stable("Id of the credential."),
			"modified_date": resource.ChangeDate("When it was last changed (RFC 3339)."),
		}),
	}
}

// Check implements resource.Checked. A credential belongs to the organization of the OAuth client.
func (m *integrationCredentialModel) Check(client *Client) (resource.Check, bool) {
	return resource.Check{Read: func(ctx context.Context) ([]string, error) {
		_, err := client.CredentialTypes(ctx)
		if resource.IsForbidden(err) { // the check of the fields warns
			err = nil
		}
		return nil, err
	}}, true
}

// Create implements resource.ManagedModel.
func (m *integrationCredentialModel) Create(ctx context.Context, client *Client, call *resource.Call) (resource.Outcome, error) {
	created, err := client.CreateCredential(ctx, m.expand(ctx, call.Secrets))
	if created == nil {
		return resource.Outcome{}, err
	}
	m.complete(created)
	if err != nil { // without a date, the next read asks for the fields
		m.ModifiedDate = types.StringNull()
	}
	return resource.Outcome{Unfinished: err}, nil
}

// Read implements resource.ManagedModel.
func (m *integrationCredentialModel) Read(ctx context.Context, client *Client, call *resource.Call) error {
	found, err := client.LookupCredential(ctx, m.ID.ValueString(), Lookup{Fields: m.mayHaveDrifted})
	if err != nil {
		return err
	}
	if changed := m.flatten(found); len(changed) > 0 { // a plan hides the whole map, since it is sensitive
		call.Diagnostics.AddAttributeWarning(fieldsPath, "Fields changed outside Terraform", fmt.Sprintf(
			"Genesys Cloud shows other values than the state has for these fields of the %s: %s.", m.Object(), strings.Join(changed, ", ")))
	}
	return nil
}

// Update implements resource.ManagedModel. It repeats what the plan refused, for fields that it did not know yet.
func (m *integrationCredentialModel) Update(ctx context.Context, client *Client, state *integrationCredentialModel, call *resource.Call) (resource.Outcome, error) {
	if !call.Secrets.Changed(fieldsPath) && m.Name.Equal(state.Name) {
		return resource.Outcome{}, nil
	}
	if state.refuseWipe(ctx, client, call); call.Diagnostics.HasError() {
		return resource.Outcome{}, nil
	}
	updated, err := client.UpdateCredential(ctx, m.ID.ValueString(), m.expand(ctx, call.Secrets))
	if err == nil {
		m.complete(updated)
	}
	return resource.Outcome{}, err
}

// Delete implements resource.ManagedModel.
func (m *integrationCredentialModel) Delete(ctx context.Context, client *Client, _ *resource.Call) error {
	return client.DeleteCredential(ctx, m.ID.ValueString())
}
