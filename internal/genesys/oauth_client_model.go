package genesys

import (
	"context"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/resource"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret/issued"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret/triple"
)

type oauthClientModel struct {
	issued.Attributes
	Name                       types.String `tfsdk:"name"`
	Description                types.String `tfsdk:"description"`
	AuthorizedGrantType        types.String `tfsdk:"authorized_grant_type"`
	AccessTokenValiditySeconds types.Int64  `tfsdk:"access_token_validity_seconds"`
	RegisteredRedirectURIs     types.Set    `tfsdk:"registered_redirect_uris"`
	Scopes                     types.Set    `tfsdk:"scopes"`
	Roles                      types.Set    `tfsdk:"roles"`
	State                      types.String `tfsdk:"state"`
	Secret                     types.String `tfsdk:"secret"`
	EncryptedSecret            types.String `tfsdk:"encrypted_secret"`
	ID                         types.String `tfsdk:"id"`
	DateCreated                types.String `tfsdk:"date_created"`
	DateModified               types.String `tfsdk:"date_modified"`
	DateToDelete               types.String `tfsdk:"date_to_delete"`
	CreatedByID                types.String `tfsdk:"created_by_id"`
	ModifiedByID               types.String `tfsdk:"modified_by_id"`
	ChangedOutsideAt           types.String `tfsdk:"changed_outside_at"`
}

// roleTypes are the types of the attributes of a block roles.
var roleTypes = map[string]attr.Type{"role_id": types.StringType, "division_id": types.StringType}

// isImplicit reports whether a client has the grant type TOKEN, with which it has no secret.
func isImplicit(ctx context.Context, object issued.Data) bool {
	var grant types.String
	return !object.GetAttribute(ctx, path.Root("authorized_grant_type"), &grant).HasError() && grant.ValueString() == grantImplicit
}

// Object implements resource.ManagedModel.
func (m *oauthClientModel) Object() string { return resource.ObjectOf("OAuth client", m.Name, m.ID) }

// roles returns the text of an attribute of each role; null stays null.
func (m *oauthClientModel) roles() (roles []map[string]types.String) {
	for _, element := range m.Roles.Elements() {
		object, _ := element.(types.Object)
		role := map[string]types.String{}
		for name := range roleTypes {
			role[name], _ = object.Attributes()[name].(types.String)
		}
		roles = append(roles, role)
	}
	return roles
}

// home returns the id of the home division, if a role is in it by not naming any.
func (m *oauthClientModel) home(ctx context.Context, client *Client) (string, error) {
	for _, role := range m.roles() {
		if role["division_id"].IsNull() {
			return client.HomeDivision(ctx)
		}
	}
	return "", nil
}

// expand is the body of a write.
func (m *oauthClientModel) expand(ctx context.Context, client *Client) (OAuthClientBody, error) {
	home, err := m.home(ctx, client)
	return m.expandIn(home), err
}

func (m *oauthClientModel) expandIn(home string) OAuthClientBody {
	body := OAuthClientBody{
		Name: m.Name.ValueString(), Description: m.Description.ValueString(), GrantType: m.AuthorizedGrantType.ValueString(),
		AccessTokenValiditySeconds: m.AccessTokenValiditySeconds.ValueInt64(),
		RedirectURIs:               resource.TextsOf(m.RegisteredRedirectURIs), Scopes: resource.TextsOf(m.Scopes),
		State: m.State.ValueString(),
	}
	for _, role := range m.roles() {
		body.Roles = append(body.Roles, roleDivision(role, home))
	}
	return body
}

func roleDivision(role map[string]types.String, home string) RoleDivision {
	division := role["division_id"].ValueString()
	if role["division_id"].IsNull() {
		division = home
	}
	return RoleDivision{RoleID: role["role_id"].ValueString(), DivisionID: division}
}

