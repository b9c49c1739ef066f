package losanttest_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/losant/losanttest"
)

const applications = "/applications/"

func TestTheArchiveNamesCredentials(t *testing.T) {
	f := losanttest.NewServer(t, losanttest.Options{})
	url := f.URL + applications + losanttest.ApplicationID
	reading := header("Authorization", "Bearer "+losanttest.ReadOnlyToken)
	if got := sendTo(t, url, "GET", nil, reading).want(t, 200); got["id"] != losanttest.ApplicationID || got["archiveConfig"] != nil {
		t.Errorf("got %v", got)
	}
	archive := config{
		"directory": "daily", "credentialName": "storage",
		"applicationExportOptions": config{"credentialName": "repository", "exportType": "repo"},
	}
	f.SetArchiveConfig(losanttest.ApplicationID, archive)
	if diff := cmp.Diff(archive, sendTo(t, url, "GET", nil).want(t, 200)["archiveConfig"]); diff != "" {
		t.Error(diff)
	}
	f.SetArchiveConfig(losanttest.ApplicationID, nil)
	if got := sendTo(t, url, "GET", nil).want(t, 200); got["archiveConfig"] != nil {
		t.Errorf("got %v", got)
	}
	f.Tokens.Allow("narrow", "credential.*")
	sendTo(t, url, "GET", nil, header("Authorization", "Bearer narrow")).want(t, 403)
	sendTo(t, f.URL+applications+"575ec8687ae143cd83dc4a98", "GET", nil).want(t, 404)
}
