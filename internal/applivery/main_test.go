package applivery_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/applivery/appliverytest"
)

func TestMain(m *testing.M) { acctest.Main(m) }

// The organization and the resource that all tests use.
const (
	org     = appliverytest.OrganizationSlug
	address = "credentials_harmony_mobile_integration.this"
)

// provider leads the provider to a fake.
func provider(f *appliverytest.Fake) string {
	return acctest.Provider("applivery", appliverytest.Fixture.Arguments(f.URL)...)
}

// integration is a resource with these arguments, and where they are silent, with some of its own.
func integration(arguments ...string) string {
	for _, own := range []string{`organization_id = "` + org + `"`, `portal_account_id = "portal"`, `gw_address = "eu-gw.locsec.net"`, `token_wo = "t0ken"`} {
		name, _, _ := strings.Cut(own, "_")
		if !slices.ContainsFunc(arguments, func(argument string) bool { return strings.HasPrefix(argument, name) }) {
			arguments = append(arguments, own)
		}
	}
	return "resource \"credentials_harmony_mobile_integration\" \"this\" {\n  " + strings.Join(arguments, "\n  ") + "\n}\n"
}

// stored is what the fake has of the organization.
func stored(t *testing.T, f *appliverytest.Fake) appliverytest.Integration {
	t.Helper()
	found, opened := f.Integration(org)
	if !opened {
		t.Fatal("the integration was never opened")
	}
	return found
}

// expectStored compares what a write sets.
func expectStored(t *testing.T, f *appliverytest.Fake, token, portalAccountID, gwAddress string) {
	t.Helper()
	if got := stored(t, f); got.Token != token || got.PortalAccountID != portalAccountID || got.GWAddress != gwAddress {
		t.Errorf("stored %+v, want %s, %s, %s", got, token, portalAccountID, gwAddress)
	}
}

// expectRequests compares how many writes and resets there were since the last call. Beside them, only the checks of planned
// creations read.
func expectRequests(t *testing.T, f *appliverytest.Fake, updates, resets int) {
	t.Helper()
	if u, r := f.Count(appliverytest.Update), f.Count(appliverytest.Reset); u != updates || r != resets || len(f.Requests()) != u+r+f.Count(appliverytest.GetOrganization) {
		t.Errorf("%d writes and %d resets among %d requests, want %d and %d and no other", u, r, len(f.Requests()), updates, resets)
	}
	f.ResetCounts()
}
