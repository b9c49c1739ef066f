// Package resource is the life of a resource, written once: of one whose object can be read, and of one whose object
// cannot. What data sources and ephemeral resources share with it is here, too.
package resource

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi/create"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/platform"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret/issued"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret/triple"
)

// Names of the attributes that a life knows.
var (
	pathID               = path.Root("id")
	pathSecretWrittenAt  = path.Root("secret_written_at")
	pathChangedOutsideAt = path.Root("changed_outside_at")
	pathForceDestroy     = path.Root("force_destroy")
	pathDestroyBehavior  = path.Root("destroy_behavior")
)

// life is what the lives of all resources have in common. C is the type of the platform's client, M a pointer to the
// resource's model.
type life[C any, M named] struct {
	platform.UsesClient[C]
	// Name is the name of the type, without the provider's.
	Name string
	// Platform is the platform's name in messages.
	Platform string
	// New makes an empty model.
	New func() M
	// ID is the shape of the import id.
	ID ID
	// Paths are where the platform's API has the object: path templates whose parameters are the parts of the ID, in their
	// order. By them a moved block takes an object over from a provider for any REST API; none: it cannot be read.
	Paths []string
	// Vendor is the resource of another provider for this platform that has the same id; the zero value: there is none.
	Vendor Source
	// Secrets are the secrets of the resource; none: it has no attribute secret_written_at.
	Secrets []triple.Secret
	// Issued is the secret that the platform makes and shows once. The zero value: there is none. A resource with one calls
	// [life.PlanIssued] in its plan.
	Issued issued.Secret
	// Whole says that the API replaces the whole object, so that each write carries the configured secrets.
	Whole bool
}

type named interface {
	// Object names the object, such as `service credential "Dave"`.
	Object() string
}

// Guarded is the model of a resource whose object is not deleted while others refer to it, unless its attribute is set that
// [ForceDestroy] makes.
type Guarded[C any] interface {
	Guard(client C) Guard
}

// Configure implements resource.ResourceWithConfigure.
func (l *life[C, M]) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	l.FindClient(req.ProviderData, &resp.Diagnostics)
}

// Metadata implements resource.Resource.
func (l *life[C, M]) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + l.Name
}

// IdentitySchema implements resource.ResourceWithIdentity.
func (l *life[C, M]) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = l.ID.Schema()
}

// Attributes adds to a resource's own attributes those of its secrets, but for those that are in a block.
func (l *life[C, M]) Attributes(own map[string]schema.Attribute) map[string]schema.Attribute {
	attributes := maps.Clone(own)
	for _, s := range l.Secrets {
		if len(s.Path.Steps()) == 1 {
			s.AddTo(attributes)
		}
	}
	secrets := triple.Tracker{Platform: l.Platform, Whole: l.Whole}
	if len(l.Secrets) > 0 {
		attributes["secret_written_at"] = secrets.WrittenAt()
	}
	if l.issues() {
		l.Issued.AddTo(attributes)
	}
	for _, attribute := range own {
		if v, ok := attribute.(volatile); ok && v.isDate && l.hasSecrets() {
			attributes["changed_outside_at"] = secrets.ChangedOutsideAt()
			if l.issues() {
				attributes["changed_outside_at"] = l.changedOutsideAt()
			}
		}
	}
	return attributes
}

func (l *life[C, M]) hasSecrets() bool { return len(l.Secrets) > 0 || l.issues() }

// PlanSecrets is [triple.Tracker.ModifyPlan] of the resource's secrets. A resource calls it once all else in the plan stands.
func (l *life[C, M]) PlanSecrets(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) *triple.Update {
	tracker := l.tracker(req.Plan)
	tracker.Rewrites = Rewrites(ctx, req.Private)
	return tracker.ModifyPlan(ctx, req, resp)
}

// tracker tracks the resource's secrets. Which attributes any write may move, and which is the platform's date of the last
// change, it reads off the schema.
func (l *life[C, M]) tracker(plan tfsdk.Plan) triple.Tracker {
	moves := volatileIn(plan)
	return triple.Tracker{
		Platform: l.Platform, Secrets: l.Secrets, Whole: l.Whole,
		Volatile: moves.all, Local: append(issued.Arguments(), pathForceDestroy, pathDestroyBehavior), Date: moves.date, Author: moves.author,
	}
}

