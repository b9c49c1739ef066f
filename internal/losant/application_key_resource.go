package losant

import (
	"context"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework/path"
	framework "github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/setdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/setplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/argument"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/resource"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret/issued"
)

var _ framework.ResourceWithModifyPlan = (*applicationKeyResource)(nil)

type applicationKeyResource struct {
	resource.Managed[*Client, *applicationKeyModel]
}

func newApplicationKeyResource() framework.Resource { return describeApplicationKey() }

func describeApplicationKey() *applicationKeyResource {
	r := &applicationKeyResource{}
	r.Name = "application_key"
	r.Platform = title
	r.New = func() *applicationKeyModel { return &applicationKeyModel{} }
	r.ID = resource.ID{
		{Attribute: "application_id", Pattern: objectID, Description: "Id of the application"},
		{Attribute: "id", Pattern: objectID, Description: "Id of the access key"},
	}
	r.Paths = []string{pathKeys + "/{id}"}
	r.Issued = issued.Secret{Platform: title, Name: "secret", Description: "Secret of the access key: the password at the MQTT broker. Losant shows it once, and cannot regenerate it."}
	r.IsGone = IsGone
	return r
}

// tagKey is what the keys of device tags look like.
var tagKey = regexp.MustCompile(`^[0-9a-zA-Z_-]{1,255}$`)

