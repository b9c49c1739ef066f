package resource

import (
	"context"
	"encoding/json"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret/triple"
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