// begin opens a write. state is the prior state, which is null for a creation.
func (l *life[C, M]) begin(
	ctx context.Context, config tfsdk.Config, plan tfsdk.Plan, state tfsdk.State, private triple.Private, diags *diag.Diagnostics,
) *Call {
	call := &Call{Config: config, Private: private, Diagnostics: diags}
	if l.hasSecrets() {
		call.Secrets = l.tracker(plan).Begin(ctx, config, plan, state, private, diags)
	}
	if l.issues() {
		call.Issued = l.Issued.Begin(ctx, plan, state, private, diags)
	}
	return call
}

// create makes an object. An object that exists is in the state whatever failed after it was made, without an error: after
// one, the engine would replace the object, which may be in use by then.
func (l *life[C, M]) create(
	ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse, send func(plan M, client C, call *Call) (Outcome, error),
) {
	plan := l.New()
	resp.Diagnostics.Append(Get(ctx, req.Plan, plan)...)
	call := l.begin(ctx, req.Config, req.Plan, resp.State, resp.Private, &resp.Diagnostics)
	client, ok := l.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	try := func() (Outcome, error) {
		return l.write(ctx, plan, client, call, func() (Outcome, error) { return send(plan, client, call) })
	}
	outcome, err := try()
	if l.madeWay(ctx, err) {
		outcome, err = try()
	}
	if err != nil {
		l.reportCreate(req.Plan, plan.Object(), err, &resp.Diagnostics)
		return
	}
	outcome.warn(plan.Object(), &resp.Diagnostics)
	l.save(ctx, plan, outcome, call, &resp.State, resp.Identity)
	l.hold(resp.State)
}

// madeWay reports whether what a creation has met is changed by now: another resource of the run has had the name, such as one whose
// label or for_each key has changed, and the engine destroys or renames it side by side with the creation.
func (l *life[C, M]) madeWay(ctx context.Context, err error) bool {
	duplicate, met := errors.AsType[*create.DuplicateError](err)
	return met && l.Run().WasChanged(ctx, l.Name, canonicalID(duplicate.ID))
}

// reportCreate reports a failed creation. An object whose id is configured is there already, or is named by what it belongs
// to: it is written, and there is nothing to import.
func (l *life[C, M]) reportCreate(plan tfsdk.Plan, object string, err error, diags *diag.Diagnostics) {
	var parents []string
	for _, part := range l.ID[:len(l.ID)-1] {
		parents = append(parents, part.of(plan.Raw).ValueString())
	}
	_, met := errors.AsType[*create.DuplicateError](err)
	if given := !l.ID[len(l.ID)-1].of(plan.Raw).IsUnknown(); given && !met {
		Failed(diags, "write", object, err)
		return
	}
	isManaged := func(id string) bool { return l.Run().Holds(l.Name, canonicalID(id)) }
	createFailed(diags, object, err, l.ID, isManaged, parents...)
}