// complete fills in what the answer to a write shows. What is configured stays as planned, whatever the answer says: the next
// read shows a difference.
func (m *oauthClientModel) complete(written *OAuthClient) {
	if m.ID.IsUnknown() {
		m.ID = types.StringValue(written.ID)
	}
	if m.DateCreated.IsUnknown() {
		m.DateCreated, m.CreatedByID = resource.TextOrNull(written.DateCreated), resource.TextOrNull(written.CreatedByID)
	}
	m.DateModified, m.ModifiedByID = resource.TextOrNull(written.DateModified), resource.TextOrNull(written.ModifiedByID)
	m.DateToDelete = resource.TextOrNull(written.DateToDelete)
}

// flatten takes everything that Genesys shows. Ids stay as they are spelled, a role in the home division stays one that names
// no division, and a date that only is printed in another way stays as it is.
func (m *oauthClientModel) flatten(found *OAuthClient, home string) {
	if id := types.StringValue(found.ID); !resource.SameID(m.ID, id) {
		m.ID = id
	}
	m.Name = types.StringValue(found.Name)
	if m.Description.ValueString() != found.Description {
		m.Description = resource.TextOrNull(found.Description)
	}
	m.AuthorizedGrantType = types.StringValue(found.GrantType)
	m.AccessTokenValiditySeconds = types.Int64Value(found.AccessTokenValiditySeconds)
	m.RegisteredRedirectURIs, m.Scopes = resource.SetOf(found.RedirectURIs), resource.SetOf(found.Scopes)
	m.Roles = m.rolesOf(found.Roles, home)
	m.State = types.StringValue(found.State)
	m.DateCreated, m.CreatedByID = resource.TextOrNull(found.DateCreated), resource.TextOrNull(found.CreatedByID)
	if m.DateModified.ValueString() == "" || triple.Moved(m.DateModified.ValueString(), found.DateModified) {
		m.DateModified = resource.TextOrNull(found.DateModified)
	}
	m.ModifiedByID = resource.TextOrNull(found.ModifiedByID)
	m.DateToDelete = resource.TextOrNull(found.DateToDelete)
}

// rolesOf are the roles that were found, each once, and as it is in the state if it is there.
func (m *oauthClientModel) rolesOf(found []RoleDivision, home string) types.Set {
	known := map[RoleDivision]attr.Value{}
	elements := m.Roles.Elements()
	for i, role := range m.roles() {
		known[folded(roleDivision(role, home))] = elements[i]
	}
	roles := make([]attr.Value, 0, len(found))
	seen := map[RoleDivision]bool{}
	for _, role := range found {
		if seen[folded(role)] {
			continue
		}
		seen[folded(role)] = true
		element, ok := known[folded(role)]
		if !ok {
			element = types.ObjectValueMust(roleTypes, map[string]attr.Value{
				"role_id": types.StringValue(role.RoleID), "division_id": types.StringValue(role.DivisionID),
			})
		}
		roles = append(roles, element)
	}
	return types.SetValueMust(types.ObjectType{AttrTypes: roleTypes}, roles)
}

// folded is a role without the letter case of its ids.
func folded(role RoleDivision) RoleDivision {
	return RoleDivision{strings.ToLower(role.RoleID), strings.ToLower(role.DivisionID)}
}

// restorable is for how long a client can be restored that was deleted, and removedAtOnce the age up to which it is gone at
// once, by the vendor's page "View, edit, delete, or restore OAuth clients".
const (
	restorable    = "seven days"
	removedAtOnce = 30 * 24 * time.Hour
)

// isRestorable reports whether the client can be restored for some days once it is deleted.
func (m *oauthClientModel) isRestorable(now time.Time) bool {
	created, err := time.Parse(time.RFC3339, m.DateCreated.ValueString())
	return err == nil && now.Sub(created) > removedAtOnce
}

// isDeletedAlready reports whether the client is deleted and can still be restored.
func (m *oauthClientModel) isDeletedAlready() bool {
	return !m.DateToDelete.IsNull() && m.State.ValueString() != stateActive
}
