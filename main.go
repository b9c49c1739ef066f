// Command terraform-provider-credentials is a Terraform provider for credentials that live in SaaS platforms.
package main

import (
	"flag"
	"log"
	"os"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/provider"
)

// version goes into the user agent, too; `make build VERSION=` sets it.
var version = "dev"

func main() {
	debug := flag.Bool("debug", false, "run so that a debugger can attach")
	show := flag.Bool("version", false, "print the version")
	flag.Parse()
	if *show {
		_, _ = os.Stdout.WriteString("terraform-provider-credentials " + version + "\n")
		return
	}
	if err := provider.TuneProcess(); err != nil {
		log.Fatal(err)
	}
	var options []tf6server.ServeOpt
	if *debug {
		options = append(options, tf6server.WithManagedDebug())
	}
	if err := tf6server.Serve("registry.terraform.io/terraform-credentials/credentials", provider.Server(version), options...); err != nil {
		log.Fatal(err)
	}
}
