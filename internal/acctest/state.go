package acctest

import (
	"encoding/json"
	"strings"
)

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
	if err := json.NewDecoder(strings.NewReader(shown[strings.Index(shown, "{"):])).Decode(&state); err != nil {
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
