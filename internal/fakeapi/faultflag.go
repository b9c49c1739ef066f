package fakeapi

import (
	"flag"
	"fmt"
	"io"
	"strings"
)

// Faults is a flag.Value that collects one fault for each time it is given.
type Faults []Fault

// Set parses one fault; see ParseFault.
func (fs *Faults) Set(text string) error {
	f, err := ParseFault(text)
	if err != nil {
		return err
	}
	*fs = append(*fs, f)
	return nil
}

// String writes the faults as they would be given to Set.
func (fs *Faults) String() string {
	texts := make([]string, len(*fs))
	for i, f := range *fs {
		texts[i] = f.String()
	}
	return strings.Join(texts, "; ")
}

// ParseFault reads a fault as it is written on a command line: a method and a
// route's path, each "*" for any, then settings such as
//
//	POST /users/{userId} status=503 retry-after=2s times=1 applied
//
// The settings are the fields of Fault in lower case with hyphens. A setting
// for yes or no stands alone. body= takes all the rest of the text.
func ParseFault(text string) (Fault, error) {
	settings, body, _ := strings.Cut(text, " body=")
	words := strings.Fields(settings)
	if len(words) < 2 {
		return Fault{}, fmt.Errorf("fault %q: want METHOD ROUTE setting..., such as %q", text, "GET * status=503 times=1")
	}
	f := Fault{Body: body}
	if words[0] != "*" {
		f.Method = words[0]
	}
	if words[1] != "*" {
		f.Route = words[1]
	}
	if f.Method != strings.ToUpper(f.Method) || f.Route != "" && f.Route[0] != '/' {
		return Fault{}, fmt.Errorf("fault %q: want a method in capitals or *, then a path that begins with / or *", text)
	}
	args := make([]string, len(words)-2)
	for i, word := range words[2:] {
		args[i] = "-" + word
	}
	set := f.flags()
	if err := set.Parse(args); err != nil {
		return Fault{}, fmt.Errorf("fault %q: %w; the settings are %s", text, err, settingNames(set))
	}
	return f, f.validate()
}

func settingNames(set *flag.FlagSet) string {
	names := []string{"body"}
	set.VisitAll(func(setting *flag.Flag) { names = append(names, setting.Name) })
	return strings.Join(names, ", ")
}

// flags binds the settings to the fields, once for reading and writing them.
func (f *Fault) flags() *flag.FlagSet {
	set := flag.NewFlagSet("fault", flag.ContinueOnError)
	set.SetOutput(io.Discard)
	set.IntVar(&f.Status, "status", 0, "")
	set.DurationVar(&f.RetryAfter, "retry-after", 0, "")
	set.BoolVar(&f.RetryAfterDate, "retry-after-date", false, "")
	set.BoolVar(&f.Reset, "reset", false, "")
	set.BoolVar(&f.Applied, "applied", false, "")
	set.DurationVar(&f.AppliedAfter, "applied-after", 0, "")
	set.BoolVar(&f.Gateway, "gateway", false, "")
	set.BoolVar(&f.OtherID, "other-id", false, "")
	set.BoolVar(&f.Truncate, "truncate", false, "")
	set.DurationVar(&f.Latency, "latency", 0, "")
	set.DurationVar(&f.SlowBody, "slow-body", 0, "")
	set.BoolVar(&f.ExpireToken, "expire-token", false, "")
	set.IntVar(&f.After, "after", 0, "")
	set.IntVar(&f.Every, "every", 0, "")
	set.IntVar(&f.Times, "times", 0, "")
	set.Float64Var(&f.Probability, "probability", 0, "")
	set.Uint64Var(&f.Seed, "seed", 0, "")
	return set
}

// settingsInOrder are the settings as people write them: first what happens, then how often.
var settingsInOrder = []string{
	"status", "retry-after", "retry-after-date", "reset", "applied", "applied-after", "gateway", "other-id", "truncate",
	"latency", "slow-body", "expire-token", "after", "every", "times", "probability", "seed",
}

// String writes the fault in the form that ParseFault reads.
func (f Fault) String() string {
	words := []string{orAny(f.Method), orAny(f.Route)}
	var bound Fault
	set := bound.flags()
	bound = f // after flags, which resets what it binds to
	for _, name := range settingsInOrder {
		setting := set.Lookup(name)
		switch value := setting.Value.String(); value {
		case setting.DefValue:
		case "true":
			words = append(words, name)
		default:
			words = append(words, name+"="+value)
		}
	}
	if f.Body != "" {
		words = append(words, "body="+f.Body)
	}
	return strings.Join(words, " ")
}

func orAny(selector string) string {
	if selector == "" {
		return "*"
	}
	return selector
}

var _ flag.Value = (*Faults)(nil)
