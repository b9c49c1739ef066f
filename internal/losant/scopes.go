package losant

import (
	"context"
	"fmt"
	"regexp"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// scopeForm is noun.verb, or noun.* for all verbs; all.Application.read has two verbs.
var scopeForm = regexp.MustCompile(`^[A-Za-z]+(\.[A-Za-z]+)*\.([A-Za-z]+|\*)$`)

// scopesOfAll are the scopes for many nouns at once.
var scopesOfAll = []string{"all.Application", "all.Application.bounded", "all.Application.read", "all.Application.cli", "all.Device", "all.Device.read"}

// verbsOfScopes are the scopes of an application's API token by the enumeration of apiTokenPost in API 1.30.0: the verbs, and
// the nouns that have them. Each noun has * too.
var verbsOfScopes = map[string]string{
	"delete get patch": "applicationApiToken applicationCertificate applicationCertificateAuthority applicationKey dataTableRow deviceAttribute event " +
		"experienceDomain experienceGroup experienceSlug experienceUser experienceVersion integration webhook",
	"get post": "applicationApiTokens applicationCertificates applicationCertificateAuthorities applicationDashboards applicationKeys credentials " +
		"dataTables deviceRecipes deviceAttributes experienceDomains experienceSlugs experienceVersions integrations files notebooks privateFiles resourceJobs webhooks",
	"get": "applicationJobLog applicationJobLogs edgeDeployment embeddedDeployment",
	"applyTemplate archiveData backfillArchiveData clone export import fullEventsArchive fullDataTablesArchive debug delete get mqttPublishMessage " +
		"mqttSubscriptionStream patch payloadCounts payloadCountsBreakdown deviceCounts notebookMinuteCounts search importLogs": "application",
	"get patch sendReport delete":                                       "applicationDashboard",
	"get linkedResources patch delete":                                  "credential",
	"export lastValueQuery timeSeriesQuery":                             "data",
	"addColumn delete get patch removeColumn":                           "dataTable",
	"get post query export delete truncate":                             "dataTableRows",
	"bulkCreate delete get patch":                                       "deviceRecipe",
	"get release remove replace":                                        "edgeDeployments",
	"get release remove replace export":                                 "embeddedDeployments",
	"delete bootstrap":                                                  "experience",
	"delete get linkedResources patch":                                  "experienceEndpoint",
	"get post stats":                                                    "experienceEndpoints",
	"detailedSummary get post":                                          "experienceGroups experienceUsers",
	"debug delete get linkedResources patch":                            "experienceView",
	"debug detailedSummary get post":                                    "experienceViews",
	"get patch move delete upload":                                      "file privateFile",
	"get getByVersion import palette post":                              "flows",
	"delete debug errors get log patch stats":                           "flowVersion",
	"delete get post":                                                   "flowVersions",
	"get logs patch delete execute cancelExecution":                     "resourceJob",
	"delete detailedSummary get mostRecentBySeverity patch post export": "events",
	"agentLogs commandStream debug delete export get getCommand getCompositeState getLogEntries getState patch payloadCounts payloadCountsBreakdown " +
		"removeData sendCommand sendState setConnectionStatus stateStream": "device",
	"attributeNames patch delete restore removeData deviceNames export get getCompositeState historicalImport payloadCounts post sendCommand tagKeys tagValues":  "devices",
	"clearStorageEntries debug delete errors get getStorageEntries log patch pressVirtualButton setStorageEntry getStorageEntriesMetadata stats suggestFunction": "flow",
	"delete execute get logs notebookMinuteCounts patch requestInputDataExport upload":                                                                           "notebook",
}

// knownScopes are those that API 1.30.0 lists. The list grows, so others are accepted with a warning, and read.
var knownScopes = func() map[string]bool {
	known := map[string]bool{}
	for _, scope := range scopesOfAll {
		known[scope] = true
	}
	for verbs, nouns := range verbsOfScopes {
		for noun := range strings.FieldsSeq(nouns) {
			for verb := range strings.FieldsSeq(verbs + " *") {
				known[noun+"."+verb] = true
			}
		}
	}
	return known
}()

// listedScopes warns of scopes that API 1.30.0 does not list.
type listedScopes struct{}

// Description implements validator.Set.
func (listedScopes) Description(context.Context) string { return "scopes of Losant's API 1.30.0" }

// MarkdownDescription implements validator.Set.
func (v listedScopes) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateSet implements validator.Set. It quotes nothing: by a slip, an element may be a secret.
func (listedScopes) ValidateSet(_ context.Context, req validator.SetRequest, resp *validator.SetResponse) {
	unlisted := 0
	for _, element := range req.ConfigValue.Elements() {
		scope, _ := element.(types.String)
		if !scope.IsUnknown() && scopeForm.MatchString(scope.ValueString()) && !knownScopes[scope.ValueString()] {
			unlisted++
		}
	}
	if unlisted > 0 {
		resp.Diagnostics.AddAttributeWarning(req.Path, "Scope that is not listed", fmt.Sprintf(
			"%d of the elements of `%s` are not among the scopes that Losant's API 1.30.0 lists for applications. If Losant does not know them, it refuses the token.", unlisted, req.Path))
	}
}
