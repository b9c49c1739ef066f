package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// A workload is a kind of object in N copies.
type workload struct {
	// name is the row's name in the table.
	name string
	// provider is the name of the provider's program, and source its address.
	provider, source string
	// settings is the provider's block; a measurement within the limits leaves it out.
	settings string
	// resource is the body of the resource, which counts to var.n.
	resource string
	// platform has the requests; empty: none are made.
	platform string
	// digests: its secrets are write-only and have no version.
	digests bool
}

// The parents that the mock server begins with.
const (
	losantApplication    = "575ec8687ae143cd83dc4a97"
	oneaccessApplication = "20210515150117554-8C1D-5A3F0E7B2"
	oneaccessUser        = "20210515145630118-3BA0-91FCA2CB7"
)

const (
	ownProgram  = "terraform-provider-credentials"
	ownSource   = "terraform-credentials/credentials"
	idleProgram = "terraform-provider-idle"
	idleSource  = "bench/idle"
)

// workloads are our own, and those of the providers for any REST API whose programs are there.
func workloads(programs string) []workload {
	all := ownWorkloads()
	for _, w := range restWorkloads() {
		if _, err := os.Stat(filepath.Join(programs, w.provider)); err == nil {
			all = append(all, w)
		}
	}
	return all
}

// ownWorkloads are the engine's own floor, the provider that does nothing, and each platform that lists, by version and by
// digest.
func ownWorkloads() []workload {
	all := []workload{
		{name: "engine alone", resource: "resource \"terraform_data\" \"x\" {\n  count = var.n\n  input = \"c-${count.index}\"\n}\n"},
		idle("do-nothing, 12 attributes", "small", ""),
		idle("do-nothing, 16 blocks", "blocks", "block_0 {\n    argument_0 = \"a\"\n    argument_1 = \"b\"\n  }"),
	}
	for _, platform := range []struct{ name, kind, arguments, secret string }{
		{"losant", "service_credential", fmt.Sprintf("application_id = %q\n  name = \"c-${count.index}\"\n  azure {\n    account = \"a\"\n    SECRET\n  }", losantApplication), "account_key"},
		{"genesys", "integration_credential", "name = \"c-${count.index}\"\n  type = \"basicAuth\"\n  fields = { userName = \"bot\" }\n  SECRET", "fields"},
		{"oneaccess", "application_account", fmt.Sprintf("application_id = %q\n  user_id = %q\n  account_name = \"c-${count.index}\"\n  SECRET", oneaccessApplication, oneaccessUser), "password"},
	} {
		for _, way := range []string{"version", "digest"} {
			value := "\"canary-${count.index}\""
			if platform.secret == "fields" {
				value = "{ password = " + value + " }"
			}
			secret := platform.secret + "_wo = " + value
			if way == "version" {
				secret += "\n  " + platform.secret + "_wo_version = \"1\""
			}
			all = append(all, workload{
				name:     platform.name + ", " + way,
				provider: ownProgram, source: ownSource,
				resource: fmt.Sprintf("resource \"credentials_%s\" \"x\" {\n  count = var.n\n  %s\n}\n",
					platform.kind, strings.Replace(platform.arguments, "SECRET", secret, 1)),
				platform: platform.name,
				settings: fmt.Sprintf("provider \"credentials\" {\n  %s {\n    requests_per_second = 100000\n    max_concurrency = 10\n  }\n}\n", platform.name),
				digests:  way == "digest",
			})
		}
	}
	return all
}

func idle(name, kind, block string) workload {
	return workload{
		name:     name,
		provider: idleProgram, source: idleSource,
		resource: fmt.Sprintf("resource \"idle_%s\" \"x\" {\n  count = var.n\n  argument_0 = \"c-${count.index}\"\n  argument_1 = \"a\"\n  %s\n}\n", kind, block),
	}
}

// configuration is the whole configuration of a workload. The limits that the provider keeps by default are those of a
// tenant; the mock server needs none, unless limited.
func (w workload) configuration(n int, limited bool) string {
	var b strings.Builder
	fmt.Fprintf(&b, "variable \"n\" {\n  default = %d\n}\n", n)
	if w.source != "" {
		local := w.source[strings.LastIndexByte(w.source, '/')+1:]
		fmt.Fprintf(&b, "terraform {\n  required_providers {\n    %s = {\n      source = %q\n    }\n  }\n}\n", local, w.source)
	}
	if !limited {
		b.WriteString(w.settings)
	}
	b.WriteString(w.resource)
	return b.String()
}
