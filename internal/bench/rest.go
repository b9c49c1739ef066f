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

// restObjects are what the providers for any REST API manage, with the blocks by which they reach the mock server. Their plans
// compare no secrets; restapi keeps them in the state.
var restObjects = []struct{ platform, path, body, secret, restapi, restful string }{
	{
		platform: "losant", path: "/applications/" + losantApplication + "/credentials",
		body:   `name = "c-${count.index}", type = "azure"`,
		secret: `azureConfig = { account = "a", accountKey = "canary-${count.index}" }`,
		restapi: `
  uri     = var.LOSANT_BASE_URL
  headers = { Accept = "application/json", Content-Type = "application/json", Authorization = "Bearer ${var.LOSANT_API_TOKEN}" }`,
		restful: `
  base_url = var.LOSANT_BASE_URL
  header   = { Accept = "application/json", Authorization = "Bearer ${var.LOSANT_API_TOKEN}" }`,
	},
	{
		platform: "genesys", path: "/api/v2/integrations/credentials",
		body:   `name = "c-${count.index}", type = { name = "basicAuth" }`,
		secret: `credentialFields = { userName = "bot", password = "canary-${count.index}" }`,
		restapi: `
  uri     = var.GENESYSCLOUD_BASE_URL
  headers = { Accept = "application/json", Content-Type = "application/json" }
  oauth_client_credentials {
    oauth_token_endpoint = "${var.GENESYSCLOUD_BASE_URL}/oauth/token"
    oauth_client_id      = var.GENESYSCLOUD_OAUTHCLIENT_ID
    oauth_client_secret  = var.GENESYSCLOUD_OAUTHCLIENT_SECRET
  }`,
		restful: `
  base_url = var.GENESYSCLOUD_BASE_URL
  header   = { Accept = "application/json" }
  security = { oauth2 = { client_credentials = {
    token_url     = "${var.GENESYSCLOUD_BASE_URL}/oauth/token"
    client_id     = var.GENESYSCLOUD_OAUTHCLIENT_ID
    client_secret = var.GENESYSCLOUD_OAUTHCLIENT_SECRET
  } } }`,
	},
}

// restWorkloads are the objects of [restObjects], by each of the providers.
func restWorkloads() (all []workload) {
	for _, object := range restObjects {
		all = append(all, workload{
			name: object.platform + ", restapi", platform: object.platform, provider: restapiProgram, source: restapiSource,
			settings: declared(object.restapi) + "provider \"restapi\" {" + object.restapi + "\n  write_returns_object = true\n}\n",
			resource: fmt.Sprintf(`resource "restapi_object" "x" {
  count                   = var.n
  path                    = %q
  data                    = jsonencode({ %s, %s })
  ignore_server_additions = true
  ignore_changes_to       = ["azureConfig", "credentialFields"]
}
`, object.path, object.body, object.secret),
		}, workload{
			name: object.platform + ", restful", platform: object.platform, provider: restfulProgram, source: restfulSource,
			settings: declared(object.restful) + "provider \"restful\" {" + object.restful + "\n}\n",
			resource: fmt.Sprintf(`resource "restful_resource" "x" {
  count          = var.n
  path           = %q
  read_path      = "$(path)/$(body.id)"
  body           = { %s }
  ephemeral_body = { %s }
}
`, object.path, object.body, object.secret),
		})
	}
	return all
}

// declared declares the variables that a configuration refers to. They are the mock server's environment.
func declared(configuration string) (variables string) {
	for _, name := range []string{"LOSANT_BASE_URL", "LOSANT_API_TOKEN", "GENESYSCLOUD_BASE_URL", "GENESYSCLOUD_OAUTHCLIENT_ID", "GENESYSCLOUD_OAUTHCLIENT_SECRET"} {
		if strings.Contains(configuration, "var."+name) {
			variables += fmt.Sprintf("variable %q {}\n", name)
		}
	}
	return variables
}