func (l *life[C, M]) update(
	ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse, change func(plan, state M, client C, call *Call) (Outcome, error),
) {
	plan, state := l.New(), l.New()
	resp.Diagnostics.Append(Get(ctx, req.Plan, plan)...)
	resp.Diagnostics.Append(Get(ctx, req.State, state)...)
	call := l.begin(ctx, req.Config, req.Plan, req.State, resp.Private, &resp.Diagnostics)
	client, ok := l.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	end := l.Run().BeginChange(l.Name, l.ownID(req.State))
	defer func() { end(!resp.Diagnostics.HasError()) }()
	outcome, err := l.write(ctx, plan, client, call, func() (Outcome, error) { return change(plan, state, client, call) })
	if err != nil {
		Failed(&resp.Diagnostics, "update", plan.Object(), err)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	outcome.warn(plan.Object(), &resp.Diagnostics)
	l.save(ctx, plan, outcome, call, &resp.State, resp.Identity)
}

// save sets the state to what a write has left. What the plan leaves open and no answer has shown is as it was before;
// after a creation it is null.
func (l *life[C, M]) save(ctx context.Context, written M, outcome Outcome, call *Call, state *tfsdk.State, identity *tfsdk.ResourceIdentity) {
	before := state.Raw
	call.Diagnostics.Append(shared{}.save(ctx, call.Private)...)
	call.Diagnostics.Append(state.Set(ctx, written)...)
	call.Diagnostics.Append(fillUnknown(state, before)...)
	if call.Issued != nil {
		l.place(ctx, written.Object(), outcome, call, state, before.IsNull())
	}
	if call.Secrets != nil {
		l.confirm(ctx, outcome, call, state)
	}
	call.Diagnostics.Append(l.ID.Identify(ctx, *state, identity)...)
}

// confirm closes the write of the secrets, unless it is not known what the object holds.
func (l *life[C, M]) confirm(ctx context.Context, outcome Outcome, call *Call, state *tfsdk.State) {
	at := types.StringNull()
	p := volatileIn(*state).date
	isDated := len(p.Steps()) > 0
	if outcome.Unfinished == nil {
		var date types.String
		if isDated && (outcome.Unissued == nil || outcome.refused()) { // a secret whose answer is lost may have moved the date
			call.Diagnostics.Append(state.GetAttribute(ctx, p, &date)...)
		}
		at = call.Secrets.Confirm(ctx, date.ValueString())
	}
	if len(l.Secrets) > 0 {
		call.Diagnostics.Append(state.SetAttribute(ctx, pathSecretWrittenAt, at)...)
	}
	if isDated {
		call.Diagnostics.Append(state.SetAttribute(ctx, pathChangedOutsideAt, call.Secrets.ChangedOutsideAt())...)
	}
}

// delete removes an object, unless it is guarded and still in use. action is the verb for people.
func (l *life[C, M]) delete(
	ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse, action string,
	remove func(ctx context.Context, state M, client C, call *Call) error,
) {
	state := l.New()
	resp.Diagnostics.Append(Get(ctx, req.State, state)...)
	client, ok := l.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	l.hold(req.State)
	end := l.Run().BeginChange(l.Name, l.ownID(req.State))
	defer func() { end(!resp.Diagnostics.HasError()) }()
	try := func() error {
		call := &Call{Private: req.Private, Diagnostics: &resp.Diagnostics}
		return l.remove(ctx, state, client, call, action, func(ctx context.Context) error { return remove(ctx, state, client, call) })
	}
	if guarded, ok := any(state).(Guarded[C]); ok {
		guard := guarded.Guard(client)
		guard.patience = &l.Run().Patience
		var force types.Bool
		resp.Diagnostics.Append(req.State.GetAttribute(ctx, pathForceDestroy, &force)...)
		if !force.ValueBool() && guard.Refuse(ctx, &resp.Diagnostics) {
			return
		}
		once := try
		try = func() error { return guard.Delete(ctx, once) }
	}
	if err := try(); err != nil {
		Failed(&resp.Diagnostics, action, state.Object(), err)
	}
}

// ImportState implements resource.ResourceWithImportState. What the provider alone knows, such as force_destroy, is not read
// from the platform: an import sets it to its default.
func (l *life[C, M]) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	resp.Diagnostics.Append(setDefaults(ctx, &resp.State)...)
	l.ID.Import(ctx, req, resp)
}

// warnOfUnknown warns, of an object that is taken over, that its secrets have to be configured, unless the state has one: it was
// shown. Of issued ones, its plan warns: see [issued.Secret.ModifyPlan].
func (l *life[C, M]) warnOfUnknown(ctx context.Context, state tfsdk.State, diags *diag.Diagnostics) {
	if len(l.Secrets) == 0 || diags.HasError() || slices.ContainsFunc(l.Secrets, func(s triple.Secret) bool {
		var shown types.String
		return !s.Map && !state.GetAttribute(ctx, s.Path, &shown).HasError() && !shown.IsNull()
	}) {
		return
	}
	diags.AddWarning("The secret is not known", fmt.Sprintf(
		"%s does not show the secret of this credentials_%s, so it is not imported. Configure %s: the first apply writes it, in place.",
		l.Platform, l.Name, triple.Names(l.Secrets)))
}
