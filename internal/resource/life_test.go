package resource_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"
	framework "github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/platform"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/resource"
)

// shelf is the client of a platform with one thing on it.
type shelf struct {
	id, label string
	err       error // of every call
	unread    error
	settling  time.Duration
	shown     []shelf // what the first looks show instead, while the platform settles
	looks     int
}

func (s *shelf) Settling() time.Duration { return s.settling }

var errGone = errors.New("gone")

type thing struct {
	ID           types.String `tfsdk:"id"`
	Label        types.String `tfsdk:"label"`
	Made         types.String `tfsdk:"made"`
	ForceDestroy types.Bool   `tfsdk:"force_destroy"`
}

func (m *thing) Object() string { return "thing" }

func (m *thing) Create(_ context.Context, s *shelf, _ *resource.Call) (resource.Outcome, error) {
	if s.err != nil {
		return resource.Outcome{}, s.err
	}
	m.ID = types.StringValue(s.id)
	return resource.Outcome{NotReadBack: s.unread}, nil // which would show when it was made
}

func (m *thing) Read(_ context.Context, s *shelf, _ *resource.Call) error {
	if s.looks++; s.looks <= len(s.shown) {
		s = &s.shown[s.looks-1]
	}
	m.ID, m.Label = types.StringValue(s.id), types.StringValue(s.label)
	return s.err
}

func (m *thing) Update(_ context.Context, s *shelf, _ *thing, _ *resource.Call) (resource.Outcome, error) {
	return resource.Outcome{}, s.err
}

func (m *thing) Delete(_ context.Context, s *shelf, _ *resource.Call) error { return s.err }

var thingSchema = schema.Schema{Attributes: map[string]schema.Attribute{
	"id":            resource.Stable(""),
	"label":         schema.StringAttribute{Required: true},
	"made":          resource.ChangeDate(""),
	"force_destroy": resource.ForceDestroy(""),
}}

func things(t *testing.T, s *shelf) *resource.Managed[*shelf, *thing] {
	t.Helper()
	r := &resource.Managed[*shelf, *thing]{IsGone: func(err error) bool { return errors.Is(err, errGone) }}
	r.Name, r.ID = "thing", resource.ID{{Attribute: "id"}}
	r.New = func() *thing { return &thing{} }
	provide := platform.ProvideClient(func(*platform.Settings) (*shelf, error) { return s, nil })
	var resp framework.ConfigureResponse
	r.Configure(t.Context(), framework.ConfigureRequest{ProviderData: platform.ClientProviders{provide(&platform.Settings{})}}, &resp)
	if resp.Diagnostics.HasError() {
		t.Fatal(resp.Diagnostics)
	}
	return r
}

// stateOf has a thing; nil: it is null.
func stateOf(t *testing.T, m *thing) tfsdk.State {
	t.Helper()
	state := tfsdk.State{Schema: thingSchema, Raw: tftypes.NewValue(thingSchema.Type().TerraformType(t.Context()), nil)}
	if m != nil {
		if diags := state.Set(t.Context(), m); diags.HasError() {
			t.Fatal(diags)
		}
	}
	return state
}

// initialize makes a private state, whose type has no name here.
func initialize[T any](private **T) { *private = new(T) }

func noIdentity(t *testing.T) *tfsdk.ResourceIdentity {
	t.Helper()
	s := resource.ID{{Attribute: "id"}}.Schema()
	return &tfsdk.ResourceIdentity{Schema: s, Raw: tftypes.NewValue(s.Type().TerraformType(t.Context()), nil)}
}

