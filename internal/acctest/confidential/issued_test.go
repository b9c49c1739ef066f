package confidential_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakes"
)

// A secret that a platform makes is another one after each change of rotate, and stays the same otherwise.
func TestAccIssuedSecretsAreRotated(t *testing.T) {
	var tested []string
	for _, fixture := range fakes.Fixtures {
		_, build := fixture.Configure()
		for row, r := range build().Resources {
			const label = "rotated"
			if !strings.Contains(acctest.SampleBlock(r, label, label, "note", ""), "encrypt_to") || slices.Contains(tested, r.Type) {
				continue
			}
			tested = append(tested, r.Type)
			t.Run(r.Type, func(t *testing.T) {
				c := acctest.NewCLI(t)
				c.Trace()
				tenant := fixture.Start(t, fakeapi.Options{})
				r := tenant.Resources[row]
				issued := func(rotate, note string) string {
					t.Helper()
					c.Configure(acctest.Provider(fixture.Name, fixture.Arguments(tenant.URL)...), acctest.SampleBlock(r, label, label, note, "", rotate))
					c.Apply()
					c.PlanNothing()
					made := r.Object(label).Made
					if len(made) == 0 {
						t.Fatal("no secret was made")
					}
					return made[len(made)-1]
				}
				first := issued(`rotate = "1"`, "note")
				if issued(`rotate = "1"`, "another note") != first {
					t.Error("an update has rotated the secret")
				}
				second := issued(`rotate = "2"`, "another note")
				if second == first {
					t.Error("the secret was not rotated")
				}
				c.ExpectNotShown(first, second)
			})
		}
	}
	if len(tested) == 0 {
		t.Error("no sample has an issued secret")
	}
}
