package acctest

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// settle makes the state as it would be if all objects in it had been written long ago: what a test changes by hand right
// after an apply is then no lag of the platform. A CLI that is Hasty does without.
func settle(t *testing.T, dir string) {
	t.Helper()
	file := filepath.Join(dir, stateFile)
	text, err := os.ReadFile(file) //nolint:gosec // a file of the test's own
	if errors.Is(err, fs.ErrNotExist) || len(text) == 0 {
		return
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var state map[string]any
	if err != nil || decoder.Decode(&state) != nil {
		return // not for this command to judge
	}
	changed := false
	resources, _ := state["resources"].([]any)
	for _, r := range resources {
		resource, _ := r.(map[string]any)
		instances, _ := resource["instances"].([]any)
		for _, i := range instances {
			instance, _ := i.(map[string]any)
			encoded, ok := instance["private"].(string)
			var private []byte
			if !ok || json.Unmarshal([]byte(`"`+encoded+`"`), &private) != nil { // base64
				continue
			}
			if settled := Settled(private); !bytes.Equal(settled, private) {
				instance["private"], changed = settled, true
			}
		}
	}
	if !changed {
		return
	}
	if text, err = json.MarshalIndent(state, "", "  "); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
}

// Settled returns private state as it would be if the object had been written long ago, so that a read does not wait for the
// platform to settle.
func Settled(private []byte) []byte {
	var keys map[string][]byte
	if json.Unmarshal(private, &keys) != nil || keys["written_at"] == nil {
		return private
	}
	delete(keys, "written_at")
	var secrets map[string]json.RawMessage
	if json.Unmarshal(keys["secrets"], &secrets) == nil {
		delete(secrets, "written_at")
		keys["secrets"], _ = json.Marshal(secrets) // what was read
	}
	settled, err := json.Marshal(keys)
	if err != nil {
		return private
	}
	return settled
}
