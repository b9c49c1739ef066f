package triple_test

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	ephemeralschema "github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/argument"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret/triple"
)

// platform is one account in memory, and the provider of the resource that manages it.
type platform struct {
	whole bool // its API replaces the whole object

	mu       sync.Mutex
	account  *account
	clock    time.Time // moves at each write
	bodies   []string  // the secrets in each write, as "token=a" or "fields.pw=b"
	warnings []string  // of all plans so far
	broken   bool      // the next write fails
	vaulted  string    // the value of the ephemeral resource
}

type account struct {
	name, updated, updatedBy string
	secrets                  map[string]string
}

func newPlatform() *platform {
	return &platform{clock: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)}
}

// write stores name and the secrets of a body. What a body leaves out stays as it is, unless the API writes whole.
func (p *platform) write(author, name string, body map[string]string) (account, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.broken {
		p.broken = false
		return account{}, errors.New("the platform is out of order")
	}
	if p.account == nil || p.whole {
		p.account = &account{secrets: make(map[string]string)}
	}
	p.clock = p.clock.Add(time.Minute)
	p.account.name, p.account.updated, p.account.updatedBy = name, p.clock.Format(time.RFC3339Nano), author
	maps.Copy(p.account.secrets, body)
	if author == "provider" {
		var sent []string
		for _, key := range slices.Sorted(maps.Keys(body)) {
			sent = append(sent, key+"="+body[key])
		}
		p.bodies = append(p.bodies, strings.Join(sent, " "))
	}
	return *p.account, nil
}

// replaceByHand does what an administrator does in the platform's own console.
func (p *platform) replaceByHand() {
	p.mu.Lock()
	name := p.account.name
	p.mu.Unlock()
	_, _ = p.write("mallory", name, map[string]string{"token": "stolen"})
}

// takeBodies returns the secrets of each write since the last call.
func (p *platform) takeBodies() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	defer func() { p.bodies = nil }()
	return p.bodies
}

// takeWarnings returns the warnings of all plans since the last call, each once.
func (p *platform) takeWarnings() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	defer func() { p.warnings = nil }()
	slices.Sort(p.warnings)
	return slices.Compact(p.warnings)
}

func (p *platform) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "test"
}

func (p *platform) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse) {}

func (p *platform) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {
}

func (p *platform) DataSources(context.Context) []func() datasource.DataSource { return nil }

func (p *platform) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{func() resource.Resource { return &accountResource{platform: p, name: accountType} }}
}

func (p *platform) EphemeralResources(context.Context) []func() ephemeral.EphemeralResource {
	return []func() ephemeral.EphemeralResource{func() ephemeral.EphemeralResource { return &vault{p} }}
}

// setVaulted changes the value of the ephemeral resource.
func (p *platform) setVaulted(value string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.vaulted = value
}

// vault is an ephemeral resource.
type vault struct{ *platform }

func (v *vault) Metadata(_ context.Context, _ ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = "test_vault"
}

func (v *vault) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	resp.Schema = ephemeralschema.Schema{Attributes: map[string]ephemeralschema.Attribute{
		"value": ephemeralschema.StringAttribute{Computed: true},
	}}
}

func (v *vault) Open(ctx context.Context, _ ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	v.mu.Lock()
	defer v.mu.Unlock()
	resp.Diagnostics.Append(resp.Result.SetAttribute(ctx, path.Root("value"), v.vaulted)...)
}

// accountResource uses the package as the resources of the real platforms do: a secret, a map secret and a required
// secret in a block.
type accountResource struct {
	*platform
	name string // of the resource type
}

// notForbidden is a limit of a value.
var notForbidden = argument.Check(func(text string) bool { return text != "forbidden" }, "another text", "")

var (
	token  = triple.Secret{Path: path.Root("token"), Description: "A token.", Validators: []validator.String{notForbidden}}
	fields = triple.Secret{
		Path: path.Root("fields"), Description: "Fields.", Map: true,
		Validators:    []validator.String{notForbidden},
		KeyValidators: []validator.String{argument.Length(0, 8)},
		IsSecretKey:   func(key string) bool { return key == "pw" },
	}
	key = triple.Secret{Path: path.Root("box").AtName("key"), Description: "A key.", Required: true}
)

type model struct {
	Name          types.String `tfsdk:"name"`
	Token         types.String `tfsdk:"token"`
	TokenWO       types.String `tfsdk:"token_wo"`
	TokenVersion  types.String `tfsdk:"token_wo_version"`
	Fields        types.Map    `tfsdk:"fields"`
	FieldsWO      types.Map    `tfsdk:"fields_wo"`
	FieldsVersion types.String `tfsdk:"fields_wo_version"`
	Box           types.Object `tfsdk:"box"`
	ID            types.String `tfsdk:"id"`
	Updated       types.String `tfsdk:"updated"`
	UpdatedBy     types.String `tfsdk:"updated_by"`
	WrittenAt     types.String `tfsdk:"secret_written_at"`
	Outside       types.String `tfsdk:"changed_outside_at"`
	Force         types.Bool   `tfsdk:"force"`
}

