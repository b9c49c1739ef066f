package losant

import (
	"context"
	"fmt"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/path"
	framework "github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/argument"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/resource"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret/triple"
)

var (
	_ framework.ResourceWithModifyPlan     = (*serviceCredentialResource)(nil)
	_ framework.ResourceWithValidateConfig = (*serviceCredentialResource)(nil)
)

type serviceCredentialResource struct {
	resource.Managed[*Client, *serviceCredentialModel]
}

// secretsOfTypes are made once: the framework makes a resource for each of its steps.
var secretsOfTypes = sync.OnceValue(func() (all []triple.Secret) {
	for _, t := range credentialTypes {
		all = append(all, t.triple())
	}
	return all
})

func newServiceCredentialResource() framework.Resource { return describeServiceCredential() }

func describeServiceCredential() *serviceCredentialResource {
	r := &serviceCredentialResource{}
	r.Name = "service_credential"
	r.Platform = title
	r.New = func() *serviceCredentialModel { return &serviceCredentialModel{} }
	r.ID = resource.ID{
		{Attribute: "application_id", Pattern: objectID, Description: "Id of the application"},
		{Attribute: "id", Pattern: objectID, Description: "Id of the service credential"},
	}
	r.Paths = []string{pathCredential}
	r.Secrets = secretsOfTypes() // those of absent blocks are never looked at
	r.IsGone = IsGone
	return r
}

func (r *serviceCredentialResource) Schema(_ context.Context, _ framework.SchemaRequest, resp *framework.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "A service credential of a Losant application, which its workflows and integrations use to reach another service. " +
			"Exactly one of sixteen blocks, such as `aws` or `sql`, determines its type; another block forces a new service credential.",
		Attributes: r.Attributes(map[string]schema.Attribute{
			"application_id": applicationIDOf("service credential"),
			"name": schema.StringAttribute{
				MarkdownDescription: "Name, unique in the application. Workflows and integrations refer to a service credential by its name, so renaming one that is in use breaks them; the plan warns of that.",
				Required:            true,
				Validators:          []validator.String{argument.Length(1, 255)},
			},
			"description": schema.StringAttribute{
				MarkdownDescription: "Description, shown in Losant.",
				Optional:            true,
				Validators:          []validator.String{argument.Length(0, 32767)},
			},
			"enabled": schema.BoolAttribute{
				MarkdownDescription: "Whether the service credential can be used. Default `true`.",
				Optional:            true,
				Computed:            true,
				Default:             booldefault.StaticBool(true),
			},
			"force_destroy":        resource.ForceDestroy("Delete the service credential even if workflows or integrations refer to it. Default `false`. Apply this setting before you destroy: a destroy uses the value in the state."),
			"id":                   resource.Stable("Id of the service credential."),
			"type":                 resource.Stable("Type, as Losant spells it."),
			"creation_date":        resource.Stable("When it was created."),
			"created_by_id":        resource.Stable("Id of the creator."),
			"created_by_type":      resource.Stable("Kind of creator: `flow`, `user` or `apiToken`."),
			"last_updated":         resource.ChangeDate("When it was last changed."),
			"last_updated_by_id":   resource.ChangeAuthor("Id of the last editor."),
			"last_updated_by_type": resource.Volatile("Kind of last editor: `flow`, `user` or `apiToken`."),
		}),
		Blocks: map[string]schema.Block{},
	}
	for _, t := range credentialTypes {
		resp.Schema.Blocks[t.block] = t.resourceBlock()
	}
}

// ValidateConfig asks for one block. Dynamic blocks, as in a module that chooses the type, are all there until their
// for_each is known.
func (r *serviceCredentialResource) ValidateConfig(ctx context.Context, req framework.ValidateConfigRequest, resp *framework.ValidateConfigResponse) {
	var config serviceCredentialModel
	resp.Diagnostics.Append(resource.Get(ctx, req.Config, &config)...)
	there := config.types()
	sure := keep(there, config.isSure)
	switch {
	case resp.Diagnostics.HasError():
	case len(there) == 0:
		resp.Diagnostics.AddError("Missing type block",
			fmt.Sprintf("Set exactly one of these blocks: %s.", blockNames(credentialTypes)))
	case len(sure) > 1:
		resp.Diagnostics.AddAttributeError(path.Root(sure[1].block), "More than one type block",
			fmt.Sprintf("A service credential has one type. Keep one of these blocks: %s.", blockNames(sure)))
	}
}

// Check implements resource.Checked.
func (m *serviceCredentialModel) Check(client *Client) (resource.Check, bool) {
	check, known := checkInApplication(m.ApplicationID, func(ctx context.Context) ([]string, error) {
		return client.LookBeforeCreate(ctx, m.ApplicationID.ValueString(), m.Name.ValueString())
	})
	check.Name = resource.NameIn(m.Name, m.ApplicationID)
	return check, known
}

// Create implements resource.ManagedModel.
func (m *serviceCredentialModel) Create(ctx context.Context, client *Client, call *resource.Call) (resource.Outcome, error) {
	created, err := client.CreateServiceCredential(ctx, m.ApplicationID.ValueString(), m.expand(ctx, call.Secrets))
	if created == nil {
		return resource.Outcome{}, err
	}
	m.complete(created)
	return resource.Outcome{Unfinished: err}, nil
}

// Read implements resource.ManagedModel.
func (m *serviceCredentialModel) Read(ctx context.Context, client *Client, _ *resource.Call) error {
	found, err := client.ReadServiceCredential(ctx, m.ApplicationID.ValueString(), m.ID.ValueString())
	if err != nil {
		return err
	}
	return m.flatten(found)
}

// Update implements resource.ManagedModel.
func (m *serviceCredentialModel) Update(ctx context.Context, client *Client, state *serviceCredentialModel, call *resource.Call) (resource.Outcome, error) {
	patch := m.expandChanges(ctx, *state, call.Secrets)
	if patch.isEmpty() {
		return resource.Outcome{}, nil
	}
	updated, err := client.UpdateServiceCredential(ctx, m.ApplicationID.ValueString(), m.ID.ValueString(), patch)
	if err == nil {
		m.complete(updated)
	}
	return resource.Outcome{}, err
}

// Delete implements resource.ManagedModel.
func (m *serviceCredentialModel) Delete(ctx context.Context, client *Client, _ *resource.Call) error {
	return client.DeleteServiceCredential(ctx, m.ApplicationID.ValueString(), m.ID.ValueString())
}

// Guard implements resource.Guarded: it looks for what refers to the service credential.
func (m *serviceCredentialModel) Guard(client *Client) resource.Guard {
	return resource.Guard{
		Object:  m.Object(),
		Budget:  client.api.MaxElapsed(),
		Replace: " and give the new one another name, since names are unique",
		Users: func(ctx context.Context) ([]string, error) {
			usage, err := client.GetUsage(ctx, m.ApplicationID.ValueString(), m.ID.ValueString(), false)
			if IsGone(err) {
				return nil, nil
			}
			if err != nil {
				return nil, err
			}
			archive, err := client.GetArchiveUsers(ctx, m.ApplicationID.ValueString(), m.Name.ValueString())
			return append(usage.names(), archive...), err
		},
	}
}

// Object implements resource.ManagedModel.
func (m *serviceCredentialModel) Object() string {
	return resource.ObjectOf("service credential", m.Name, m.ID)
}
