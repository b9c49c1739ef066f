// Package fakes lists the fixtures of all platforms, for the mock server and for tests that range over them.
package fakes

import (
	"github.com/terraform-credentials/terraform-provider-credentials/internal/applivery/appliverytest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/genesys/genesystest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/helloid/helloidtest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/losant/losanttest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/oneaccess/oneaccesstest"
)

// Fixtures are those of all platforms, by name: a further one is one more line.
var Fixtures = []fakeapi.Fixture{
	appliverytest.Fixture,
	genesystest.Fixture,
	helloidtest.Fixture,
	losanttest.Fixture,
	oneaccesstest.Fixture,
}
