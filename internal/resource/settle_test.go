package resource_test

import (
	"testing"
	"testing/synctest"
	"time"

	framework "github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/resource"
)

// undated is a schema whose platform does not date changes.
var undated = schema.Schema{Attributes: map[string]schema.Attribute{
	"id": resource.Stable(""), "label": thingSchema.Attributes["label"], "made": resource.Stable(""), "force_destroy": resource.ForceDestroy(""),
}}

// While the platform settles, what it does not show, or without a date shows otherwise than it was written, is looked for
// again before it is believed.
func TestWhatWasJustWrittenIsLookedForAgain(t *testing.T) {
	t.Parallel()
	gone, other := shelf{err: errGone}, shelf{id: "1", label: "other"}
	for name, test := range map[string]struct {
		schema schema.Schema
		shown  []shelf
		age    time.Duration // of the write; 0: it was not ours
		looks  int
		took   time.Duration
		label  string // "": it is gone
	}{
		"shown at once":            {thingSchema, nil, time.Millisecond, 1, 0, "written"},
		"shown late":               {thingSchema, []shelf{gone}, time.Millisecond, 2, time.Second, "written"},
		"shown later":              {thingSchema, []shelf{gone, gone}, time.Millisecond, 3, 4 * time.Second, "written"},
		"gone":                     {thingSchema, []shelf{gone, gone, gone, gone}, time.Millisecond, 4, 10 * time.Second, ""},
		"gone, half settled":       {thingSchema, []shelf{gone, gone}, 5 * time.Second, 2, 5 * time.Second, ""},
		"gone, settled":            {thingSchema, []shelf{gone}, 10 * time.Second, 1, 0, ""},
		"gone, not ours":           {thingSchema, []shelf{gone}, 0, 1, 0, ""},
		"gone, by a clock ahead":   {thingSchema, []shelf{gone}, -time.Hour, 1, 0, ""},
		"changed, with a date":     {thingSchema, []shelf{other}, time.Millisecond, 1, 0, "other"},
		"changed, without a date":  {undated, []shelf{other}, time.Millisecond, 2, time.Second, "written"},
		"changed for good":         {undated, []shelf{other, other, other, other}, time.Millisecond, 4, 10 * time.Second, "other"},
		"changed, settled":         {undated, []shelf{other}, 10 * time.Second, 1, 0, "other"},
		"gone, then changed a bit": {undated, []shelf{gone, other}, time.Millisecond, 3, 4 * time.Second, "written"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := &shelf{id: "1", label: "written", settling: 10 * time.Second, shown: test.shown}
				r := things(t, s)
				null := tfsdk.State{Schema: test.schema, Raw: tftypes.NewValue(test.schema.Type().TerraformType(t.Context()), nil)}
				plan := tfsdk.Plan{Schema: test.schema, Raw: null.Raw}
				plan.Set(t.Context(), &thing{ID: types.StringUnknown(), Label: types.StringValue("written"), Made: types.StringUnknown()})
				created := framework.CreateResponse{State: null, Identity: noIdentity(t)}
				initialize(&created.Private)
				r.Create(t.Context(), framework.CreateRequest{Plan: plan}, &created)

				read := framework.ReadResponse{State: created.State, Identity: noIdentity(t)}
				initialize(&read.Private)
				if test.age > 0 {
					read.Private = created.Private
					time.Sleep(test.age)
				}
				if test.age < 0 {
					read.Private.SetKey(t.Context(), "written_at", []byte(`"`+time.Now().Add(-test.age).Format(time.RFC3339)+`"`))
				}
				begun := time.Now()
				r.Read(t.Context(), framework.ReadRequest{State: created.State}, &read)
				if read.Diagnostics.HasError() || read.Diagnostics.WarningsCount() > 1 || (read.Diagnostics.WarningsCount() == 1) != (test.label == "") {
					t.Errorf("got %v", read.Diagnostics)
				}
				if took := time.Since(begun).Round(100 * time.Millisecond); s.looks != test.looks || took != test.took {
					t.Errorf("%d looks in %s, want %d in %s", s.looks, took, test.looks, test.took)
				}
				if test.label == "" && !read.State.Raw.IsNull() || test.label != "" && text(t, read.State, "label") != test.label {
					t.Errorf("the state is %s", read.State.Raw)
				}
			})
		})
	}
}
