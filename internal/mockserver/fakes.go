package main

import (
	"flag"
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"time"
	"unicode"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/applivery/appliverytest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/genesys/genesystest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/helloid/helloidtest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/losant/losanttest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/oneaccess/oneaccesstest"
)

// fakes are the fakes of all platforms. Each registers its flags and gives what builds it once they are parsed.
var fakes = []func(*flag.FlagSet) func() (mounted, error){
	fake("applivery", appliverytest.New, func(base string) [][2]string {
		return [][2]string{{"APPLIVERY_BASE_URL", base}, {"APPLIVERY_API_TOKEN", appliverytest.Token}}
	}),
	fake("genesys", genesystest.New, func(base string) [][2]string {
		return [][2]string{
			{"GENESYSCLOUD_BASE_URL", base},
			{"GENESYSCLOUD_OAUTHCLIENT_ID", genesystest.ClientID},
			{"GENESYSCLOUD_OAUTHCLIENT_SECRET", genesystest.ClientSecret},
		}
	}),
	fake("helloid", helloidtest.New, func(base string) [][2]string {
		return [][2]string{{"HELLOID_BASE_URL", base}, {"HELLOID_API_KEY", helloidtest.Key}, {"HELLOID_API_SECRET", helloidtest.Secret}}
	}),
	fake("losant", losanttest.New, func(base string) [][2]string {
		return [][2]string{{"LOSANT_BASE_URL", base}, {"LOSANT_API_TOKEN", losanttest.Token}}
	}),
	fake("oneaccess", oneaccesstest.New, func(base string) [][2]string {
		return [][2]string{
			{"ONEACCESS_BASE_URL", base},
			{"ONEACCESS_CLIENT_ID", oneaccesstest.ClientID},
			{"ONEACCESS_CLIENT_SECRET", oneaccesstest.ClientSecret},
		}
	}),
}

// mounted is a fake in the server.
type mounted struct {
	name        string // of the platform, and of the folder that it is served under
	handler     http.Handler
	environment func(base string) [][2]string // what leads the provider to the fake at this URL
}

// fake makes flags of the options of one platform's fake.
func fake[O any, F interface {
	http.Handler
	AddFault(fakeapi.Fault) error
}](name string, build func(O) F, environment func(base string) [][2]string,
) func(*flag.FlagSet) func() (mounted, error) {
	return func(flags *flag.FlagSet) func() (mounted, error) {
		var options O
		var faults fakeapi.Faults
		register(flags, name, reflect.ValueOf(&options).Elem())
		flags.Var(&faults, name+".fault", "inject a fault, such as 'POST * status=503 retry-after=2s times=1'; may be repeated")
		return func() (mounted, error) {
			handler := build(options)
			for _, fault := range faults {
				if err := handler.AddFault(fault); err != nil {
					return mounted{}, fmt.Errorf("%s: %w", name, err)
				}
			}
			return mounted{name: name, handler: handler, environment: environment}, nil
		}
	}
}

// register makes a flag of every option that can be given as text.
func register(flags *flag.FlagSet, prefix string, options reflect.Value) {
	for i := range options.NumField() {
		field := options.Type().Field(i)
		name := prefix + "." + hyphenated(field.Name)
		usage := fmt.Sprintf("option %s of the fake, see its documentation", field.Name)
		pointer := options.Field(i).Addr()
		if field.Type.Kind() == reflect.String { // or a type of its own
			pointer = pointer.Convert(reflect.TypeFor[*string]())
		}
		switch target := pointer.Interface().(type) {
		case *fakeapi.Options:
			register(flags, prefix, options.Field(i))
		case *bool:
			flags.BoolVar(target, name, false, usage)
		case *int:
			flags.IntVar(target, name, 0, usage)
		case *time.Duration:
			flags.DurationVar(target, name, 0, usage)
		case *string:
			flags.StringVar(target, name, "", usage)
		}
	}
}

// hyphenated turns a Go name into a flag's: MaxPerPage into max-per-page, EchoHTML into echo-html.
func hyphenated(name string) string {
	var b strings.Builder
	runes := []rune(name)
	for i, r := range runes {
		starts := i > 0 && unicode.IsUpper(r) && (unicode.IsLower(runes[i-1]) || i+1 < len(runes) && unicode.IsLower(runes[i+1]))
		if starts {
			b.WriteByte('-')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}
