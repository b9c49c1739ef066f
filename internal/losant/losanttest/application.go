package losanttest

import (
	"maps"
	"slices"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

// getApplication is as much of the schema "Application" as concerns credentials:
// the archive's configuration names up to two of them, which linkedResources
// does not list.
func (f *Fake) getApplication(c call) (fakeapi.Answer, error) {
	a := c.application
	answer := map[string]any{
		"id":            a.id,
		"applicationId": a.id,
		"name":          "Application " + a.id,
		"ownerId":       UserID,
		"ownerType":     "user",
		"creationDate":  "2026-01-01T00:00:00.000Z",
		"lastUpdated":   "2026-01-01T00:00:00.000Z",
	}
	if a.archive != nil {
		answer["archiveConfig"] = a.archive
	}
	return fakeapi.OK(c.shown.decorate(answer, "application", "/applications/"+a.id))
}

// archiveMembers are those of archiveConfig in the schema "Application".
var archiveMembers = []string{
	"directory", "mode", "deviceIds", "deviceTags", "includeDevices", "includeEvents", "includeDataTables", "dataTablesMode",
	"dataTableIds", "includeApplicationExport", "applicationExportOptions", "delayDays", "s3", "credentialName", "gcs", "azure",
}

// SetArchiveConfig configures the archive of an application as a user would. It
// names a credential in its credentialName, and one in the credentialName of its
// applicationExportOptions. nil: there is no archive. It panics on a member that
// Losant does not have.
func (f *Fake) SetArchiveConfig(applicationID string, config map[string]any) {
	for member := range config {
		if !slices.Contains(archiveMembers, member) {
			panic("losanttest: archiveConfig has no member " + member)
		}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.application(applicationID).archive = maps.Clone(config)
}
