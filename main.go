// Command terraform-provider-credentials is a Terraform provider for credentials that live in SaaS platforms.
package main

import (
	"context"
	"flag"
	"log"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/provider"
)

// version goes into the user agent; `make build VERSION=` sets it.
var version = "dev"

func main() {
	debug := flag.Bool("debug", false, "run so that a debugger can attach")
	flag.Parse()

	if err := provider.TuneProcess(); err != nil {
		log.Fatal(err)
	}
	err := providerserver.Serve(context.Background(), provider.New(version), providerserver.ServeOpts{
		Address: "registry.terraform.io/terraform-credentials/credentials",
		Debug:   *debug,
	})
	if err != nil {
		log.Fatal(err)
	}
}
