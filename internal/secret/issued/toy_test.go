package issued

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret"
)

// toy is a provider with one resource that has an issued secret. It is its own platform.
type toy struct {
	provider.Provider

	secret Secret
	issued int  // how many secrets there were
	lose   bool // the answers with the secrets get lost
}

func (p *toy) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "toy"
}
func (p *toy) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse)          {}
func (p *toy) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {}
func (p *toy) DataSources(context.Context) []func() datasource.DataSource                        { return nil }

func (p *toy) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{func() resource.Resource { return &toyResource{p} }}
}

// issue returns the next secret.
func (p *toy) issue() secret.String {
	p.issued++
	return secret.New(fmt.Sprint("secret-", p.issued))
}

type toyResource struct{ *toy }

func (r *toyResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = "toy_key"
}

func (r *toyResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{Attributes: map[string]schema.Attribute{
		"name": schema.StringAttribute{Optional: true},
		"id":   schema.StringAttribute{Computed: true, PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()}},
	}}
	r.secret.AddTo(resp.Schema.Attributes)
}

func (r *toyResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	r.secret.ModifyPlan(ctx, req, resp)
}

func (r *toyResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	w := r.secret.Begin(ctx, req.Plan, resp.State, resp.Private, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.State.Raw = req.Plan.Raw
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), types.StringValue("1"))...)
	if !w.Issues() {
		resp.Diagnostics.Append(w.Keep(ctx, &resp.State)...)
		return
	}
	r.write(func() { resp.Diagnostics.Append(w.Place(ctx, r.issue(), time.Now(), &resp.State)...) },
		func() { resp.Diagnostics.Append(w.Lose(ctx, &resp.State)...) })
}

// write has a secret issued, whose answer may get lost.
func (r *toyResource) write(place, lose func()) {
	if r.lose {
		r.issue()
		lose()
		return
	}
	place()
}

func (r *toyResource) Read(context.Context, resource.ReadRequest, *resource.ReadResponse) {}

func (r *toyResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	w := r.secret.Begin(ctx, req.Plan, req.State, resp.Private, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.State.Raw = req.Plan.Raw
	if !w.Issues() {
		resp.Diagnostics.Append(w.Keep(ctx, &resp.State)...)
		return
	}
	r.write(func() { resp.Diagnostics.Append(w.Place(ctx, r.issue(), time.Now(), &resp.State)...) },
		func() {
			resp.Diagnostics.Append(w.Lose(ctx, &resp.State)...)
			resp.Diagnostics.AddError("Secret lost", "The old secret may no longer work.")
		})
}

func (r *toyResource) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}

func (r *toyResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	resource.ImportStatePassthroughID(ctx, path.Root("id"), req, resp)
}

// spec is a configuration: texts, truth values, lists of texts, and unknown. What it leaves out is null.
type spec map[string]any

const unknown = tftypes.UnknownValue

// run calls the toy as an engine does, for one object.
type run struct {
	*testing.T
	*toy

	server  tfprotov6.ProviderServer
	of      tftypes.Object
	state   tftypes.Value
	private []byte
	said    string // by the last call
}

func newRun(t *testing.T, inPlace bool) *run {
	t.Helper()
	p := &toy{secret: Secret{Platform: "Example", Name: "token", Description: "A token.", InPlace: inPlace}}
	var s resource.SchemaResponse
	(&toyResource{p}).Schema(t.Context(), resource.SchemaRequest{}, &s)
	of, _ := s.Schema.Type().TerraformType(t.Context()).(tftypes.Object)
	return &run{T: t, toy: p, server: providerserver.NewProtocol6(p)(), of: of, state: tftypes.NewValue(of, nil)}
}

func (r *run) config(given spec) map[string]tftypes.Value {
	values := map[string]tftypes.Value{}
	for name, of := range r.of.AttributeTypes {
		value := given[name]
		if texts, ok := value.([]string); ok {
			elements := []tftypes.Value{}
			for _, text := range texts {
				elements = append(elements, tftypes.NewValue(tftypes.String, text))
			}
			value = elements
		}
		values[name] = tftypes.NewValue(of, value)
	}
	return values
}

func (r *run) encode(v tftypes.Value) *tfprotov6.DynamicValue {
	encoded, err := tfprotov6.NewDynamicValue(r.of, v)
	if err != nil {
		r.Fatal(err)
	}
	return &encoded
}

func (r *run) decode(d *tfprotov6.DynamicValue) tftypes.Value {
	v, err := d.Unmarshal(r.of)
	if err != nil {
		r.Fatal(err)
	}
	return v
}

// heard keeps what was said, and reports whether it was no error.
func (r *run) heard(found []*tfprotov6.Diagnostic, err error) bool {
	if err != nil {
		r.Fatal(err)
	}
	r.said = ""
	ok := true
	for _, d := range found {
		r.said += d.Summary + ": " + d.Detail + "\n"
		ok = ok && d.Severity != tfprotov6.DiagnosticSeverityError
	}
	return ok
}

func (r *run) members(v tftypes.Value) map[string]tftypes.Value {
	members := map[string]tftypes.Value{}
	if !v.IsNull() {
		if err := v.As(&members); err != nil {
			r.Fatal(err)
		}
	}
	return maps.Clone(members)
}

