package genesys_test

import (
	"testing"
	"time"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/genesys/genesystest"
)

// Names are not unique. Whatever the clocks say, an older credential of the name and type is not written over.
func TestAccOlderNamesakeIsNotAdopted(t *testing.T) {
	f := genesystest.NewServer(t, genesystest.Options{Options: fakeapi.Options{DateHeaderSkew: -time.Minute}})
	older := f.SeedCredential(genesystest.Credential{Name: "it", Type: "basicAuth", Fields: map[string]string{"userName": "theirs", "password": "theirs"}})
	c := acctest.NewCLI(t)
	c.Configure(provider(f), credential("it", "basicAuth", basicAuth("Mike", "ours", "1")))
	f.Inject(genesystest.CreateCredential, fakeapi.Fault{Reset: true, Times: 1})
	c.Apply()
	if n := f.Count(genesystest.CreateCredential); n != 2 || len(f.Credentials()) != 2 {
		t.Errorf("%d credentials after %d creations", len(f.Credentials()), n)
	}
	for _, one := range f.Credentials() {
		if one.ID == older && one.Fields["password"] != "theirs" {
			t.Errorf("the older credential was written over: %+v", one)
		}
	}
}

// A credential of the same name that another run makes while our answer is lost is distinguished by its readable fields: by
// another value, or by one that was not sent.
func TestAccNamesakeOfOtherContentIsNotAdopted(t *testing.T) {
	for name, fields := range map[string]map[string]string{
		"another value": {"userName": "theirs", "password": "theirs"},
		"a field more":  {"userName": "Mike", "password": "theirs", "host": "theirs"},
	} {
		t.Run(name, func(t *testing.T) {
			f := genesystest.NewServer(t, genesystest.Options{})
			c := acctest.NewCLI(t)
			c.Configure(provider(f), credential("it", "basicAuth", basicAuth("Mike", "ours", "1")))
			f.Inject(genesystest.CreateCredential, fakeapi.Fault{Reset: true, Applied: true, Times: 1})
			theirs := make(chan string)
			go func() {
				for f.Count(genesystest.CreateCredential) < 1 && t.Context().Err() == nil {
					time.Sleep(time.Millisecond)
				}
				theirs <- f.SeedCredential(genesystest.Credential{Name: "it", Type: "basicAuth", Fields: fields})
			}()
			c.Apply()
			id := <-theirs
			for _, one := range f.Credentials() {
				if want := map[bool]string{true: "theirs", false: "ours"}[one.ID == id]; one.Fields["password"] != want {
					t.Errorf("stored %+v", one)
				}
			}
			if n := f.Count(genesystest.CreateCredential); n != 1 || len(f.Credentials()) != 2 {
				t.Errorf("%d credentials after %d creations", len(f.Credentials()), n)
			}
		})
	}
}
