package helloid

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	framework "github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/argument"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/resource"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret/triple"
)

var _ framework.ResourceWithValidateConfig = (*endUserCredentialResource)(nil)

// endUserCredentialResource is written whole and never read: its life is resource.Unreadable's.
type endUserCredentialResource struct {
	resource.Unreadable[*Client, *endUserCredentialModel]
}

// isGUID accepts a GUID. The hint says where one is looked up by its name.
func isGUID(hint string) validator.String { return argument.Matches(argument.GUID, "a GUID", hint) }

const (
	userHint        = "Look it up by the user name with the data source credentials_enduser."
	applicationHint = "Look it up by the name with the data source credentials_enduser_application."
)

// No limit of a value is documented; an empty one is assumed to be a mistake.
var credentialsSecret = triple.Secret{
	Path:          path.Root("credentials"),
	Description:   "Values of the login form's fields, keyed by function, such as `UserName` and `Password`, in any letter case.",
	Map:           true,
	Required:      true,
	Validators:    []validator.String{argument.Filled()},
	KeyValidators: []validator.String{argument.Filled()},
	IsSecretKey:   func(function string) bool { return strings.Contains(strings.ToLower(function), "password") },
}

func newEndUserCredentialResource() framework.Resource {
	r := &endUserCredentialResource{}
	r.Name = "enduser_credential"
	r.Platform = title
	r.New = func() *endUserCredentialModel { return &endUserCredentialModel{} }
	r.ID = resource.ID{
		{Attribute: "user_guid", Pattern: argument.GUID, Description: "GUID of the user"},
		{Attribute: "application_guid", Pattern: argument.GUID, Description: "GUID of the application"},
		{Attribute: "cred_set_name", Description: "Name of the credential set"},
	}
	r.Secrets = []triple.Secret{credentialsSecret}
	r.Whole = true
	r.Destroy = resource.Destroy{
		Behavior: "delete", Done: "deleted",
		Description: "deletes the user's credential set for the application, and perhaps other sets of the same user and application, since HelloID's call names no set",
		Warning: "HelloID deletes by user and application, and takes no name of a credential set: other sets that the user has for the same application may be deleted too. " +
			"To keep them, apply destroy_behavior = \"abandon\" first.",
		IsGone: IsGone,
	}
	return r
}

type endUserCredentialModel struct {
	resource.UnreadableAttributes
	UserGUID             types.String `tfsdk:"user_guid"`
	ApplicationGUID      types.String `tfsdk:"application_guid"`
	CredSetName          types.String `tfsdk:"cred_set_name"`
	Credentials          types.Map    `tfsdk:"credentials"`
	CredentialsWO        types.Map    `tfsdk:"credentials_wo"`
	CredentialsWOVersion types.String `tfsdk:"credentials_wo_version"`
	CredentialSetGUID    types.String `tfsdk:"credential_set_guid"`
	CredentialGUIDs      types.Map    `tfsdk:"credential_guids"`
}

func (r *endUserCredentialResource) Schema(_ context.Context, _ framework.SchemaRequest, resp *framework.SchemaResponse) {
	guidArgument := func(doc, hint string) schema.Attribute {
		return schema.StringAttribute{
			MarkdownDescription: doc + " Changing this forces a new credential.",
			Required:            true,
			Validators:          []validator.String{isGUID(hint)},
			PlanModifiers:       []planmodifier.String{resource.ReplacesWithID()},
		}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "The credential of a HelloID end user for an application: " +
			"a credential set, which HelloID fills into the application's login form.",
		Attributes: r.Attributes(map[string]schema.Attribute{
			"user_guid":        guidArgument("GUID of the user.", userHint),
			"application_guid": guidArgument("GUID of the application.", applicationHint),
			"cred_set_name": schema.StringAttribute{
				MarkdownDescription: "Name of the credential set. Default `Default`. Changing this forces a new credential.",
				Optional:            true,
				Computed:            true,
				Default:             stringdefault.StaticString("Default"),
				Validators:          []validator.String{argument.Filled()},
				PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
			},
			// The API does not say that a write keeps the GUIDs.
			"credential_set_guid": resource.Volatile("GUID of the credential set. Null if no answer has shown it."),
			"credential_guids": resource.VolatileOf(schema.MapAttribute{
				MarkdownDescription: "GUIDs of the credentials, keyed by function. Null if no answer has shown them.",
				ElementType:         types.StringType,
				Computed:            true,
			}),
		}),
	}
}