func (r *run) plan(given spec) *tfprotov6.PlanResourceChangeResponse {
	r.Helper()
	config := r.config(given)
	proposed, prior := maps.Clone(config), r.members(r.state)
	for _, computed := range []string{"id", "token", "encrypted_token", "secret_issued_at"} {
		if v, ok := prior[computed]; ok {
			proposed[computed] = v
		}
	}
	resp, err := r.server.PlanResourceChange(r.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: "toy_key", PriorState: r.encode(r.state), PriorPrivate: r.private,
		ProposedNewState: r.encode(tftypes.NewValue(r.of, proposed)), Config: r.encode(tftypes.NewValue(r.of, config)),
	})
	if !r.heard(resp.Diagnostics, err) {
		return nil
	}
	return resp
}

// opens returns the attributes that a plan leaves unknown, but for the id.
func (r *run) opens(given spec) []string {
	r.Helper()
	planned := r.plan(given)
	if planned == nil {
		r.Fatal(r.said)
	}
	var open []string
	for name, value := range r.members(r.decode(planned.PlannedState)) {
		if !value.IsKnown() && name != "id" {
			open = append(open, name)
		}
	}
	slices.Sort(open)
	return open
}

// resolve applies a configuration that was planned when less of it was known. An engine refuses an apply whose plan
// contradicts the first one.
func (r *run) resolve(open, given spec) {
	r.Helper()
	first := r.plan(open)
	if first == nil {
		r.Fatal(r.said)
	}
	last := r.plan(given)
	if last == nil {
		r.Fatal(r.said)
	}
	r.expectAgreement(r.decode(first.PlannedState), r.decode(last.PlannedState))
	r.mustApply(given)
}

// apply applies a configuration, and reports whether that was no error. What is to be replaced is deleted first.
func (r *run) apply(given spec) bool {
	r.Helper()
	planned := r.plan(given)
	if planned == nil {
		return false
	}
	if r.replaces(planned) {
		r.state, r.private = tftypes.NewValue(r.of, nil), nil
		planned = r.plan(given)
	}
	resp, err := r.server.ApplyResourceChange(r.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: "toy_key", PriorState: r.encode(r.state), PlannedState: planned.PlannedState, PlannedPrivate: planned.PlannedPrivate,
		Config: r.encode(tftypes.NewValue(r.of, r.config(given))),
	})
	ok := r.heard(resp.Diagnostics, err)
	r.expectPlanKept(r.decode(planned.PlannedState), r.decode(resp.NewState), ok)
	r.state, r.private = r.decode(resp.NewState), resp.Private
	return ok
}

// replaces reports whether an engine replaces the object: it ignores what requires that and stays as it is.
func (r *run) replaces(planned *tfprotov6.PlanResourceChangeResponse) bool {
	r.Helper()
	if r.state.IsNull() {
		return false
	}
	before, after := r.members(r.state), r.members(r.decode(planned.PlannedState))
	return slices.ContainsFunc(planned.RequiresReplace, func(p *tftypes.AttributePath) bool {
		name := string(p.Steps()[0].(tftypes.AttributeName))
		return !after[name].Equal(before[name])
	})
}

// expectPlanKept is what an engine demands of an apply: what the plan knows stays so, and all is known.
func (r *run) expectPlanKept(planned, state tftypes.Value, ok bool) {
	r.Helper()
	after := r.members(state)
	if ok {
		r.expectAgreement(planned, state)
	}
	for name := range r.members(planned) {
		if !after[name].IsKnown() {
			r.Errorf("%s is not known after the apply", name)
		}
	}
}

// expectAgreement expects what a plan knows to stay so.
func (r *run) expectAgreement(planned, later tftypes.Value) {
	r.Helper()
	after := r.members(later)
	for name, value := range r.members(planned) {
		if value.IsKnown() && !value.Equal(after[name]) {
			r.Errorf("%s was planned as %s, and is %s", name, value, after[name])
		}
	}
}

// imported is the state after an import.
func (r *run) imported() {
	r.Helper()
	resp, err := r.server.ImportResourceState(r.Context(), &tfprotov6.ImportResourceStateRequest{TypeName: "toy_key", ID: "1"})
	if !r.heard(resp.Diagnostics, err) {
		r.Fatal(r.said)
	}
	r.state, r.private = r.decode(resp.ImportedResources[0].State), resp.ImportedResources[0].Private
}

// get returns a text of the state; empty if it is null.
func (r *run) get(name string) string {
	var text *string
	if err := r.members(r.state)[name].As(&text); err != nil {
		r.Fatal(err)
	}
	if text == nil {
		return ""
	}
	return *text
}

func (r *run) mustApply(given spec) {
	r.Helper()
	if !r.apply(given) {
		r.Fatal(r.said)
	}
}

func (r *run) says(text string) {
	r.Helper()
	if !strings.Contains(r.said, text) {
		r.Errorf("%q is not in %q", text, r.said)
	}
}

func (r *run) opensJust(given spec, want ...string) {
	r.Helper()
	if open := r.opens(given); !slices.Equal(open, want) {
		r.Errorf("the plan leaves open %q, want %q", open, want)
	}
}
