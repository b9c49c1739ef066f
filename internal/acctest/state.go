package acctest

import (
	"encoding/json"
	"path/filepath"
	"strings"
)

// AddState puts a state into the working directory. It may have been written by Terraform or OpenTofu, which name the provider's
// registry differently.
func (c *CLI) AddState(text string) {
	c.t.Helper()
	engine, err := readEngineVersion()
	if err != nil {
		c.t.Fatal(err)
	}
	hosts := []string{"registry.opentofu.org", "registry.terraform.io"}
	if engine.product == "OpenTofu" {
		hosts[0], hosts[1] = hosts[1], hosts[0]
	}
	c.write(filepath.Join(c.dir, "terraform.tfstate"), strings.ReplaceAll(text, hosts[0]+"/"+source, hosts[1]+"/"+source))
}

// File returns a file of the working directory.
func (c *CLI) File(name string) string {
	c.t.Helper()
	return c.read(name)
}

// Attribute returns what the state has for an attribute of a resource in the root module, as JSON has it; nil if it is null.
func (c *CLI) Attribute(address, name string) any {
	c.t.Helper()
	shown, status := c.Run("show", "-json")
	if status != 0 {
		c.t.Fatal(shown)
	}
	var state struct {
		Values struct {
			RootModule struct {
				Resources []struct {
					Address string
					Values  map[string]any
				}
			} `json:"root_module"`
		}
	}
	_, object, _ := strings.Cut(shown, "{") // after the engine's warnings
	if err := json.NewDecoder(strings.NewReader("{" + object)).Decode(&state); err != nil {
		c.t.Fatalf("%s: %s", err, shown)
	}
	for _, resource := range state.Values.RootModule.Resources {
		if resource.Address == address {
			return resource.Values[name]
		}
	}
	c.t.Fatalf("the state has no %s", address)
	return nil
}
