package triple

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret"
)

// IsReplaced reports whether the value that a platform shows of the secret at p, which is no map, is another than the write-only
// value as it was last written. Without a digest there is nothing to compare with: see [Write.Shows].
func IsReplaced(ctx context.Context, p path.Path, shown secret.String, private Private, diags *diag.Diagnostics) bool {
	r := recall(ctx, private, diags).Secrets[p.String()]
	digest := r.Digests[whole]
	return digest != "" && !r.Doubtful && !secret.Matches(digest, shown.Reveal())
}

// NoteReplaced notes which secrets a read has found replaced, and that no other is. The next plan writes them again; under a
// version, it only warns. private is the response's of the read.
func NoteReplaced(ctx context.Context, replaced []path.Path, private Private, diags *diag.Diagnostics) {
	m, moved := recall(ctx, private, diags), false
	for key, r := range m.Secrets {
		now := slices.ContainsFunc(replaced, func(p path.Path) bool { return p.String() == key })
		moved = moved || now != r.Replaced
		r.Replaced = now
		m.Secrets[key] = r
	}
	if moved {
		diags.Append(m.save(ctx, private)...)
	}
}
