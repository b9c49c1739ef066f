package triple

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret"
)

// findings are about all secrets of an object.
type findings []finding

func (all findings) at(p path.Path) finding {
	for _, f := range all {
		if f.Path.Equal(p) {
			return f
		}
	}
	panic(fmt.Sprintf("%s is not the path of a secret", p))
}

// Withdrawn reports whether the write-only part of the secret at p was written once and is no longer configured. A map
// may have another part.
func (all findings) Withdrawn(p path.Path) bool {
	f := all.at(p)
	return f.config.writeOnly.IsNull() && !f.ignored && (!f.state.version.IsNull() || f.digest != "")
}

// finding is what is known about one secret when a plan or a write begins.
type finding struct {
	Secret
	held          bool // the object that holds the secret is in the configuration
	config, state values
	digest        string  // of the write-only part as last written; empty if none is known
	doubtful      bool    // the last write of it was not confirmed
	tampered      *change // nil: none that we know of
	ignored       bool    // ignore_changes keeps the write-only value out of the plan
	changed       bool    // the rules ask for the secret to be sent
}

// isIgnored reports whether ignore_changes keeps a write-only value out of the plan. To a plan, the value looks as if it were
// not configured; that it is all the same, is known where it must be, and where the last apply saw it. An apply sees the value,
// and knows what the plan did not see.
func (f finding) isIgnored(m memory) bool {
	key := f.Path.String()
	if f.config.writeOnly.IsNull() {
		return m.Ignored[key] || f.pinned() || f.Required && f.held && !f.config.present()
	}
	return m.Absent[key]
}

func (f finding) pinned() bool { return !f.config.version.IsNull() }

func (f finding) hasChanged(ctx context.Context) bool {
	switch {
	case !f.config.present() && !f.ignored:
		return false
	case f.doubtful, !f.config.stored.Equal(f.state.stored), !f.config.version.Equal(f.state.version):
		return true
	case f.pinned(), f.ignored:
		return false
	case f.tampered != nil:
		return true
	case f.config.writeOnly.IsNull():
		return f.digest != "" // the write-only part of a map has gone
	}
	now, known := f.config.digested(ctx)
	return !known || f.digest == "" || !secret.Matches(f.digest, now)
}

// abandoned reports whether the secret was written once and is no longer configured, while its object still is.
func (f finding) abandoned() bool {
	return f.held && !f.config.present() && !f.ignored && (f.state.present() || !f.state.version.IsNull() || f.digest != "")
}

// asksForUpdate includes an abandoned secret, whose traces an update removes: the warning comes once.
func (f finding) asksForUpdate() bool { return f.changed || f.abandoned() }

func (f finding) warn(sentAnyway bool, diags *diag.Diagnostics) {
	p := f.Path
	if f.config.stored.IsNull() && !f.config.writeOnly.IsNull() {
		p = f.writeOnly()
	}
	switch {
	case f.abandoned():
		diags.AddAttributeWarning(p, "Secret left behind", fmt.Sprintf(
			"%s is no longer configured. Terraform no longer manages it, but the platform keeps the last value.", f.Path))
	case f.tampered != nil && f.config.present():
		diags.AddAttributeWarning(p, "Secret may have been replaced by hand", fmt.Sprintf(
			"The platform reports that this object was changed%s, after the provider last wrote it. The secret %s cannot be "+
				"read back, so it may have been replaced. %s", f.tampered, f.Path, f.remedy(sentAnyway)))
	}
}

func (f finding) remedy(sentAnyway bool) string {
	if f.changed || sentAnyway {
		return "This plan writes it again."
	}
	return fmt.Sprintf("It will be written again only when %s changes.", f.version())
}

// String says when, and if known who.
func (c change) String() string {
	if c.By == "" {
		return " at " + c.At
	}
	return " at " + c.At + " by " + c.By
}
