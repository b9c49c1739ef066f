package main

import (
	"cmp"
	"encoding"
	"errors"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakes"
)

// options are what the command line says.
type options struct {
	address, caFile, seed string
	tls, verbose, version bool
	command               []string
	platforms             []platformOptions

	flags *flag.FlagSet
}

// platformOptions are the assumptions about one platform, and the faults that it starts with. Every assumption is a flag: the
// platform's name, a dot, and the option's name with hyphens, such as -losant.rate-per-minute=300 or
// -losant.fault='POST * status=503 retry-after=2s times=1'.
type platformOptions struct {
	fixture fakeapi.Fixture
	build   func() *fakeapi.Tenant
	faults  fakeapi.Faults
}

// parse reads the command line. It returns flag.ErrHelp where help is asked for.
func parse(arguments []string) (*options, error) {
	o := &options{flags: flag.NewFlagSet("mockserver", flag.ContinueOnError), platforms: make([]platformOptions, len(fakes.Fixtures))}
	o.flags.SetOutput(io.Discard)
	o.flags.StringVar(&o.address, "addr", "", "`HOST:PORT` to listen on. Port 0 picks a free one. HOST is a loopback address, unless -tls is set. The default is 127.0.0.1:8484; with a command it is 127.0.0.1:0.")
	o.flags.BoolVar(&o.tls, "tls", false, "Serve https, with certificates of an authority that is made at start, for whatever name or address a client asks for.")
	o.flags.StringVar(&o.caFile, "ca-file", "", "Write the authority's certificate (PEM) to `FILE`. The default is a temporary file, which is removed at the end.")
	o.flags.StringVar(&o.seed, "seed", "", "Begin with the objects in `FILE`: JSON, as for PUT /_mock/state. They replace all built-in objects of the platforms that it names.")
	o.flags.BoolVar(&o.verbose, "v", false, "Print a line for each request on standard error.")
	o.flags.BoolVar(&o.version, "version", false, "Print the version.")
	for i, fixture := range fakes.Fixtures {
		o.platforms[i].register(o.flags, fixture)
	}
	if err := o.flags.Parse(arguments); err != nil {
		return o, err
	}
	return o, o.check(arguments)
}

// check sets what depends on several flags.
func (o *options) check(arguments []string) error {
	o.command = o.flags.Args()
	terminated := slices.Contains(arguments[:len(arguments)-len(o.command)], "--")
	switch {
	case len(o.command) > 0 && !terminated:
		return fmt.Errorf("%q is no flag; a command stands after --", o.command[0])
	case len(o.command) == 0 && terminated:
		return errors.New("there is no command after --")
	case o.caFile != "" && !o.tls:
		return errors.New("-ca-file needs -tls")
	}
	var err error
	o.flags.Visit(func(f *flag.Flag) { err = cmp.Or(err, possible(f)) })
	if err != nil {
		return err
	}
	if o.address == "" {
		o.address = "127.0.0.1:8484"
		if len(o.command) > 0 {
			o.address = "127.0.0.1:0" // so that runs go side by side
		}
	}
	return nil
}

// possible refuses the value of an option that no platform can have. 0 stands for an option's default.
func possible(f *flag.Flag) error {
	getter, ok := f.Value.(flag.Getter)
	if !ok {
		return nil
	}
	switch value := getter.Get().(type) {
	case int:
		if strings.HasSuffix(f.Name, "-status") && value != 0 && (value < 200 || value > 599) {
			return fmt.Errorf("-%s is %d, but a status is 200 to 599", f.Name, value)
		}
		if value < 0 {
			return fmt.Errorf("-%s is %d, but must not be negative", f.Name, value)
		}
	case time.Duration:
		if value < 0 && !strings.HasSuffix(f.Name, "-skew") { // a clock may be behind
			return fmt.Errorf("-%s is %s, but must not be negative", f.Name, value)
		}
	}
	return nil
}

// register makes flags of the options of one platform's fake.
func (p *platformOptions) register(flags *flag.FlagSet, fixture fakeapi.Fixture) {
	assumptions, build := fixture.Configure()
	p.fixture, p.build = fixture, build
	flags.Var(&p.faults, fixture.Name+".fault", "Inject a `FAULT`: METHOD ROUTE SETTING..., such as 'POST * status=503 retry-after=2s times=1'. May be repeated.")
	register(flags, fixture.Name, assumptions.Source(), reflect.ValueOf(assumptions).Elem())
}

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
			flags.BoolVar(target, name, *target, usage)
		case *int:
			flags.IntVar(target, name, *target, usage)
		case *time.Duration:
			flags.DurationVar(target, name, *target, usage)
		case *string:
			flags.StringVar(target, name, *target, usage)
		case *[]string:
			flags.Func(name, usage+" Separated by commas.", func(value string) error {
				*target = strings.Split(value, ",")
				return nil
			})
		case **regexp.Regexp:
			flags.Func(name, usage+" A regular expression.", func(value string) (err error) {
				*target, err = regexp.Compile(value)
				return err
			})
		case encoding.TextUnmarshaler:
			flags.Func(name, usage, func(value string) error { return target.UnmarshalText([]byte(value)) })
		}
	}
}

// documentation returns the doc comments of the fields of the struct type Options in a Go file.
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
				docs[name.Name] = strings.Join(strings.Fields(n.Doc.Text()), " ")
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
