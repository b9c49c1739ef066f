package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

// world is the mock APIs of all platforms.
type world struct {
	journal   journal
	platforms []*platform // by name

	initial []byte // what they held at the start, as setState takes it
}

// platform is one of the mock APIs, and what it was at the start.
type platform struct {
	platformOptions
	journal *journal

	mu     sync.RWMutex
	tenant *fakeapi.Tenant
}

// newWorld makes the mock APIs with what the options ask for.
func newWorld(o *options) (*world, error) {
	w := &world{}
	if o.verbose {
		w.journal.out = os.Stderr
	}
	for _, described := range o.platforms {
		p := &platform{platformOptions: described, journal: &w.journal}
		if err := p.begin(); err != nil {
			return nil, fmt.Errorf("%s: %w", p.fixture.Name, err)
		}
		w.platforms = append(w.platforms, p)
	}
	if o.seed != "" {
		if err := w.seed(o.seed); err != nil {
			return nil, fmt.Errorf("-seed: %s: %w", o.seed, err)
		}
	}
	var err error
	w.initial, err = json.Marshal(w.state())
	return w, err
}

func (w *world) seed(file string) error {
	text, err := os.ReadFile(file) //nolint:gosec // the file that the user names
	if err != nil {
		return errors.Unwrap(err) // its own text repeats the name
	}
	return w.setState(bytes.TrimPrefix(text, []byte("\ufeff"))) // which some editors of Windows begin a file with
}

// begin makes a new fake with the faults that it starts with. What is wrong with its options is a panic of the fake.
func (p *platform) begin() (err error) {
	defer func() {
		if problem := recover(); problem != nil {
			err = fmt.Errorf("%v", problem)
		}
	}()
	tenant := p.build()
	if err := tenant.SetFaults(p.faults); err != nil {
		return err
	}
	tenant.Observe(p.journal.observe(p.fixture.Name)) // numbers begin again with each fake
	p.mu.Lock()
	defer p.mu.Unlock()
	p.tenant = tenant
	return nil
}

func (p *platform) current() *fakeapi.Tenant {
	p.mu.RLock()
	defer p.mu.RUnlock()
	return p.tenant
}

// ServeHTTP implements http.Handler.
func (p *platform) ServeHTTP(w http.ResponseWriter, r *http.Request) { p.current().ServeHTTP(w, r) }

func (w *world) fixtures() []fakeapi.Fixture {
	all := make([]fakeapi.Fixture, len(w.platforms))
	for i, p := range w.platforms {
		all[i] = p.fixture
	}
	return all
}

func (w *world) names() []string {
	names := make([]string, len(w.platforms))
	for i, p := range w.platforms {
		names[i] = p.fixture.Name
	}
	return names
}

// find returns the platform of that name.
func (w *world) find(name string) (*platform, error) {
	i := slices.IndexFunc(w.platforms, func(p *platform) bool { return p.fixture.Name == name })
	if i < 0 {
		return nil, fmt.Errorf("%s: there is no such platform; the platforms are %s", name, strings.Join(w.names(), ", "))
	}
	return w.platforms[i], nil
}

// state returns what all platforms hold.
func (w *world) state() map[string]fakeapi.State {
	all := map[string]fakeapi.State{}
	for _, p := range w.platforms {
		all[p.fixture.Name] = p.current().Store.State()
	}
	return all
}

// byPlatform parses a JSON object of one member a platform, and hands each to a function.
func (w *world) byPlatform(text []byte, each func(*platform, any) error) error {
	tree, err := fakeapi.ParseJSON(text)
	if err != nil {
		return fmt.Errorf("not valid JSON: %w", err)
	}
	object, ok := tree.(map[string]any)
	if !ok {
		return errors.New("has to be an object of platforms")
	}
	for _, name := range slices.Sorted(maps.Keys(object)) {
		p, err := w.find(name)
		if err != nil {
			return err
		}
		if err := each(p, object[name]); err != nil {
			return fakeapi.Within(name, err)
		}
	}
	return nil
}

// setState replaces what the platforms hold that the text names: all of them or, on an error, none.
func (w *world) setState(text []byte) error {
	var commits []func()
	err := w.byPlatform(text, func(p *platform, tree any) error {
		commit, err := p.current().Store.Load(tree)
		commits = append(commits, commit)
		return err
	})
	if err != nil {
		return err
	}
	for _, commit := range commits {
		commit()
	}
	return nil
}

// reset brings everything back to the start.
func (w *world) reset() error {
	for _, p := range w.platforms {
		if err := p.begin(); err != nil {
			return err
		}
	}
	w.journal.clear()
	return w.setState(w.initial)
}
