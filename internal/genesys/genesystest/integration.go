package genesystest

import (
	"cmp"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

// Integration is a stored integration with its current configuration. Its name
// and notes are those of the configuration.
type Integration struct {
	// ID is a UUID.
	ID string
	// Type is the id of the integration type.
	Type string
	// IntendedState is ENABLED, DISABLED, DELETED or RESTORED.
	IntendedState string
	Name, Notes   string
	// Version counts the writes of the configuration; the first is 1.
	Version int
	// Properties and Advanced are JSON objects. Numbers that came by the API
	// are json.Number.
	Properties, Advanced map[string]any
	// Credentials are the ids of credentials by slot.
	Credentials map[string]string
}

// clone copies to the first level of the maps; what is below is never changed
// in place.
func (i *Integration) clone() *Integration {
	copied := *i
	copied.Properties = maps.Clone(i.Properties)
	copied.Advanced = maps.Clone(i.Advanced)
	copied.Credentials = maps.Clone(i.Credentials)
	return &copied
}

// uses reports whether the credential is in one of the slots.
func (i *Integration) uses(credentialID string) bool {
	return slices.Contains(slices.Collect(maps.Values(i.Credentials)), credentialID)
}

// initialIntegrations are one of each type. The last has the properties that
// the question in the vendor's forum shows.
func initialIntegrations() []Integration {
	return []Integration{
		{ID: WebServicesID, Type: "custom-rest-actions", Name: "Web Services Data Actions", Version: 3},
		{ID: DataActionsID, Type: "purecloud-data-actions", Name: "Genesys Cloud Data Actions"},
		{ID: AudioHookID, Type: "audiohook", Name: "AudioHook Monitor", Properties: map[string]any{
			"channelUri": "wss://audiohook.example.com/v1",
		}},
		{ID: ClientAppID, Type: "embedded-client-app", Name: "TEST Integration with Credentials", Version: 3, Properties: map[string]any{
			"url":             "https://www.test-credentials.com",
			"sandbox":         "allow-forms,allow-modals,allow-popups,allow-presentation,allow-same-origin,allow-scripts",
			"displayType":     "standalone",
			"featureCategory": "",
			"groupFilter":     []any{"1301c6da-779b-4487-843d-04572bba22d8", "b70424e5-c699-4ccf-bb7a-48cab94fc738"},
		}},
	}
}

// The intended states, by the model Integration. What the last two do is not
// documented; the fake only keeps them.
const (
	enabled  = "ENABLED"
	disabled = "DISABLED"
	deleted  = "DELETED"
	restored = "RESTORED"
)

// integrationFilters are the filters of the list. Of its other parameters,
// expand is accepted because nothing is left to expand; sortBy, nextPage and
// previousPage are refused because what they take is not documented.
var integrationFilters = []string{"ids...", "expand...", "integrationType", "reportedState", "credentialId"}

func (f *Fake) listIntegrations(c call) (fakeapi.Answer, error) {
	ids := strings.FieldsFunc(strings.Join(c.query.Values["ids"], ","), func(r rune) bool { return r == ',' })
	if len(ids) > 100 {
		return fakeapi.Answer{}, fakeapi.Refuse(http.StatusBadRequest, "", "ids has %d values, more than 100", len(ids))
	}
	state, err := c.query.OneOf("reportedState", "", "ACTIVE", "ACTIVATING", "INACTIVE", "DEACTIVATING", "ERROR")
	if err != nil {
		return fakeapi.Answer{}, err
	}
	typeID, credentialID := c.query.Get("integrationType"), c.query.Get("credentialId")
	unwanted := func(i *Integration) bool {
		return c.query.Has("ids") && !slices.Contains(ids, i.ID) ||
			state != "" && state != i.reportedState() ||
			typeID != "" && typeID != i.Type ||
			credentialID != "" && !i.uses(credentialID)
	}
	found := slices.DeleteFunc(f.integrations.All(f.Readable()), unwanted)
	return page(f, c, found, f.integrationView)
}

var createSchema = fakeapi.Object("",
	fakeapi.String("name", 1, 0),
	fakeapi.Object("integrationType", fakeapi.String("id", 1, 0).Required()).Required(),
)

func (f *Fake) createIntegration(c call) (fakeapi.Answer, error) {
	var body struct {
		Name            string
		IntegrationType struct{ ID string }
	}
	if err := readJSON(c.Request, createSchema, &body); err != nil {
		return fakeapi.Answer{}, err
	}
	known := f.integrationType(body.IntegrationType.ID)
	if known == nil {
		return fakeapi.Answer{}, invalid("integrationType.id", "there is no integration type %q", body.IntegrationType.ID)
	}
	created := newIntegration(Integration{Type: known.ID, Name: cmp.Or(body.Name, known.Name)})
	f.integrations.Set(created.ID, f.Now(), created)
	return fakeapi.Answer{Status: f.options.CreateStatus, Body: f.integrationView(created)}, nil
}

// newIntegration fills what is empty.
func newIntegration(i Integration) *Integration {
	created := i.clone()
	created.ID = cmp.Or(i.ID, newID())
	created.IntendedState = cmp.Or(i.IntendedState, disabled)
	created.Version = cmp.Or(i.Version, 1)
	if i.Properties == nil {
		created.Properties = map[string]any{}
	}
	if i.Advanced == nil {
		created.Advanced = map[string]any{}
	}
	if i.Credentials == nil {
		created.Credentials = map[string]string{}
	}
	return created
}

func (f *Fake) getIntegration(c call) (fakeapi.Answer, error) {
	found, err := f.findIntegration(c, f.Readable())
	if err != nil {
		return fakeapi.Answer{}, err
	}
	return fakeapi.OK(f.integrationView(found))
}

// patchSchema has only what the operation is known to change.
var patchSchema = fakeapi.Object("", fakeapi.Enum("intendedState", enabled, disabled, deleted, restored).Required())

func (f *Fake) patchIntegration(c call) (fakeapi.Answer, error) {
	var body struct{ IntendedState string }
	if err := readJSON(c.Request, patchSchema, &body); err != nil {
		return fakeapi.Answer{}, err
	}
	found, err := f.findIntegration(c, f.Now())
	if err != nil {
		return fakeapi.Answer{}, err
	}
	changed := found.clone()
	changed.IntendedState = body.IntendedState
	f.integrations.Set(changed.ID, f.Now(), changed)
	return fakeapi.OK(f.integrationView(changed))
}

func (f *Fake) deleteIntegration(c call) (fakeapi.Answer, error) {
	found, err := f.findIntegration(c, f.Now())
	if err != nil {
		return fakeapi.Answer{}, err
	}
	f.integrations.Set(found.ID, f.Now(), nil)
	f.detach(found, nil)
	return fakeapi.OK(f.integrationView(found))
}

func (f *Fake) findIntegration(c call, at time.Time) (*Integration, error) {
	id := c.PathValue("integrationId")
	if found := f.integrations.At(id, at); found != nil {
		return found, nil
	}
	return nil, notFound("integration", id)
}

// detach notes which credentials an integration no longer uses.
func (f *Fake) detach(before, after *Integration) {
	for _, id := range before.Credentials {
		if after == nil || !after.uses(id) {
			f.detached[id] = f.Now()
		}
	}
}

// integrationView is the model Integration.
func (f *Fake) integrationView(i *Integration) any {
	return map[string]any{
		"id":              i.ID,
		"name":            i.Name,
		"notes":           f.notes(i),
		"integrationType": map[string]any{"id": i.Type, "selfUri": integrations + "/types/" + i.Type},
		"intendedState":   i.IntendedState,
		"reportedState":   map[string]any{"code": i.reportedState()},
		"config":          map[string]any{"current": f.configView(i)},
		"attributes":      map[string]any{},
		"selfUri":         integrations + "/" + i.ID,
	}
}

// reportedState follows the intended one at once.
func (i *Integration) reportedState() string {
	if i.IntendedState == enabled {
		return "ACTIVE"
	}
	return "INACTIVE"
}
