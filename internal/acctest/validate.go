package acctest

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
)

var (
	blockName = regexp.MustCompile(`^(\w+ "\w+" ")`)
	caseName  = regexp.MustCompile(`case_[0-9]+`)
)

// ValidateEach has the engine validate resources or data sources all at once, offline and without a provider block: each block
// with what its errors must say, or "" if it is valid. Their names do not matter.
func (c *CLI) ValidateEach(cases map[string]string) {
	c.t.Helper()
	blocks, names := make([]string, 0, len(cases)), map[string]string{}
	for block := range cases {
		name := fmt.Sprintf("case_%d", len(names))
		names[block] = name
		blocks = append(blocks, blockName.ReplaceAllString(block, "${1}"+name+"_"))
	}
	c.Configure(blocks...)
	errors := c.invalid()
	for block, want := range cases {
		switch got := errors[names[block]]; {
		case want == "" && got != "":
			c.t.Errorf("should be valid: %s\n%s", got, block)
		case !strings.Contains(got, want):
			c.t.Errorf("should fail for %s: %q\n%s", want, got, block)
		}
	}
}

// invalid returns the errors of `validate` by the names of the blocks.
func (c *CLI) invalid() map[string]string {
	c.t.Helper()
	printed, _ := c.execute("validate", "-json")
	var result struct {
		Diagnostics []struct {
			Severity, Summary, Detail string
			Snippet                   struct{ Context string }
		}
	}
	if err := json.Unmarshal([]byte(printed), &result); err != nil {
		c.t.Fatalf("%v: %s", err, printed)
	}
	errors := map[string]string{}
	for _, d := range result.Diagnostics {
		if d.Severity == "error" {
			errors[caseName.FindString(d.Snippet.Context)] += d.Summary + ": " + d.Detail + "\n"
		}
	}
	return errors
}
