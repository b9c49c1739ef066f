package acctest

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// stateFile is where the engine keeps the state.
const stateFile = "terraform.tfstate"

// AddState puts a state into the working directory. It may have been written by Terraform or OpenTofu, which name the provider's
// registry differently.
func (c *CLI) AddState(text string) {
	c.t.Helper()
	text = strings.ReplaceAll(text, otherHost(c.t)+"/"+source, Host(c.t)+"/"+source)
	c.write(filepath.Join(c.dir, stateFile), text)
}

// Hosts of the registries of Terraform and OpenTofu.
const (
	terraformHost = "registry.terraform.io"
	openTofuHost  = "registry.opentofu.org"
)

// Host is that of the registry from which the engine's providers come.
func Host(t *testing.T) string {
	t.Helper()
	engine, err := readEngineVersion()
	if err != nil {
		t.Fatal(err)
	}
	if engine.product == "OpenTofu" {
		return openTofuHost
	}
	return terraformHost
}

func otherHost(t *testing.T) string {
	t.Helper()
	if Host(t) == openTofuHost {
		return terraformHost
	}
	return openTofuHost
}

// File returns a file of the working directory.
func (c *CLI) File(name string) string {
	c.t.Helper()
	return c.read(name)
}

// Attribute returns what the state has for an attribute of a resource in the root module, as JSON has it; nil if it is null.
func (c *CLI) Attribute(address, name string) any {
	c.t.Helper()
	known := c.Known(name)
	if _, ok := known[address]; !ok {
		c.t.Fatalf("the state has no %s", address)
	}
	return known[address]
}

// Known returns the values of an attribute of all resources in the root module, by address; nil for null. It reads the file, because
// it is the engine's start that takes the time.
func (c *CLI) Known(attribute string) map[string]any {
	c.t.Helper()
	var state struct {
		Resources []struct {
			Module, Mode, Type, Name string
			Instances                []struct {
				IndexKey   json.RawMessage `json:"index_key"`
				Deposed    string
				Attributes map[string]any
			}
		}
	}
	if err := json.Unmarshal([]byte(c.read(stateFile)), &state); err != nil {
		c.t.Fatal(err)
	}
	known := map[string]any{}
	for _, r := range state.Resources {
		address := r.Type + "." + r.Name
		if r.Mode == "data" {
			address = "data." + address
		}
		for _, instance := range r.Instances {
			if r.Module != "" || instance.Deposed != "" {
				continue
			}
			index := ""
			if instance.IndexKey != nil {
				index = "[" + string(instance.IndexKey) + "]"
			}
			known[address+index] = instance.Attributes[attribute]
		}
	}
	return known
}

// AddFile writes a file into the working directory, and the folders that it is in. The test is skipped if the engine lacks a
// feature that the file uses.
func (c *CLI) AddFile(name, text string) {
	c.t.Helper()
	SkipIfLacking(c.t, text)
	file := filepath.Join(c.dir, name)
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		c.t.Fatal(err)
	}
	c.write(file, text)
}

// ExpectNotInState reports secrets that are in the state or in the provider's private data there; what was in a state that
// this one has replaced stays in its backup.
func (c *CLI) ExpectNotInState(secrets ...string) {
	c.t.Helper()
	c.search(map[string]string{"the state": c.State()}, secrets)
}
