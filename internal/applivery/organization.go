package applivery

import (
	"fmt"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/argument"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/resource"
)

// organizationIDPattern is the documented form of an organization's id or slug.
var organizationIDPattern = regexp.MustCompile(`^([a-fA-F0-9]{24}|[a-zA-Z0-9-]{3,})$`)

const organizationHint = "It is the slug of the organization or its id, not its name."

func isOrganizationID() validator.String {
	return argument.Matches(organizationIDPattern, "24 hexadecimal digits, or a slug of at least 3 letters, digits and hyphens", organizationHint)
}

// organizationArgument is the organization that an object belongs to.
func organizationArgument(object string) schema.Attribute {
	return schema.StringAttribute{
		MarkdownDescription: fmt.Sprintf("Id (24 hexadecimal digits) or slug of the organization. Changing this, even to the slug of the same organization, forces a new %s.", object),
		Required:            true,
		Validators:          []validator.String{isOrganizationID()},
		PlanModifiers:       []planmodifier.String{resource.ReplacesWithID()},
	}
}
