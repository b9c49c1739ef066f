package triple

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// warnOf warns in a plan about one secret. at and by are when and, where known, who last changed the object outside
// Terraform.
func (t Tracker) warnOf(f finding, at, by string, carried, writes bool, diags *diag.Diagnostics) {
	p, name := f.Path, t.Platform
	if f.config.stored.IsNull() && !f.config.writeOnly.IsNull() {
		p = f.writeOnly()
	}
	if f.leftBehind() {
		diags.AddAttributeWarning(p, "Secret left behind", fmt.Sprintf(
			"%s is no longer configured. Terraform no longer manages it. Its last value stays on %s.", f.Path, t.Platform))
	}
	switch {
	case !f.outside || !f.config.present():
	case at == "":
		diags.AddAttributeWarning(p, "Secret may have been replaced outside Terraform", fmt.Sprintf(
			"%s shows another value of %s than the one that the provider last wrote. %s", name, f.Path, f.remedy(carried)))
	default:
		if by != "" {
			by = " by " + by
		}
		diags.AddAttributeWarning(p, "Secret may have been replaced outside Terraform", fmt.Sprintf(
			"%s reports that this object was changed at %s%s, after the provider last wrote the secret. %s cannot be read back, so it may have been replaced. %s",
			name, at, by, f.Path, f.remedy(carried)))
	}
	if len(f.missing()) > 0 && f.need == perhaps {
		diags.AddAttributeWarning(f.writeOnly(), "A key is not in this plan", fmt.Sprintf(
			"The last write of %[1]s had a key that this plan does not see. If the key was removed from the configuration, the apply writes the secret without it. "+
				"If ignore_changes covers the key, the apply leaves the secret as it is.", f.writeOnly()))
	}
	if t.Whole && writes && f.hidden() {
		diags.AddAttributeWarning(f.writeOnly(), "An ignored secret is sent", fmt.Sprintf(
			"%s replaces the whole object in every update, and this plan does not see all of %s. The update sends what is configured there, even if ignore_changes covers it. "+
				"If nothing is configured there any more, the update goes without it, or is refused if that would wipe a secret.",
			name, f.writeOnly()))
	}
}

func (f finding) remedy(carried bool) string {
	switch {
	case f.need != no || carried:
		return "This plan writes it again."
	case f.config.pinned():
		return fmt.Sprintf("It will be written again only when %s changes.", f.version())
	}
	if !f.config.writeOnly.IsNull() {
		return fmt.Sprintf("It will be written again only when %s changes.", f.writeOnly())
	}
	return fmt.Sprintf("It will be written again only when %s changes; a value in %s would be restored.", f.Path, f.writeOnly())
}