// documentedFunctions are those that HelloID's documentation shows. Others are accepted: an application's form may have more.
var documentedFunctions = []string{"UserName", "Password"}

// nearlyDocumented returns the documented function that another one is probably a misspelling of; empty: it is not. One that
// only adds to it, such as NewPassword, is another one.
func nearlyDocumented(function string) string {
	nearest := argument.Nearest(function, documentedFunctions)
	if strings.Contains(strings.ToLower(function), strings.ToLower(nearest)) {
		return ""
	}
	return nearest
}

// ValidateConfig implements resource.ResourceWithValidateConfig.
func (r *endUserCredentialResource) ValidateConfig(ctx context.Context, req framework.ValidateConfigRequest, resp *framework.ValidateConfigResponse) {
	var config endUserCredentialModel
	resp.Diagnostics.Append(resource.Get(ctx, req.Config, &config)...)
	seen := map[string]string{}
	for _, part := range []types.Map{config.Credentials, config.CredentialsWO} {
		for _, function := range slices.Sorted(maps.Keys(part.Elements())) {
			folded := strings.ToLower(function)
			if other, twice := seen[folded]; twice && other != function {
				resp.Diagnostics.AddAttributeError(credentialsSecret.Path, "Function set twice",
					"Two functions differ in letter case only, which HelloID ignores.")
			}
			seen[folded] = function
			if nearest := nearlyDocumented(function); nearest != "" { // the function itself is not quoted: by a slip, it may be the secret
				resp.Diagnostics.AddAttributeWarning(credentialsSecret.Path, "Function that may be misspelt", fmt.Sprintf(
					"One of the functions is almost %q, which HelloID's documentation shows, but not the same. HelloID takes any function, and fills only those that the application's form has.", nearest))
			}
		}
	}
}

// Object implements resource.UnreadableModel.
func (m *endUserCredentialModel) Object() string {
	return fmt.Sprintf("credential set %q of user %s for application %s",
		m.CredSetName.ValueString(), m.UserGUID.ValueString(), m.ApplicationGUID.ValueString())
}

// Differs implements resource.UnreadableModel: all but the secret names the object, or says how to destroy it.
func (m *endUserCredentialModel) Differs(*endUserCredentialModel) bool { return false }

// Check implements resource.Checked.
func (m *endUserCredentialModel) Check(client *Client) (resource.Check, bool) {
	return resource.Check{
		Read: func(ctx context.Context) ([]string, error) {
			return nil, client.CheckEndUser(ctx, m.UserGUID.ValueString())
		},
		Parent: "user_guid", Kind: "user", ParentHint: userHint, IsUnknown: IsUserUnknown,
	}, !m.UserGUID.IsUnknown()
}

// Target implements resource.Targeted: a deletion names no set.
func (m *endUserCredentialModel) Target(context.Context, *Client) resource.Target {
	return resource.TargetWhole(strings.ToLower(m.UserGUID.ValueString() + "/" + m.ApplicationGUID.ValueString()))
}

// Write implements resource.UnreadableModel.
func (m *endUserCredentialModel) Write(ctx context.Context, client *Client, call *resource.Call) error {
	values := call.Secrets.SendMap(ctx, credentialsSecret.Path)
	guids, err := client.PostCredentials(ctx, CredentialSet{
		UserGUID: m.UserGUID.ValueString(), ApplicationGUID: m.ApplicationGUID.ValueString(), Name: m.CredSetName.ValueString(),
	}, values)
	if err == nil {
		m.complete(values, guids)
	}
	return err
}

// Delete implements resource.UnreadableModel.
func (m *endUserCredentialModel) Delete(ctx context.Context, client *Client) error {
	return client.DeleteCredentialSet(ctx, m.UserGUID.ValueString(), m.ApplicationGUID.ValueString())
}

// complete fills in the GUIDs that an answer shows, under the functions as they are configured.
func (m *endUserCredentialModel) complete(values map[string]secret.String, guids GUIDs) {
	if guids.Set == "" {
		return
	}
	m.CredentialSetGUID = types.StringValue(guids.Set)
	found := map[string]attr.Value{}
	for function := range values {
		if guid, ok := guids.Of(function); ok {
			found[function] = types.StringValue(guid)
		}
	}
	m.CredentialGUIDs = types.MapValueMust(types.StringType, found)
}
