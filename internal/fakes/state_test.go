package fakes_test

import (
	"encoding/json"
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakes"
)

func encoded(t *testing.T, state fakeapi.State) string {
	t.Helper()
	text, err := json.Marshal(state)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func load(t *testing.T, store fakeapi.Store, text string) {
	t.Helper()
	tree, err := fakeapi.ParseJSON([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	commit, err := store.Load(tree)
	if err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	commit()
}

// What a fake holds can be put back, into itself and into another one, and changes nothing.
func TestStateCanBePutBack(t *testing.T) {
	t.Parallel()
	for _, fixture := range fakes.Fixtures {
		t.Run(fixture.Name, func(t *testing.T) {
			t.Parallel()
			_, build := fixture.Configure()
			tenant, other := build(), build()
			for _, r := range tenant.Resources {
				r.Arguments("one", "note", "")
			}
			for _, readers := range [][]fakeapi.Reader{tenant.DataSources, tenant.EphemeralResources, tenant.ListResources} {
				for _, r := range readers {
					r.Arguments()
				}
			}
			before := encoded(t, tenant.Store.State())
			load(t, tenant.Store, before)
			if after := encoded(t, tenant.Store.State()); after != before {
				t.Errorf("put back, it is\n%s\nand was\n%s", after, before)
			}
			load(t, other.Store, before)
			if after := encoded(t, other.Store.State()); after != before {
				t.Errorf("in another fake, it is\n%s\nand was\n%s", after, before)
			}
			load(t, other.Store, "{}")
			for name, objects := range other.Store.State() {
				if len(objects) > 0 {
					t.Errorf("%s has %d objects after an empty state", name, len(objects))
				}
			}
		})
	}
}
