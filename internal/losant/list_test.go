package losant_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest/engine"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/losant/losanttest"
)

func query(f *losanttest.Fake, arguments map[string]any) engine.Query {
	all := map[string]any{"application_id": app}
	for name, value := range arguments {
		all[name] = value
	}
	return engine.Query{Platform: losanttest.Fixture, URL: f.URL, Type: "credentials_service_credential", Arguments: all}
}

func names(listed []engine.Listed) string {
	var all []string
	for _, l := range listed {
		all = append(all, l.Name)
	}
	return strings.Join(all, ", ")
}

func TestServiceCredentialsAreListed(t *testing.T) {
	t.Parallel()
	f := losanttest.NewServer(t, losanttest.Options{})
	id := f.Seed(app, losanttest.Credential{Name: "storage", Type: "azure", Enabled: true, Config: object{"account": "my account", "accountKey": "secret"}})
	f.Seed(app, losanttest.Credential{Name: "other", Type: "aws", Enabled: true, Config: object{"accessKeyId": "a", "region": "us-east-1", "secretAccessKey": "secret"}})

	all := engine.List(t.Context(), t, query(f, nil), nil)
	if names(all) != "storage (azure), other (aws)" || all[0].Identity["id"] != id || all[0].Identity["application_id"] != app || len(all[0].Resource) != 0 {
		t.Errorf("got %+v", all)
	}
	filtered := query(f, map[string]any{"filter_field": "type", "filter": "az*"})
	filtered.IncludeResource = true
	found := engine.List(t.Context(), t, filtered, nil)
	if names(found) != "storage (azure)" {
		t.Fatalf("got %+v", found)
	}
	shown := found[0].Resource
	for name, want := range map[string]any{"id": id, "application_id": app, "name": "storage", "type": "azure", "enabled": true, "force_destroy": false} {
		if wanted := tftypes.NewValue(shown[name].Type(), want); !shown[name].Equal(wanted) {
			t.Errorf("%s is %s, want %s", name, shown[name], wanted)
		}
	}
	if text := fmt.Sprint(shown); !strings.Contains(text, "my account") || strings.Contains(text, "secret\"") {
		t.Errorf("got %s", text)
	}
}

// A page is read when the results of the one before are taken, and not beyond the limit.
func TestListStopsAtItsLimit(t *testing.T) {
	t.Parallel()
	f := losanttest.NewServer(t, losanttest.Options{})
	for i := range 250 {
		f.Seed(app, losanttest.Credential{Name: fmt.Sprint("c", i), Type: "azure", Enabled: true})
	}
	for limit, pages := range map[int64]int{1: 1, 100: 1, 101: 2, 250: 3, 300: 3, 0: 3} {
		f.ResetCounts()
		q := query(f, nil)
		q.Limit = limit
		var before []int
		all := engine.List(t.Context(), t, q, func(engine.Listed) { before = append(before, f.Count(losanttest.List)) })
		want := int(limit)
		if limit == 0 || limit > 250 {
			want = 250
		}
		if len(all) != want || f.Count(losanttest.List) != pages || before[0] != 1 {
			t.Errorf("limit %d: %d results after %d pages, the first after %d; want %d after %d", limit, len(all), f.Count(losanttest.List), before[0], want, pages)
		}
	}
}

// What is left out with a warning does not count.
func TestListFindsAsManyAsItsLimit(t *testing.T) {
	t.Parallel()
	f := losanttest.NewServer(t, losanttest.Options{})
	for i, kind := range []string{"future", "azure", "future", "azure", "azure"} {
		f.Seed(app, losanttest.Credential{Name: strconv.Itoa(i), Type: kind, Enabled: true, Config: object{}})
	}
	for limit, want := range map[int64]string{0: "1 (azure), 3 (azure), 4 (azure)", 1: "1 (azure)", 2: "1 (azure), 3 (azure)"} {
		q := query(f, nil)
		q.IncludeResource, q.Limit = true, limit
		found := slices.DeleteFunc(engine.List(t.Context(), t, q, nil), func(l engine.Listed) bool { return l.Identity == nil })
		if names(found) != want {
			t.Errorf("limit %d: %s", limit, names(found))
		}
	}
}

func TestListEndsOnCancel(t *testing.T) {
	t.Parallel()
	f := losanttest.NewServer(t, losanttest.Options{})
	for i := range 150 {
		f.Seed(app, losanttest.Credential{Name: fmt.Sprint("c", i), Type: "azure", Enabled: true})
	}
	ctx, cancel := context.WithCancel(t.Context())
	all := engine.List(ctx, t, query(f, nil), func(engine.Listed) { cancel() })
	last := all[len(all)-1]
	if len(all) != 101 || len(last.Errors) != 1 || !strings.Contains(last.Errors[0], "canceled") || f.Count(losanttest.List) != 1 {
		t.Errorf("%d results, the last is %+v", len(all), last)
	}
}

func TestErrorsOfAListReachTheUser(t *testing.T) {
	t.Parallel()
	f := losanttest.NewServer(t, losanttest.Options{})
	f.Inject(losanttest.List, fakeapi.Fault{Status: http.StatusForbidden})
	all := engine.List(t.Context(), t, query(f, nil), nil)
	if len(all) != 1 || len(all[0].Errors) != 1 || !strings.Contains(all[0].Errors[0], "403") {
		t.Errorf("got %+v", all)
	}
	f.ClearFaults()
	f.Seed(app, losanttest.Credential{Name: "new", Type: "future", Enabled: true, Config: object{"a": "b"}})
	f.Seed(app, losanttest.Credential{Name: "storage", Type: "azure", Enabled: true})
	q := query(f, nil)
	q.IncludeResource = true
	all = engine.List(t.Context(), t, q, nil)
	if names(all) != ", storage (azure)" || len(all[0].Warnings) != 1 || !strings.Contains(all[0].Warnings[0], `It is of type "future"`) {
		t.Errorf("got %+v", all)
	}
}
