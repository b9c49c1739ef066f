package resource

import (
	"context"
	"encoding/json"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret/triple"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/snapshot"
)

// keyWritten is where private state keeps when the provider last wrote the object, so that the next process knows it too.
const keyWritten = "written_at"

// settler is the client of a platform whose reads may lag behind its writes.
type settler interface {
	// Settling is for how long they may.
	Settling() time.Duration
}

// settlingOf returns for how long the reads of a client may lag behind its writes; 0: they do not.
func settlingOf(client any) time.Duration {
	if platform, ok := client.(settler); ok {
		return platform.Settling()
	}
	return 0
}

// looks are when an object that does not show our write is read again, as parts of the time within which the platform settles.
var looks = []float64{0.1, 0.4, 1}

// noteWritten remembers that the object has just been written.
func noteWritten(ctx context.Context, private triple.Private, diags *diag.Diagnostics) {
	now, _ := json.Marshal(time.Now().UTC()) // a time marshals
	diags.Append(private.SetKey(ctx, keyWritten, now)...)
}

// laterLooks returns for how long to wait before each further look at an object, from now on; none if the platform has
// settled since the object was written, or if that was not us.
func laterLooks(ctx context.Context, private triple.Private, client any) []time.Duration {
	stored, diags := private.GetKey(ctx, keyWritten)
	var written time.Time
	if diags.HasError() || json.Unmarshal(stored, &written) != nil {
		return nil
	}
	since := time.Since(written)
	if since < 0 { // the clock of the machine that wrote it is ahead
		return nil
	}
	var waits []time.Duration
	for _, part := range looks {
		if due := time.Duration(part * float64(settlingOf(client))); due > since {
			waits = append(waits, due-since)
			since = due
		}
	}
	return waits
}

// lookBehind looks at an object by a GET, which decides where a listing may lag. What was listed counts where a GET has no date.
func (r *Managed[C, M]) lookBehind(ctx context.Context, listed seen, req resource.ReadRequest, private triple.Private, client C) seen {
	date := volatileIn(req.State).date
	before := tfsdk.State{Schema: req.State.Schema, Raw: req.State.Raw.Copy()}
	listed.diags.Append(before.SetAttribute(ctx, date, types.StringNull())...) // a GET without a date leaves it so
	req.State = before
	shown := r.look(snapshot.Fresh(ctx), req, private, client)
	var dated types.String
	if shown.err == nil {
		shown.diags.Append(shown.state.GetAttribute(ctx, date, &dated)...)
	}
	if shown.err == nil && dated.ValueString() == "" {
		return listed
	}
	return shown
}
