package resource_test

import (
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/resource"
)

func TestOne(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		found []string
		want  string
		fault string
	}{
		{found: []string{"a"}, want: "a"},
		{fault: "there is no thing"},
		{found: []string{"a", "b"}, fault: "there is more than one thing. Choose one by its id: id-a, id-b"},
	} {
		got, err := resource.One(test.found, "thing", func(name string) string { return "id-" + name })
		if got != test.want || (err == nil) != (test.fault == "") || err != nil && err.Error() != test.fault {
			t.Errorf("of %q: got %q and %v, want %q and %q", test.found, got, err, test.want, test.fault)
		}
	}
}

func TestNamedSuggestsTheMostSimilarName(t *testing.T) {
	t.Parallel()
	same := func(s string) string { return s }
	all := []string{"Github", "Gitlab", "GitLab 2", "Wiki"}
	for name, want := range map[string]string{
		"Github": "",
		"GitHub": `there is no thing named "GitHub" here. Did you mean "Github"?`,
		"Gitlub": `there is no thing named "Gitlub" here. Did you mean "Github"?`,
		"Wikki":  `there is no thing named "Wikki" here. Did you mean "Wiki"?`,
		"Office": `there is no thing named "Office" here.`,
		"":       `there is no thing named "" here.`,
	} {
		got, err := resource.Named(all, "thing", name, " here", same, same)
		if want == "" && (err != nil || got != name) || want != "" && (err == nil || err.Error() != want) {
			t.Errorf("%s: got %q, %v, want %q", name, got, err, want)
		}
	}
}
