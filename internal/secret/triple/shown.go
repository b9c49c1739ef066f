package triple

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret"
)

// Shown compares the value that a platform shows of the secret at p, which is no map, with the write-only value as it was last
// written. Another one is written over by the next plan; under a version, the plan only warns. Without a digest there is nothing
// to compare with: see [Write.Shows]. private is the response's of a read.
func Shown(ctx context.Context, p path.Path, shown secret.String, private Private, diags *diag.Diagnostics) {
	m := recall(ctx, private, diags)
	r := m.Secrets[p.String()]
	digest := r.Digests[whole]
	if digest == "" || r.Doubtful {
		return
	}
	replaced := !secret.Matches(digest, shown.Reveal())
	if replaced == r.Replaced {
		return
	}
	r.Replaced = replaced
	m.Secrets[p.String()] = r
	diags.Append(m.save(ctx, private)...)
}
