package main_test

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// Every variable that the provider's documentation names is set or taken away, so that nothing of a tenant comes in.
func TestEveryVariableOfTheProviderIsTakenCareOf(t *testing.T) {
	documentation, err := os.ReadFile("../../docs/index.md")
	if err != nil {
		t.Fatal(err)
	}
	printed := strings.Join(start(t).printed, "\n") + "\n"
	found := regexp.MustCompile(`\b(APPLIVERY|GENESYSCLOUD|HELLOID|LOSANT|ONEACCESS|CREDENTIALS)_[A-Z_]+[A-Z]\b`).FindAllString(string(documentation), -1)
	if len(found) < 15 {
		t.Errorf("the documentation names %q", found)
	}
	for _, name := range found {
		if !regexp.MustCompile(`export ` + name + `=|unset .*\b` + name + `\b`).MatchString(printed) {
			t.Errorf("%s is neither set nor taken away", name)
		}
	}
}