func TestRead(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		shelf                 shelf
		label, fault, warning string // label: in the state afterwards; "": the thing is not in it
	}{
		"found":          {shelf: shelf{id: "1", label: "new"}, label: "new"},
		"gone":           {shelf: shelf{err: errGone}, warning: "It was deleted outside Terraform and has been removed from state. If it is still configured, the next apply creates it again."},
		"failed":         {shelf: shelf{id: "1", label: "new", err: errors.New("no answer")}, label: "old", fault: "No answer."},
		"another object": {shelf: shelf{id: "2", label: "new"}, label: "old", fault: "The answer is about an object with another id."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			before := stateOf(t, &thing{ID: types.StringValue("1"), Label: types.StringValue("old")})
			resp := framework.ReadResponse{State: before, Identity: noIdentity(t)}
			things(t, &test.shelf).Read(t.Context(), framework.ReadRequest{State: before}, &resp)
			if !faulty(resp.Diagnostics, test.fault) {
				t.Errorf("got %v, want %q", resp.Diagnostics, test.fault)
			}
			if test.warning != "" && (resp.Diagnostics.WarningsCount() != 1 || resp.Diagnostics.Warnings()[0].Detail() != test.warning) {
				t.Errorf("got %v, want %q", resp.Diagnostics, test.warning)
			}
			if test.label == "" && !resp.State.Raw.IsNull() || test.label != "" && text(t, resp.State, "label") != test.label {
				t.Errorf("the state is %s", resp.State.Raw)
			}
			if id := text(t, resp.Identity, "id"); id != "1" { // also of what is gone
				t.Errorf("the identity is %q", id)
			}
		})
	}
}

// What a write leaves open is null after a creation, and as it was after an update.
func TestWhatIsNotKnown(t *testing.T) {
	t.Parallel()
	planned := &thing{ID: types.StringUnknown(), Label: types.StringValue("new"), Made: types.StringUnknown()}
	created := framework.CreateResponse{State: stateOf(t, nil), Identity: noIdentity(t)}
	r := things(t, &shelf{id: "1", unread: errors.New("not yet")})
	initialize(&created.Private)
	r.Create(t.Context(), framework.CreateRequest{Plan: tfsdk.Plan(stateOf(t, planned))}, &created)
	if created.Diagnostics.HasError() || created.Diagnostics.WarningsCount() != 1 {
		t.Errorf("an object that exists is not tainted: %v", created.Diagnostics)
	}
	var found thing
	created.State.Get(t.Context(), &found)
	if !found.Made.IsNull() || found.ID.ValueString() != "1" || text(t, created.Identity, "id") != "1" {
		t.Errorf("the state is %s", created.State.Raw)
	}

	planned = &thing{ID: types.StringValue("1"), Label: types.StringValue("newer"), Made: types.StringUnknown()}
	before := stateOf(t, &thing{ID: types.StringValue("1"), Label: types.StringValue("new"), Made: types.StringValue("then")})
	updated := framework.UpdateResponse{State: before, Identity: noIdentity(t)}
	initialize(&updated.Private)
	r.Update(t.Context(), framework.UpdateRequest{Plan: tfsdk.Plan(stateOf(t, planned)), State: before}, &updated)
	if made := text(t, updated.State, "made"); updated.Diagnostics.HasError() || made != "then" {
		t.Errorf("made %q, %v", made, updated.Diagnostics)
	}
}

func TestFailedCreationLeavesNothing(t *testing.T) {
	t.Parallel()
	planned := &thing{ID: types.StringUnknown(), Label: types.StringValue("new"), Made: types.StringUnknown()}
	resp := framework.CreateResponse{State: stateOf(t, nil), Identity: noIdentity(t)}
	initialize(&resp.Private)
	things(t, &shelf{err: errors.New("refused")}).Create(t.Context(), framework.CreateRequest{Plan: tfsdk.Plan(stateOf(t, planned))}, &resp)
	if !faulty(resp.Diagnostics, "Refused.") || !resp.State.Raw.IsNull() {
		t.Errorf("the state is %s, %v", resp.State.Raw, resp.Diagnostics)
	}
}

func TestImportSetsDefaults(t *testing.T) {
	t.Parallel()
	resp := framework.ImportStateResponse{State: stateOf(t, nil), Identity: noIdentity(t)}
	things(t, &shelf{}).ImportState(t.Context(), framework.ImportStateRequest{ID: "1"}, &resp)
	var force types.Bool
	resp.State.GetAttribute(t.Context(), path.Root("force_destroy"), &force)
	if resp.Diagnostics.HasError() || force.IsNull() || force.ValueBool() || text(t, resp.State, "id") != "1" {
		t.Errorf("the state is %s, %v", resp.State.Raw, resp.Diagnostics)
	}
}
