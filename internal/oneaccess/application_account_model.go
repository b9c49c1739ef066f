package oneaccess

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/argument"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/resource"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret/triple"
)

type applicationAccountModel struct {
	ApplicationID     types.String  `tfsdk:"application_id"`
	UserID            types.String  `tfsdk:"user_id"`
	AccountName       types.String  `tfsdk:"account_name"`
	Name              types.String  `tfsdk:"name"`
	OrgCode           types.String  `tfsdk:"org_code"`
	Password          types.String  `tfsdk:"password"`
	PasswordWO        types.String  `tfsdk:"password_wo"`
	PasswordWOVersion types.String  `tfsdk:"password_wo_version"`
	Disabled          types.Bool    `tfsdk:"disabled"`
	Extension         argument.JSON `tfsdk:"extension"`
	AccountID         types.String  `tfsdk:"account_id"`
	ID                types.String  `tfsdk:"id"`
	AccountType       types.String  `tfsdk:"account_type"`
	OrgID             types.String  `tfsdk:"org_id"`
	Roles             types.List    `tfsdk:"roles"`
	SecretWrittenAt   types.String  `tfsdk:"secret_written_at"`
}

// isImported reports that no read has completed what an import began with.
func (m *applicationAccountModel) isImported() bool { return m.AccountType.IsNull() }

func (m *applicationAccountModel) setID(id string) {
	m.AccountID, m.ID = types.StringValue(id), types.StringValue(id)
}

// expand is the body of a creation. What is not configured is empty, and so left out.
func (m *applicationAccountModel) expand(ctx context.Context, write *triple.Write) AccountBody {
	body := AccountBody{
		AccountName: m.AccountName.ValueString(),
		Name:        m.Name.ValueString(),
		OrgCode:     m.OrgCode.ValueString(),
		Disabled:    m.Disabled.ValueBoolPointer(),
		Extension:   argument.Managed(m.Extension).Keys(),
	}
	body.Password, _ = write.Send(ctx, passwordSecret.Path)
	return body
}

// expandChanges is the body of an update: what changed, but for the extension, whose current state matters.
func (m *applicationAccountModel) expandChanges(ctx context.Context, state applicationAccountModel, write *triple.Write) AccountBody {
	body := AccountBody{
		AccountName: changed(m.AccountName, state.AccountName),
		Name:        changed(m.Name, state.Name),
		OrgCode:     changed(m.OrgCode, state.OrgCode),
	}
	if !m.Disabled.Equal(state.Disabled) {
		body.Disabled = m.Disabled.ValueBoolPointer()
	}
	if write.Changed(passwordSecret.Path) {
		body.Password, _ = write.Send(ctx, passwordSecret.Path)
	}
	return body
}

// extensionChanged compares the objects, not how they are written.
func (m *applicationAccountModel) extensionChanged(ctx context.Context, state applicationAccountModel) bool {
	if len(argument.Managed(m.Extension).Keys()) == 0 {
		return false
	}
	same, _ := m.Extension.StringSemanticEquals(ctx, state.Extension) // what cannot be read, such as null, is not the same
	return !same
}

// changed is the planned text if it is another one, or else empty.
func changed(planned, known types.String) string {
	if planned.Equal(known) {
		return ""
	}
	return planned.ValueString()
}

// orgCode is the code of the organization with the given id, which the account is in now. The id that came with the known
// code stands for it: only if it has moved, or none came, does it take a request. Nothing is looked up for those who do
// not configure the code.
func (m *applicationAccountModel) orgCode(ctx context.Context, client *Client, orgID string) (types.String, error) {
	switch {
	case m.OrgCode.IsNull(), orgID != "" && orgID == m.OrgID.ValueString():
		return m.OrgCode, nil
	case orgID == "":
		return types.StringNull(), nil
	}
	code, err := client.GetOrgCode(ctx, m.ApplicationID.ValueString(), orgID)
	return resource.TextOrNull(code), err
}

// complete fills in what the plan left open from what was read back. What is configured stays as planned, whatever
// OneAccess says: the next read shows a difference.
func (m *applicationAccountModel) complete(ctx context.Context, found *AccountDetail) (diags diag.Diagnostics) {
	for value, text := range map[*types.String]string{
		&m.AccountName: found.AccountName, &m.Name: found.Name, &m.AccountType: found.Type, &m.OrgID: found.OrgID,
	} {
		if value.IsUnknown() {
			*value = resource.TextOrNull(text)
		}
	}
	if m.Roles.IsUnknown() {
		m.Roles, diags = rolesValue(ctx, found.Roles)
	}
	return diags
}

// flatten takes everything that OneAccess shows. What it never shows stays as it is, unless the account belongs to no
// user any more.
func (m *applicationAccountModel) flatten(ctx context.Context, found *AccountDetail, orgCode types.String) (diags diag.Diagnostics) {
	m.setID(found.ID)
	m.AccountName = resource.TextOrNull(found.AccountName)
	m.Name = resource.TextOrNull(found.Name)
	m.Disabled = types.BoolValue(found.Disabled)
	m.AccountType = resource.TextOrNull(found.Type)
	m.OrgID = resource.TextOrNull(found.OrgID)
	m.OrgCode = orgCode
	if found.Type != BasicAccount {
		m.UserID = types.StringNull()
	}
	m.Extension = argument.Managed(m.Extension).Refresh(found.Extension)
	m.Roles, diags = rolesValue(ctx, found.Roles)
	return diags
}

// forgetUnmoved drops an organization's id that could not be read, or is the same as under another code before: it is not
// known to stand for the new code, so the next read looks that up.
func (m *applicationAccountModel) forgetUnmoved(state applicationAccountModel) {
	if m.OrgID.IsUnknown() || !state.OrgCode.IsNull() && m.OrgID.Equal(state.OrgID) {
		m.OrgID = types.StringNull()
	}
}

// The types of an account's roles.
var (
	resourceItemType = types.ObjectType{AttrTypes: map[string]attr.Type{
		"id": types.StringType, "code": types.StringType, "name": types.StringType, "parent_id": types.StringType,
	}}
	privilegeType = types.ObjectType{AttrTypes: map[string]attr.Type{
		"id": types.StringType, "code": types.StringType, "name": types.StringType, "resource_items": types.ListType{ElemType: resourceItemType},
	}}
	roleType = types.ObjectType{AttrTypes: map[string]attr.Type{
		"id": types.StringType, "code": types.StringType, "name": types.StringType, "privileges": types.ListType{ElemType: privilegeType},
	}}
)

// rolesValue shows what is not there as empty lists, however OneAccess shows it.
func rolesValue(ctx context.Context, roles []Role) (types.List, diag.Diagnostics) {
	shown := append([]Role{}, roles...)
	for i := range shown {
		privileges := append([]Privilege{}, shown[i].Privileges...)
		for j := range privileges {
			privileges[j].ResourceItems = append([]ResourceItem{}, privileges[j].ResourceItems...)
		}
		shown[i].Privileges = privileges
	}
	return types.ListValueFrom(ctx, roleType, shown)
}
