package losanttest

import (
	"slices"
	"strings"
)

// applicationScopes are the scopes of an application's API token: the first
// enumeration of scope in the schema "apiTokenPost" of API 1.30.0. Those of
// organizations, instances and users, which the schema lists too, are refused
// for a token of an application, as an assumption.
var applicationScopes = slices.Concat([]string{
	"all.Application", "all.Application.bounded", "all.Application.read", "all.Application.cli", "all.Device", "all.Device.read",
},
	scopesOf("applicationApiTokens applicationCertificateAuthorities applicationCertificates applicationDashboards "+
		"applicationKeys credentials dataTables deviceAttributes deviceRecipes experienceDomains experienceSlugs "+
		"experienceVersions files integrations notebooks privateFiles resourceJobs webhooks",
		"get post"),
	scopesOf("applicationApiToken applicationCertificate applicationCertificateAuthority applicationKey dataTableRow "+
		"deviceAttribute event experienceDomain experienceGroup experienceSlug experienceUser experienceVersion "+
		"integration webhook",
		"delete get patch"),
	scopesOf("applicationJobLog applicationJobLogs edgeDeployment embeddedDeployment", "get"),
	scopesOf("credential experienceEndpoint", "delete get linkedResources patch"),
	scopesOf("experienceGroups experienceUsers", "detailedSummary get post"),
	scopesOf("file privateFile", "delete get move patch upload"),
	scopesOf("application",
		"applyTemplate archiveData backfillArchiveData clone debug delete deviceCounts export "+
			"fullDataTablesArchive fullEventsArchive get import importLogs mqttPublishMessage mqttSubscriptionStream "+
			"notebookMinuteCounts patch payloadCounts payloadCountsBreakdown search"),
	scopesOf("applicationDashboard", "delete get patch sendReport"),
	scopesOf("data", "export lastValueQuery timeSeriesQuery"),
	scopesOf("dataTable", "addColumn delete get patch removeColumn"),
	scopesOf("dataTableRows", "delete export get post query truncate"),
	scopesOf("device",
		"agentLogs commandStream debug delete export get getCommand getCompositeState getLogEntries getState patch "+
			"payloadCounts payloadCountsBreakdown removeData sendCommand sendState setConnectionStatus stateStream"),
	scopesOf("deviceRecipe", "bulkCreate delete get patch"),
	scopesOf("devices",
		"attributeNames delete deviceNames export get getCompositeState historicalImport patch payloadCounts post "+
			"removeData restore sendCommand tagKeys tagValues"),
	scopesOf("edgeDeployments", "get release remove replace"),
	scopesOf("embeddedDeployments", "export get release remove replace"),
	scopesOf("events", "delete detailedSummary export get mostRecentBySeverity patch post"),
	scopesOf("experience", "bootstrap delete"),
	scopesOf("experienceEndpoints", "get post stats"),
	scopesOf("experienceView", "debug delete get linkedResources patch"),
	scopesOf("experienceViews", "debug detailedSummary get post"),
	scopesOf("flow",
		"clearStorageEntries debug delete errors get getStorageEntries getStorageEntriesMetadata log patch "+
			"pressVirtualButton setStorageEntry stats suggestFunction"),
	scopesOf("flowVersion", "debug delete errors get log patch stats"),
	scopesOf("flowVersions", "delete get post"),
	scopesOf("flows", "get getByVersion import palette post"),
	scopesOf("notebook", "delete execute get logs notebookMinuteCounts patch requestInputDataExport upload"),
	scopesOf("resourceJob", "cancelExecution delete execute get logs patch"),
)

// scopesOf joins each noun with each verb, and with "*" for all of them.
func scopesOf(nouns, verbs string) (scopes []string) {
	for _, noun := range strings.Fields(nouns) {
		for _, verb := range append(strings.Fields(verbs), "*") {
			scopes = append(scopes, noun+"."+verb)
		}
	}
	return scopes
}
