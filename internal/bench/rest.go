package main

import (
	"fmt"
	"strings"
)

// The providers for any REST API that users have today. Their programs are not built here: see the flag -others.
const (
	restapiProgram = "terraform-provider-restapi"
	restapiSource  = "mastercard/restapi"
	restfulProgram = "terraform-provider-restful"
	restfulSource  = "magodo/restful"
)

// restWorkloads are the same objects by the providers for any REST API. Their plans compare no secrets; restapi keeps them in
// the state. The credentials come from the mock server's environment.
func restWorkloads() (all []workload) {
	const (
		accept       = "Accept = \"application/json\""
		losantToken  = "Authorization = \"Bearer ${var.LOSANT_API_TOKEN}\""
		genesysToken = "var.GENESYSCLOUD_BASE_URL}/oauth/token\""
	)
	for _, object := range []struct{ platform, base, restapi, restful, path, body, secret string }{
		{
			platform: "losant", base: "LOSANT_BASE_URL",
			restapi: "headers = { " + accept + ", Content-Type = \"application/json\", " + losantToken + " }",
			restful: "header = { " + accept + ", " + losantToken + " }",
			path:    "/applications/" + losantApplication + "/credentials",
			body:    `name = "c-${count.index}", type = "azure"`, secret: `azureConfig = { account = "a", accountKey = "canary-${count.index}" }`,
		},
		{
			platform: "genesys", base: "GENESYSCLOUD_BASE_URL",
			restapi: "headers = { " + accept + ", Content-Type = \"application/json\" }\n  oauth_client_credentials {\n    oauth_token_endpoint = \"${" + genesysToken +
				"\n    oauth_client_id = var.GENESYSCLOUD_OAUTHCLIENT_ID\n    oauth_client_secret = var.GENESYSCLOUD_OAUTHCLIENT_SECRET\n  }",
			restful: "header = { " + accept + " }\n  security = { oauth2 = { client_credentials = {\n    token_url = \"${" + genesysToken +
				"\n    client_id = var.GENESYSCLOUD_OAUTHCLIENT_ID\n    client_secret = var.GENESYSCLOUD_OAUTHCLIENT_SECRET\n  } } }",
			path: "/api/v2/integrations/credentials",
			body: `name = "c-${count.index}", type = { name = "basicAuth" }`, secret: `credentialFields = { userName = "bot", password = "canary-${count.index}" }`,
		},
	} {
		variables := ""
		for _, name := range []string{object.base, "LOSANT_API_TOKEN", "GENESYSCLOUD_OAUTHCLIENT_ID", "GENESYSCLOUD_OAUTHCLIENT_SECRET"} {
			if name == object.base || strings.Contains(object.restful, name) {
				variables += fmt.Sprintf("variable %q {}\n", name)
			}
		}
		all = append(all, workload{
			name: object.platform + ", restapi", platform: object.platform, provider: restapiProgram, source: restapiSource,
			settings: fmt.Sprintf("%sprovider \"restapi\" {\n  uri = var.%s\n  write_returns_object = true\n  %s\n}\n", variables, object.base, object.restapi),
			resource: fmt.Sprintf("resource \"restapi_object\" \"x\" {\n  count = var.n\n  path = %q\n  data = jsonencode({ %s, %s })\n"+
				"  ignore_server_additions = true\n  ignore_changes_to = [\"azureConfig\", \"credentialFields\"]\n}\n", object.path, object.body, object.secret),
		}, workload{
			name: object.platform + ", restful", platform: object.platform, provider: restfulProgram, source: restfulSource,
			settings: fmt.Sprintf("%sprovider \"restful\" {\n  base_url = var.%s\n  %s\n}\n", variables, object.base, object.restful),
			resource: fmt.Sprintf("resource \"restful_resource\" \"x\" {\n  count = var.n\n  path = %q\n  read_path = \"$(path)/$(body.id)\"\n"+
				"  body = { %s }\n  ephemeral_body = { %s }\n}\n", object.path, object.body, object.secret),
		})
	}
	return all
}
