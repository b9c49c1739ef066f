package main

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"html/template"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

//go:embed page.html
var pageSource string

var pageTemplate = template.Must(template.New("page").Parse(pageSource))

// page shows what is here, and takes the forms with which a reader changes it.
type page struct {
	world       *world
	environment environment
}

// view is what the template shows.
type view struct {
	Version     string
	Environment string
	Platforms   []platformView
	Requests    []request // the newest first
	Received    int       // of which Requests are the last ones
}

type platformView struct {
	Name, Title string
	Collections []table
	Faults      []fakeapi.StruckFault
}

// table is a collection: a row an object, a column for each member that one of the objects has.
type table struct {
	Name    string
	Columns []string
	Rows    [][]string
}

// shown is how many requests a page has: as many as one reads.
const shown = 100

// ServeHTTP implements http.Handler.
func (p *page) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch r.Method {
	case http.MethodGet, http.MethodHead:
		p.show(w)
	case http.MethodPost:
		if err := p.change(w, r); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		http.Redirect(w, r, "/", http.StatusSeeOther)
	default:
		w.Header().Set("Allow", "GET, POST")
		respondError(w, &apiError{http.StatusMethodNotAllowed, r.Method + " is not allowed"})
	}
}

func (p *page) show(w http.ResponseWriter) {
	var text bytes.Buffer
	if err := pageTemplate.Execute(&text, p.view()); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Security-Policy",
		"default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
	_, _ = w.Write(text.Bytes())
}

// change does what a form of the page asks for.
func (p *page) change(w http.ResponseWriter, r *http.Request) error {
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	if err := r.ParseForm(); err != nil {
		return err
	}
	switch action := r.PostForm.Get("action"); action {
	case "reset":
		return p.world.reset()
	case "add":
		return p.world.addFault(r.PostForm.Get("platform"), r.PostForm.Get("fault"))
	case "end":
		found, err := p.world.find(r.PostForm.Get("platform"))
		if err != nil {
			return err
		}
		id, _ := strconv.Atoi(r.PostForm.Get("id")) // 0 is no fault's
		found.current().RemoveFault(id)             // it may have been ended elsewhere
		return nil
	default:
		return fmt.Errorf("%q is no action of this page", action)
	}
}

func (p *page) view() view {
	requests := p.world.journal.of("")
	v := view{Version: version, Environment: p.environment.script(), Received: len(requests)}
	slices.Reverse(requests)
	v.Requests = requests[:min(shown, len(requests))]
	for _, platform := range p.world.platforms {
		tenant := platform.current()
		state := tenant.Store.State().Masked()
		described := platformView{Name: platform.fixture.Name, Title: platform.fixture.Title, Faults: tenant.Faults()}
		for _, name := range slices.Sorted(maps.Keys(state)) {
			described.Collections = append(described.Collections, newTable(name, state[name]))
		}
		v.Platforms = append(v.Platforms, described)
	}
	return v
}

func newTable(name string, objects []any) table {
	t := table{Name: name}
	rows := make([]map[string]string, len(objects))
	for i, object := range objects {
		members, values := membersOf(object)
		rows[i] = values
		for _, member := range members {
			if !slices.Contains(t.Columns, member) {
				t.Columns = append(t.Columns, member)
			}
		}
	}
	for _, values := range rows {
		row := make([]string, len(t.Columns))
		for i, column := range t.Columns {
			row[i] = values[column]
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// membersOf returns the members of an object in their order, and their values: a text as it is, all else as JSON.
func membersOf(object any) (names []string, values map[string]string) {
	text, err := json.Marshal(object)
	if err != nil {
		panic(err) // all states can be encoded
	}
	values = map[string]string{}
	decoder := json.NewDecoder(bytes.NewReader(text))
	_, _ = decoder.Token() // the opening brace of what was encoded a moment ago
	for decoder.More() {
		var value json.RawMessage
		name, _ := decoder.Token()
		_ = decoder.Decode(&value)
		names = append(names, fmt.Sprint(name))
		values[fmt.Sprint(name)] = readable(value)
	}
	return names, values
}

func readable(value json.RawMessage) string {
	var text string
	if json.Unmarshal(value, &text) == nil {
		return text
	}
	var plain bytes.Buffer
	encoder := json.NewEncoder(&plain)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(value)
	return strings.TrimSpace(plain.String())
}
