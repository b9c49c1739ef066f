package oneaccess

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/argument"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/resource"
)

// newTenantUserDataSource finds one user of the tenant by id or by user name.
func newTenantUserDataSource() datasource.DataSource {
	return resource.DataSource[*Client, tenantUserModel]{
		Name:        "tenant_user",
		Description: "One user of a Huawei Cloud OneAccess tenant. Needs the permission `user_read` to find a user by id, and `user_all` to find one by user name.",
		Attributes: map[string]schema.Attribute{
			"user_id":         resource.ShownOrGiven("Id of the user. Either this or `user_name` must be set.", argument.Filled()),
			"user_name":       resource.ShownOrGiven("User name. Either this or `user_id` must be set.", argument.Filled()),
			"org_id":          resource.Shown("Id of the organization of the tenant that the user belongs to."),
			"name":            resource.Shown("Real name."),
			"mobile":          resource.Shown("Mobile phone number."),
			"email":           resource.Shown("E-mail address."),
			"pwd_must_modify": resource.ShownBool("Whether the user has to change the password at the next login."),
			"pwd_change_at":   resource.Shown("When the password was last changed, as OneAccess writes it."),
			"created_at":      resource.Shown("When the user was created, as OneAccess writes it."),
			"updated_at":      resource.Shown("When the user was last changed, as OneAccess writes it."),
			"disabled":        resource.ShownBool("Whether the user is disabled."),
			"grade":           schema.Int64Attribute{MarkdownDescription: "Grade of the user. OneAccess does not document its meaning.", Computed: true},
			"locked":          resource.Shown("Whether the user is locked, as OneAccess writes it."),
			"extension":       schema.StringAttribute{CustomType: argument.JSONType{}, MarkdownDescription: "Custom extended attributes that are set, as a JSON object.", Computed: true},
			"user_org_relation_list": schema.ListNestedAttribute{
				MarkdownDescription: "The organizations of the tenant that the user belongs to.",
				Computed:            true,
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"org_id":        resource.Shown("Id of the organization."),
					"relation_type": resource.Shown("How the user belongs to it: `0` as a member, `1` as an affiliate."),
				}},
			},
		},
		Either: []string{"user_id", "user_name"},
		Read: func(ctx context.Context, client *Client, m *tenantUserModel, diags *diag.Diagnostics) {
			get, by := client.GetUser, m.UserID
			if by.IsNull() {
				get, by = client.GetUserByName, m.UserName
			}
			found, err := get(ctx, by.ValueString())
			if err != nil {
				resource.FindFailed(diags, "tenant user", err, by)
				return
			}
			m.show(found)
		},
	}.New()
}

type tenantUserModel struct {
	UserID            types.String        `tfsdk:"user_id"`
	UserName          types.String        `tfsdk:"user_name"`
	OrgID             types.String        `tfsdk:"org_id"`
	Name              types.String        `tfsdk:"name"`
	Mobile            types.String        `tfsdk:"mobile"`
	Email             types.String        `tfsdk:"email"`
	PasswordMustBeNew types.Bool          `tfsdk:"pwd_must_modify"`
	PasswordChangedAt types.String        `tfsdk:"pwd_change_at"`
	CreatedAt         types.String        `tfsdk:"created_at"`
	UpdatedAt         types.String        `tfsdk:"updated_at"`
	Disabled          types.Bool          `tfsdk:"disabled"`
	Grade             types.Int64         `tfsdk:"grade"`
	Locked            types.String        `tfsdk:"locked"`
	Extension         argument.JSON       `tfsdk:"extension"`
	Organizations     []organizationModel `tfsdk:"user_org_relation_list"`
}

type organizationModel struct {
	ID       types.String `tfsdk:"org_id"`
	Relation types.String `tfsdk:"relation_type"`
}

func (m *tenantUserModel) show(u *User) {
	*m = tenantUserModel{
		UserID:            types.StringValue(u.ID),
		UserName:          types.StringValue(u.UserName),
		OrgID:             resource.TextOrNull(u.OrgID),
		Name:              resource.TextOrNull(u.Name),
		Mobile:            resource.TextOrNull(u.Mobile),
		Email:             resource.TextOrNull(u.Email),
		PasswordMustBeNew: types.BoolValue(u.PasswordMustBeNew),
		PasswordChangedAt: resource.TextOrNull(string(u.PasswordChangedAt)),
		CreatedAt:         resource.TextOrNull(string(u.CreatedAt)),
		UpdatedAt:         resource.TextOrNull(string(u.UpdatedAt)),
		Disabled:          types.BoolValue(u.Disabled),
		Grade:             types.Int64Value(u.Grade),
		Locked:            resource.TextOrNull(string(u.Locked)),
		Extension:         extensionValue(u.Extension),
		Organizations:     make([]organizationModel, len(u.Organizations)),
	}
	for i, o := range u.Organizations {
		m.Organizations[i] = organizationModel{ID: resource.TextOrNull(o.ID), Relation: resource.TextOrNull(string(o.Relation))}
	}
}
