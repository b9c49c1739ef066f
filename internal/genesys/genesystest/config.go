package genesystest

import (
	"bytes"
	"encoding/json"
	"maps"
	"math"
	"regexp"
	"slices"
	"strconv"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

// configBody is the model IntegrationConfiguration as a request.
type configBody struct {
	Name        string                         `json:"name"`
	Version     json.Number                    `json:"version"`
	Properties  jsonObject                     `json:"properties"`
	Advanced    jsonObject                     `json:"advanced"`
	Notes       string                         `json:"notes"`
	Credentials map[string]struct{ ID string } `json:"credentials"`
}

// jsonObject keeps numbers as they were written, so that they come back whole.
type jsonObject map[string]any

// UnmarshalJSON implements json.Unmarshaler.
func (o *jsonObject) UnmarshalJSON(data []byte) error {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	return decoder.Decode((*map[string]any)(o))
}

// slotSchema is the model CredentialInfo, of which a configuration needs the
// id only.
var slotSchema = fakeapi.Object("",
	fakeapi.String("id", 1, 0).Required(),
	fakeapi.String("name", 0, 0).OrNull(),
	fakeapi.DateTime("createdDate"),
	fakeapi.DateTime("modifiedDate"),
	typeSchema("type"),
	fakeapi.String("selfUri", 0, 0),
)

// configSchema requires all that the typings of the vendor's JavaScript client
// do: a PUT replaces the whole configuration, and what could be left out would
// be lost.
func (f *Fake) configSchema() fakeapi.Field {
	version := fakeapi.Integer("version", 0, math.MaxInt32)
	if f.options.AcceptTextVersion {
		version = fakeapi.Either("version", version, fakeapi.Pattern("", regexp.MustCompile(`^\d{1,9}$`)))
	}
	return fakeapi.Object("",
		fakeapi.String("id", 0, 0),
		fakeapi.String("name", 0, 0).Required(),
		version.Required(),
		fakeapi.Map("properties", fakeapi.Any("").OrNull()).Required(),
		fakeapi.Map("advanced", fakeapi.Any("").OrNull()).Required(),
		fakeapi.String("notes", 0, 0).Required(),
		fakeapi.Map("credentials", slotSchema).Required(),
		fakeapi.String("selfUri", 0, 0),
	)
}

func (f *Fake) getConfig(c call) (fakeapi.Answer, error) {
	found, err := f.findIntegration(c, f.Readable())
	if err != nil {
		return fakeapi.Answer{}, err
	}
	return fakeapi.OK(f.configView(found))
}

func (f *Fake) putConfig(c call) (fakeapi.Answer, error) {
	var body configBody
	if err := readJSON(c.Request, f.configSchema(), &body); err != nil {
		return fakeapi.Answer{}, err
	}
	found, err := f.findIntegration(c, f.Now())
	if err != nil {
		return fakeapi.Answer{}, err
	}
	if current := strconv.Itoa(found.Version); body.Version.String() != current {
		return fakeapi.Answer{}, fakeapi.Refuse(f.options.VersionStatus, "",
			"The version %s of the configuration does not match the current version %s.", body.Version, current)
	}
	changed := found.clone()
	changed.Version++
	changed.Name, changed.Notes = body.Name, body.Notes
	changed.Properties, changed.Advanced = body.Properties, body.Advanced
	changed.Credentials = map[string]string{}
	for slot, reference := range body.Credentials {
		changed.Credentials[slot] = reference.ID
	}
	if err := f.checkSlots(changed); err != nil {
		return fakeapi.Answer{}, err
	}
	f.integrations.Set(changed.ID, f.Now(), changed)
	f.detach(found, changed)
	return fakeapi.OK(f.configView(changed))
}

// checkSlots asks that each slot is one of the integration's type, and that its
// credential exists and is of a type that fits.
func (f *Fake) checkSlots(i *Integration) error {
	slots := f.integrationType(i.Type).Credentials
	for _, slot := range slices.Sorted(maps.Keys(i.Credentials)) {
		field, id := "credentials."+slot, i.Credentials[slot]
		specification, ok := slots[slot]
		if !ok {
			return invalid(field, "integrations of type %s have no credentials %q", i.Type, slot)
		}
		found := f.credentials.At(id, f.Now())
		if found == nil {
			return invalid(field, "there is no credential %q", id)
		}
		if !slices.Contains(specification.CredentialTypes, found.Type) {
			return invalid(field, "credentials of type %s do not fit %q", found.Type, slot)
		}
	}
	return nil
}

// configView is the model IntegrationConfiguration. Assumption: its id is not
// the integration's.
func (f *Fake) configView(i *Integration) map[string]any {
	slots := map[string]any{}
	for slot, id := range i.Credentials {
		slots[slot] = f.slotView(id)
	}
	answer := map[string]any{
		"id":          "current",
		"name":        i.Name,
		"version":     i.Version,
		"properties":  i.Properties,
		"advanced":    i.Advanced,
		"notes":       f.notes(i),
		"credentials": slots,
		"selfUri":     integrations + "/" + i.ID + "/config/current",
	}
	if f.options.NullWhenEmpty {
		nullWhenEmpty(answer)
	}
	return answer
}

func nullWhenEmpty(answer map[string]any) {
	for key, value := range answer {
		switch value := value.(type) {
		case string:
			answer[key] = orNull(value)
		case map[string]any:
			if len(value) == 0 {
				answer[key] = nil
			}
		}
	}
}

// slotView is the credential in a slot; only its id if it is gone.
func (f *Fake) slotView(id string) map[string]any {
	if found := f.credentials.At(id, f.Now()); found != nil {
		return found.reference()
	}
	return map[string]any{"id": id}
}

func (f *Fake) notes(i *Integration) string {
	if f.options.NotesPlaceholder && i.Notes == "" {
		return "node_dynamodb_empty_string"
	}
	return i.Notes
}
