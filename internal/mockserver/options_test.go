package main

import (
	"reflect"
	"slices"
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakes"
)

// Every option of every fake is a flag, but what no text can say.
func TestEveryOptionIsAFlag(t *testing.T) {
	inGoOnly := []string{"Now", "Faults", "KeyMetaJSON", "CredentialTypes", "IntegrationTypes"}
	o, err := parse(nil)
	if err != nil {
		t.Fatal(err)
	}
	var check func(platform string, options reflect.Type)
	check = func(platform string, options reflect.Type) {
		for i := range options.NumField() {
			switch field := options.Field(i); {
			case field.Anonymous:
				check(platform, field.Type)
			case slices.Contains(inGoOnly, field.Name):
			default:
				found := o.flags.Lookup(platform + "." + hyphenated(field.Name))
				if found == nil {
					t.Errorf("%s: %s is no flag", platform, field.Name)
				} else if len(found.Usage) < 30 {
					t.Errorf("-%s: %q", found.Name, found.Usage)
				}
			}
		}
	}
	for _, fixture := range fakes.Fixtures {
		options, _ := fixture.Configure()
		check(fixture.Name, reflect.TypeOf(options).Elem())
	}
}

func TestHyphenated(t *testing.T) {
	for name, want := range map[string]string{"MaxPerPage": "max-per-page", "EchoHTML": "echo-html", "KeyMetaJSON": "key-meta-json", "Now": "now"} {
		if got := hyphenated(name); got != want {
			t.Errorf("hyphenated(%q) = %q, want %q", name, got, want)
		}
	}
}