func (r *accountResource) tracker() triple.Tracker {
	return triple.Tracker{
		Settling: 10 * time.Second,
		Secrets:  []triple.Secret{token, fields, key},
		Volatile: []path.Path{path.Root("updated"), path.Root("updated_by")},
		Date:     path.Root("updated"),
		Author:   path.Root("updated_by"),
		Local:    []path.Path{path.Root("force")},
		Platform: "Example",
		Whole:    r.whole,
	}
}

func (r *accountResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = r.name
}

func (r *accountResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	keep := []planmodifier.String{stringplanmodifier.UseStateForUnknown()}
	resp.Schema = schema.Schema{
		Attributes: map[string]schema.Attribute{
			"name":               schema.StringAttribute{Required: true},
			"id":                 schema.StringAttribute{Computed: true, PlanModifiers: keep},
			"updated":            schema.StringAttribute{Computed: true, PlanModifiers: keep},
			"updated_by":         schema.StringAttribute{Computed: true, PlanModifiers: keep},
			"force":              schema.BoolAttribute{Optional: true},
			"secret_written_at":  r.tracker().WrittenAt(),
			"changed_outside_at": r.tracker().ChangedOutsideAt(),
		},
		Blocks: map[string]schema.Block{"box": schema.SingleNestedBlock{Attributes: map[string]schema.Attribute{
			"note": schema.StringAttribute{Optional: true},
		}}},
	}
	token.AddTo(resp.Schema.Attributes)
	fields.AddTo(resp.Schema.Attributes)
	key.AddTo(resp.Schema.Blocks["box"].(schema.SingleNestedBlock).Attributes)
}

func (r *accountResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	r.tracker().ModifyPlan(ctx, req, resp)
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, warning := range resp.Diagnostics.Warnings() {
		r.warnings = append(r.warnings, warning.Summary()+": "+warning.Detail())
	}
}

func (r *accountResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	write := r.tracker().Begin(ctx, req.Config, req.Plan, resp.State, resp.Private, &resp.Diagnostics)
	if err := r.send(ctx, write, &plan, true); err != nil {
		resp.Diagnostics.AddError("Write Failed", err.Error())
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
}

func (r *accountResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	write := r.tracker().Begin(ctx, req.Config, req.Plan, req.State, resp.Private, &resp.Diagnostics)
	if err := r.update(ctx, write, &plan, &state); err != nil {
		resp.Diagnostics.AddError("Write Failed", err.Error())
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
}

// update sends something only if a secret or another attribute asks for it.
func (r *accountResource) update(ctx context.Context, write *triple.Write, plan, state *model) error {
	changed := !plan.Name.Equal(state.Name) || !plan.Note().Equal(state.Note())
	for _, p := range []path.Path{token.Path, fields.Path, key.Path} {
		changed = changed || write.Changed(p)
	}
	if changed {
		return r.send(ctx, write, plan, !plan.Note().Equal(state.Note()))
	}
	plan.Updated, plan.UpdatedBy = state.Updated, state.UpdatedBy
	plan.WrittenAt, plan.Outside = write.Confirm(ctx, state.Updated.ValueString()), write.ChangedOutsideAt()
	return nil
}

// Note returns the argument beside the secret in the block.
func (m *model) Note() attr.Value {
	if note, ok := m.Box.Attributes()["note"]; ok {
		return note
	}
	return types.StringNull()
}

// send writes the account; block: what is beside the secret in the block changes, so the block goes, as in Losant.
func (r *accountResource) send(ctx context.Context, write *triple.Write, plan *model, block bool) error {
	body := make(map[string]string)
	for _, p := range []path.Path{token.Path, key.Path} {
		if r.whole || write.Changed(p) || block && p.Equal(key.Path) && !write.Pinned(p) {
			if value, ok := write.Send(ctx, p); ok {
				body[p.String()] = value.Reveal()
			}
		}
	}
	if r.whole || write.Changed(fields.Path) {
		for name, value := range write.SendMap(ctx, fields.Path) {
			body["fields."+name] = value.Reveal()
		}
	}
	written, err := r.write("provider", plan.Name.ValueString(), body)
	if err != nil {
		return err
	}
	plan.ID = types.StringValue("1")
	plan.Updated, plan.UpdatedBy = types.StringValue(written.updated), types.StringValue(written.updatedBy)
	plan.WrittenAt, plan.Outside = write.Confirm(ctx, written.updated), write.ChangedOutsideAt()
	return nil
}

func (r *accountResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.account == nil {
		resp.State.RemoveResource(ctx)
		return
	}
	for name, value := range map[string]string{"name": r.account.name, "updated": r.account.updated, "updated_by": r.account.updatedBy} {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(name), value)...)
	}
	r.tracker().Observe(ctx, req.State, &resp.State, resp.Private, &resp.Diagnostics)
}

func (r *accountResource) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.account = nil
}