func (r *applicationKeyResource) Schema(_ context.Context, _ framework.SchemaRequest, resp *framework.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "An access key of a Losant application, with which its devices authenticate at the MQTT broker and the REST API.",
		Attributes: r.Attributes(map[string]schema.Attribute{
			"application_id": applicationIDOf("access key"),
			"name": schema.StringAttribute{
				MarkdownDescription: "Name, 1 to 255 characters. It need not be unique.",
				Optional:            true,
				Validators:          []validator.String{argument.Length(1, 255)},
			},
			"description": schema.StringAttribute{
				MarkdownDescription: "Description.",
				Optional:            true,
				Validators:          []validator.String{argument.Length(0, 32767)},
			},
			"status": statusArgument("access key"),
			"device_ids": schema.SetAttribute{
				MarkdownDescription: "Ids of the devices that the access key is for, up to 1000. With neither `device_ids` nor `device_tags`, it is for all devices of the application. Other devices force a new access key.",
				ElementType:         types.StringType, Optional: true,
				Validators:    []validator.Set{argument.Elements(isObjectID("")), argument.Count(0, 1000)},
				PlanModifiers: []planmodifier.Set{replacesWithDevices()},
			},
			"filter_type": schema.StringAttribute{
				MarkdownDescription: "Which topics beside the devices' own may be used: `all`, `whitelist` (those in `pub_topics` and `sub_topics`), `blacklist` (all but those) or `none`. Set it: Losant does not document what an access key without it may do.",
				Optional:            true, Computed: true,
				Validators:    []validator.String{argument.OneOf("all", "whitelist", "blacklist", "none")},
				PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"pub_topics": textsArgument("Topics to publish to: those that `filter_type` allows or, for a `blacklist`, forbids. Each has 1 to 1024 characters. Default: none.", argument.Length(1, 1024)),
			"sub_topics": textsArgument("Topics to subscribe to: those that `filter_type` allows or, for a `blacklist`, forbids. Each has 1 to 1024 characters. Default: none.", argument.Length(1, 1024)),
			"address_filter_type": schema.StringAttribute{
				MarkdownDescription: "Which IP addresses the access key can be used from: `all`, `whitelist` (those in `addresses`) or `blacklist` (all but those). Set it: Losant does not document the default.",
				Optional:            true, Computed: true,
				Validators:    []validator.String{argument.OneOf("all", "whitelist", "blacklist")},
				PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"addresses":            textsArgument("IP addresses or ranges that `address_filter_type` applies to, up to 100, each of up to 48 characters. Default: none.", argument.Length(0, 48), argument.Count(0, 100)),
			"key":                  resource.Stable("The access key itself, which is the user name at the MQTT broker. It is no secret."),
			"id":                   resource.Stable("Id of the access key."),
			"creation_date":        resource.Stable("When it was created."),
			"created_by_id":        resource.Stable("Id of the creator."),
			"created_by_type":      resource.Stable("Kind of creator: `flow`, `user` or `apiToken`."),
			"last_updated":         resource.Volatile("When it was last changed."),
			"last_updated_by_id":   resource.Volatile("Id of the last editor."),
			"last_updated_by_type": resource.Volatile("Kind of last editor: `flow`, `user` or `apiToken`."),
		}),
		Blocks: map[string]schema.Block{
			"device_tags": schema.SetNestedBlock{
				MarkdownDescription: "A tag of devices that the access key is for: `key`, `value` or both. Up to 100. Other tags force a new access key.",
				NestedObject: schema.NestedBlockObject{Attributes: map[string]schema.Attribute{
					"key": schema.StringAttribute{
						MarkdownDescription: "Key of the tag: letters, digits, `_` and `-`, up to 255.",
						Optional:            true,
						Validators:          []validator.String{argument.Matches(tagKey, "1 to 255 letters, digits, _ and -", "")},
					},
					"value": schema.StringAttribute{
						MarkdownDescription: "Value of the tag, 1 to 255 characters.",
						Optional:            true,
						Validators:          []validator.String{argument.Length(1, 255)},
					},
				}},
				Validators:    []validator.Set{argument.Count(0, 100)},
				PlanModifiers: []planmodifier.Set{setplanmodifier.RequiresReplace()},
			},
		},
	}
}

// applicationIDOf is the argument application_id of a resource.
func applicationIDOf(kind string) schema.Attribute {
	return schema.StringAttribute{
		MarkdownDescription: "Id of the application, 24 hexadecimal digits. Changing this forces a new " + kind + ".",
		Required:            true,
		Validators:          []validator.String{isObjectID(applicationHint)},
		PlanModifiers:       []planmodifier.String{resource.ReplacesWithID()},
	}
}

// checkInApplication is the check of a creation by what the application has of its kind.
func checkInApplication(applicationID types.String, read func(context.Context) ([]string, error)) (resource.Check, bool) {
	return resource.Check{Read: read, Parent: "application_id", Kind: "application", ParentHint: applicationHint, IsUnknown: IsGone}, !applicationID.IsUnknown()
}

// statusArgument is the argument status of a resource.
func statusArgument(kind string) schema.Attribute {
	return schema.StringAttribute{
		MarkdownDescription: "`active` (default) or `inactive`. An inactive " + kind + " does not work, and can be made active again.",
		Optional:            true, Computed: true,
		Default:    stringdefault.StaticString("active"),
		Validators: []validator.String{argument.OneOf("active", "inactive")},
	}
}

// textsArgument is an optional set of texts that is empty by default.
func textsArgument(doc string, limit validator.String, more ...validator.Set) schema.Attribute {
	return schema.SetAttribute{
		MarkdownDescription: doc, ElementType: types.StringType, Optional: true, Computed: true,
		Default:    setdefault.StaticValue(types.SetValueMust(types.StringType, nil)),
		Validators: append([]validator.Set{argument.Elements(limit)}, more...),
	}
}

// replacesWithDevices makes other devices replace the access key, but not the same ids in another spelling.
func replacesWithDevices() planmodifier.Set {
	const rule = "Other devices replace the access key."
	return setplanmodifier.RequiresReplaceIf(func(_ context.Context, req planmodifier.SetRequest, resp *setplanmodifier.RequiresReplaceIfFuncResponse) {
		resp.RequiresReplace = !isKnown(req.PlanValue) || !sameTexts(lower(resource.TextsOf(req.PlanValue)), lower(resource.TextsOf(req.StateValue)))
	}, rule, rule)
}

func isKnown(set types.Set) bool {
	for _, element := range set.Elements() {
		if element.IsUnknown() {
			return false
		}
	}
	return !set.IsUnknown()
}

// ModifyPlan implements framework.ResourceWithModifyPlan.
func (r *applicationKeyResource) ModifyPlan(ctx context.Context, req framework.ModifyPlanRequest, resp *framework.ModifyPlanResponse) {
	r.BeginPlan(ctx, req, &resp.Diagnostics)
	r.PlanIssued(ctx, req, resp)
	if req.Plan.Raw.IsNull() || !req.State.Raw.IsNull() || resp.Diagnostics.HasError() {
		return
	}
	plan := r.New()
	resp.Diagnostics.Append(resource.Get(ctx, req.Plan, plan)...)
	r.CheckCreation(ctx, plan, req.Plan, &resp.Diagnostics)
	if isKnown(plan.DeviceIDs) && !plan.DeviceIDs.IsNull() && len(plan.DeviceIDs.Elements())+len(plan.DeviceTags.Elements()) == 0 {
		resp.Diagnostics.AddAttributeWarning(path.Root("device_ids"), "The access key is for all devices",
			"`device_ids` is empty, and there are no `device_tags`: Losant takes that for all devices of the application. If that is meant, leave `device_ids` out.")
	}
}

// Check implements resource.Checked.
func (m *applicationKeyModel) Check(client *Client) (resource.Check, bool) {
	return checkInApplication(m.ApplicationID, func(ctx context.Context) ([]string, error) {
		return nil, client.LookAtApplicationKeys(ctx, m.ApplicationID.ValueString(), m.Name.ValueString())
	})
}

// Create implements resource.ManagedModel. A new access key is always active, so an inactive one takes a PATCH after it.
func (m *applicationKeyModel) Create(ctx context.Context, client *Client, _ *resource.Call) (resource.Outcome, error) {
	made, secret, err := client.CreateApplicationKey(ctx, m.ApplicationID.ValueString(), m.expand())
	if err != nil {
		return resource.Outcome{}, err
	}
	outcome := resource.Outcome{Issued: secret}
	if status := m.Status.ValueString(); status != made.Status {
		changed, err := client.UpdateApplicationKey(ctx, m.ApplicationID.ValueString(), made.ID, map[string]any{"status": status})
		if err == nil {
			made = changed
		}
		outcome.Unfinished = err
	}
	m.complete(made)
	return outcome, nil
}

// Read implements resource.ManagedModel.
func (m *applicationKeyModel) Read(ctx context.Context, client *Client, _ *resource.Call) error {
	found, err := client.ReadApplicationKey(ctx, m.ApplicationID.ValueString(), m.ID.ValueString())
	if err == nil {
		m.flatten(found)
	}
	return err
}

// Update implements resource.ManagedModel.
func (m *applicationKeyModel) Update(ctx context.Context, client *Client, state *applicationKeyModel, _ *resource.Call) (resource.Outcome, error) {
	body := m.expandChanges(state)
	if len(body) == 0 {
		return resource.Outcome{}, nil
	}
	changed, err := client.UpdateApplicationKey(ctx, m.ApplicationID.ValueString(), m.ID.ValueString(), body)
	if err == nil {
		m.complete(changed)
	}
	return resource.Outcome{}, err
}

// Delete implements resource.ManagedModel.
func (m *applicationKeyModel) Delete(ctx context.Context, client *Client, _ *resource.Call) error {
	return client.DeleteApplicationKey(ctx, m.ApplicationID.ValueString(), m.ID.ValueString())
}
