package main

import (
	"encoding"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
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
func fake[O documented, F interface {
	http.Handler
	AddFault(fakeapi.Fault) error
}](name string, build func(O) F, environment func(base string) [][2]string,
) func(*flag.FlagSet) func() (mounted, error) {
	return func(flags *flag.FlagSet) func() (mounted, error) {
		var options O
		var faults fakeapi.Faults
		register(flags, name, options.Source(), reflect.ValueOf(&options).Elem())
		flags.Var(&faults, name+".fault", "inject a `fault` METHOD ROUTE SETTING..., such as 'POST * status=503 retry-after=2s times=1'; may be repeated")
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

// documented are options that give the source of their declaration.
type documented interface{ Source() string }

// register makes a flag of every option that can be given as text. Its help is the option's documentation.
func register(flags *flag.FlagSet, prefix, source string, options reflect.Value) {
	help := documentation(source)
	for i := range options.NumField() {
		field := options.Type().Field(i)
		name, usage := prefix+"."+hyphenated(field.Name), help[field.Name]
		switch target := options.Field(i).Addr().Interface().(type) {
		case *fakeapi.Options:
			register(flags, prefix, target.Source(), options.Field(i))
		case *bool:
			flags.BoolVar(target, name, false, usage)
		case *int:
			flags.IntVar(target, name, 0, usage)
		case *time.Duration:
			flags.DurationVar(target, name, 0, usage)
		case *string:
			flags.StringVar(target, name, "", usage)
		case *[]string:
			flags.Func(name, usage+" Separated by commas.", func(value string) error {
				*target = strings.Split(value, ",")
				return nil
			})
		case encoding.TextUnmarshaler:
			flags.Func(name, usage, func(value string) error { return target.UnmarshalText([]byte(value)) })
		}
	}
}

// documentation gives the doc comments of the fields of the struct type Options in a Go file.
func documentation(source string) map[string]string {
	file, err := parser.ParseFile(token.NewFileSet(), "", source, parser.ParseComments)
	if err != nil {
		panic(err) // it was compiled into this very program
	}
	docs := map[string]string{}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.TypeSpec:
			return n.Name.Name == "Options"
		case *ast.FuncDecl:
			return false
		case *ast.Field:
			for _, name := range n.Names {
				docs[name.Name] = strings.TrimSpace(n.Doc.Text())
			}
		}
		return true
	})
	return docs
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
