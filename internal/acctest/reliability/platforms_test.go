package reliability_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/applivery/appliverytest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/genesys/genesystest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/helloid/helloidtest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/losant/losanttest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/oneaccess/oneaccesstest"
)

// platform is one line of the table: one for each resource.
type platform struct {
	name  string
	start func(t *testing.T, options fakeapi.Options, count int) *fleet
	// posts: objects are made by a POST that must not be repeated blindly.
	posts bool
	// unique: a second object of the same name is refused.
	unique bool
	// expires: access tokens are fetched, so they can be replaced when they expire.
	expires bool
}

var platforms = []platform{
	{name: "applivery", start: applivery},
	{name: "genesys credentials", start: genesysCredentials, posts: true, expires: true},
	{name: "genesys configurations", start: genesysConfigurations, expires: true},
	{name: "helloid", start: helloid},
	{name: "losant", start: losant, posts: true, unique: true},
	{name: "oneaccess", start: oneaccess, posts: true, unique: true, expires: true},
}

func applivery(t *testing.T, options fakeapi.Options, count int) *fleet {
	f := appliverytest.NewServer(t, appliverytest.Options{Options: options})
	for i := range count {
		f.AddOrganization(fmt.Sprintf("%024x", i), fmt.Sprint("many-", i))
	}
	return &fleet{
		Server:   f.Server,
		settings: fmt.Sprintf("applivery {\n base_url = %q\n api_token = %q\n %s\n }", f.URL, appliverytest.Token, unlimited),
		resource: "credentials_harmony_mobile_integration",
		arguments: fmt.Sprintf("organization_id = %s\n portal_account_id = \"portal\"\n gw_address = \"eu-gw.locsec.net\"\n token_wo = %s",
			name, secret),
		write: appliverytest.Update,
		stored: func() (all []object) {
			for i := range count {
				organization := fmt.Sprint("many-", i)
				if integration, opened := f.Integration(organization); opened {
					all = append(all, object{organization, organization, integration.Token})
				}
			}
			return all
		},
	}
}

func genesysSettings(f *genesystest.Fake) string {
	return fmt.Sprintf("genesys {\n base_url = %q\n client_id = %q\n client_secret = %q\n %s\n }",
		f.URL, genesystest.ClientID, genesystest.ClientSecret, unlimited)
}

func genesysCredentials(t *testing.T, options fakeapi.Options, _ int) *fleet {
	f := genesystest.NewServer(t, genesystest.Options{Options: options})
	return &fleet{
		Server:    f.Server,
		settings:  genesysSettings(f),
		resource:  "credentials_integration_credential",
		arguments: fmt.Sprintf("name = %s\n type = \"basicAuth\"\n fields = { userName = \"Mike\" }\n fields_wo = { password = %s }", name, secret),
		write:     genesystest.CreateCredential,
		stored: func() (all []object) {
			for _, c := range f.Credentials() {
				all = append(all, object{c.Name, c.ID, c.Fields["password"]})
			}
			return all
		},
	}
}

// A configuration has no secret; its notes do instead.
func genesysConfigurations(t *testing.T, options fakeapi.Options, count int) *fleet {
	f := genesystest.NewServer(t, genesystest.Options{Options: options})
	ids := make([]string, count)
	for i := range count {
		ids[i] = f.SeedIntegration(genesystest.Integration{ID: fmt.Sprintf("00000000-0000-4000-8000-%012d", i), Type: "custom-rest-actions"})
	}
	return &fleet{
		Server:   f.Server,
		settings: genesysSettings(f),
		resource: "credentials_integration_config",
		arguments: `integration_id = format("00000000-0000-4000-8000-%012d", count.index)` +
			fmt.Sprintf("\n name = %s\n notes = %s", name, secret),
		write: genesystest.PutConfig,
		stored: func() (all []object) {
			for _, id := range ids {
				if i, _ := f.Integration(id); i.Notes != "" {
					all = append(all, object{i.Name, id, i.Notes})
				}
			}
			return all
		},
	}
}

func helloid(t *testing.T, options fakeapi.Options, _ int) *fleet {
	f := helloidtest.NewServer(t, helloidtest.Options{Options: options})
	const user, application = helloidtest.UserGUID, helloidtest.ApplicationGUID
	return &fleet{
		Server: f.Server,
		settings: fmt.Sprintf("helloid {\n base_url = %q\n api_key = %q\n api_secret = %q\n %s\n }",
			f.URL, helloidtest.Key, helloidtest.Secret, unlimited),
		resource: "credentials_enduser_credential",
		arguments: fmt.Sprintf("user_guid = %q\n application_guid = %q\n cred_set_name = %s\n credentials_wo = { UserName = \"Mike\", Password = %s }",
			user, application, name, secret),
		write: helloidtest.UpdateCredential,
		stored: func() (all []object) {
			for _, set := range f.CredentialSets(user, application) {
				id := strings.Join([]string{user, application, set.Name}, "/")
				all = append(all, object{set.Name, id, f.Values(user, application, set.Name)["Password"]})
			}
			return all
		},
	}
}

func losant(t *testing.T, options fakeapi.Options, _ int) *fleet {
	f := losanttest.NewServer(t, losanttest.Options{Options: options})
	return &fleet{
		Server:   f.Server,
		settings: fmt.Sprintf("losant {\n base_url = %q\n api_token = %q\n %s\n }", f.URL, losanttest.Token, unlimited),
		resource: "credentials_service_credential",
		arguments: fmt.Sprintf("application_id = %q\n name = %s\n azure {\n account_key_wo = %s\n }",
			losanttest.ApplicationID, name, secret),
		write: losanttest.Create,
		stored: func() (all []object) {
			for _, c := range f.Credentials(losanttest.ApplicationID) {
				all = append(all, object{c.Name, c.ID, fmt.Sprint(c.Config["accountKey"])})
			}
			return all
		},
	}
}

func oneaccess(t *testing.T, options fakeapi.Options, count int) *fleet {
	f := oneaccesstest.NewServer(t, oneaccesstest.Options{Options: options})
	for i := range count { // accounts of the same user are made one after the other
		f.AddUser(oneaccesstest.User{ID: fmt.Sprint("user-", i), UserName: fmt.Sprint("many-", i)})
	}
	return &fleet{
		Server: f.Server,
		settings: fmt.Sprintf("oneaccess {\n base_url = %q\n client_id = %q\n client_secret = %q\n %s\n }",
			f.URL, oneaccesstest.ClientID, oneaccesstest.ClientSecret, unlimited),
		resource: "credentials_application_account",
		arguments: fmt.Sprintf("application_id = %q\n user_id = \"user-${count.index}\"\n account_name = %s\n password_wo = %s",
			oneaccesstest.ApplicationID, name, secret),
		write: oneaccesstest.CreateAppAccount,
		stored: func() (all []object) {
			for _, a := range f.Accounts(oneaccesstest.ApplicationID) {
				all = append(all, object{a.AccountName, a.ID, a.Password})
			}
			return all
		},
	}
}
