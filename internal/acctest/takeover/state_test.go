package takeover_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

// old is a resource of another provider, as its states have it.
type old struct {
	Module, Type, Name, Key string
	Host, Provider          string // Host "": the registry of the engine
	Version                 int
	Attributes              map[string]any
}

// stateOf is a state with these resources, each of another name.
func stateOf(t *testing.T, resources ...old) string {
	t.Helper()
	type object = map[string]any
	all := []object{}
	for _, r := range resources {
		host := r.Host
		if host == "" {
			host = acctest.Host(t)
		}
		instance := object{"schema_version": r.Version, "attributes": r.Attributes, "sensitive_attributes": []any{}, "private": privateSecret}
		if r.Key != "" {
			instance["index_key"] = r.Key
		}
		resource := object{
			"mode": "managed", "type": r.Type, "name": r.Name,
			"provider": fmt.Sprintf("provider[%q]", host+"/"+r.Provider), "instances": []any{instance},
		}
		if r.Key != "" {
			resource["each"] = "map"
		}
		if r.Module != "" {
			resource["module"] = "module." + r.Module
		}
		all = append(all, resource)
	}
	text, err := json.Marshal(object{
		"version": 4, "terraform_version": "1.8.0", "serial": 7, "lineage": "4c1e6d3a-0000-4000-8000-000000000001",
		"outputs": object{}, "resources": all,
	})
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// privateSecret is private data of another provider: a JSON object with a secret, in base64.
const privateSecret = "eyJrZXkiOiJvbGQtcHJpdmF0ZS1zM2NyZXQtNGY3ZCJ9"

// restAPI is the object at a path as a restapi_object has it, which keeps what it has sent and what was answered.
func restAPI(name, path, secret string) old {
	parent, id := path[:strings.LastIndexByte(path, '/')], path[strings.LastIndexByte(path, '/')+1:]
	return old{
		Type: "restapi_object", Name: name, Provider: "mastercard/restapi",
		Attributes: map[string]any{
			"id": id, "path": parent, "read_path": nil, "object_id": nil, "id_attribute": "id", "query_string": nil,
			"data": `{"secret":"` + secret + `"}`, "api_data": map[string]any{"secret": secret},
			"api_response": `{"secret":"` + secret + `"}`, "create_response": `{"secret":"` + secret + `"}`,
			"ignore_changes_to": nil, "read_search": nil, "force_new": nil, "debug": nil,
		},
	}
}

// restful is the object at a path as a restful_resource has it.
func restful(name, path, secret string) old {
	return old{
		Type: "restful_resource", Name: name, Provider: "magodo/restful", Version: 2,
		Attributes: map[string]any{
			"id": path, "path": path[:strings.LastIndexByte(path, '/')], "read_path": "$(path)/$(body.id)",
			"body":   map[string]any{"type": []any{"object", map[string]any{"secret": "string"}}, "value": map[string]any{"secret": secret}},
			"output": map[string]any{"type": []any{"object", map[string]any{"secret": "string"}}, "value": map[string]any{"secret": secret}},
			"header": map[string]any{"Authorization": "Bearer " + secret},
		},
	}
}

var parameter = regexp.MustCompile(`\{[^}]*\}`)

// pathOf is where the platform has an object: the route of an update, with the parts of the import id for its parameters.
func pathOf(t *testing.T, r fakeapi.Resource, stored fakeapi.Stored) string {
	t.Helper()
	_, template, _ := strings.Cut(strings.TrimSuffix(r.Update, "/{$}"), " ")
	parts := strings.Split(stored.ImportID, "/")
	if n := len(parameter.FindAllString(template, -1)); n != len(parts) {
		t.Fatalf("%s has %d parameters, and the import id %s", r.Update, n, stored.ImportID)
	}
	return parameter.ReplaceAllStringFunc(template, func(string) string {
		part := parts[0]
		parts = parts[1:]
		return part
	})
}
