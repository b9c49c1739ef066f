package fakeapi

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// StruckFault is a fault that is injected, and how often it has struck.
type StruckFault struct {
	Fault
	// ID is unique among all faults of the same fake, equal ones included.
	ID     int
	Struck int
}

// Faults returns the faults that are injected, the oldest first; spent ones
// stay among them.
func (s *Server) Faults() []StruckFault {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := make([]StruckFault, len(s.faults))
	for i, f := range s.faults {
		all[i] = StruckFault{f.Fault, f.id, f.struck}
	}
	return all
}

// CheckFault says what is wrong with a fault on this platform, as AddFault does.
func (s *Server) CheckFault(f Fault) error {
	if err := f.validate(); err != nil {
		return err
	}
	if !slices.ContainsFunc(s.Routes(), f.canHit) {
		return fmt.Errorf("fault %q hits no route; the routes are: %s", f, strings.Join(s.Routes(), ", "))
	}
	return nil
}

// SetFaults puts faults in the place of all that are injected: all of them or,
// on an error, none.
func (s *Server) SetFaults(faults []Fault) error {
	for _, f := range faults {
		if err := s.CheckFault(f); err != nil {
			return err
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
	for _, f := range faults {
		s.arm(f)
	}
	return nil
}

// RemoveFault ends one fault and reports whether it was there.
func (s *Server) RemoveFault(id int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	before := len(s.faults)
	s.faults = slices.DeleteFunc(s.faults, func(f *armedFault) bool { return f.id == id })
	return len(s.faults) < before
}

// Settings are what the fault sets, by the names that ParseFault has, with
// durations as text; method and route are always there.
func (f Fault) Settings() map[string]any {
	settings := map[string]any{"method": orAny(f.Method), "route": orAny(f.Route)}
	var bound Fault
	set := bound.flags()
	bound = f // after flags, which resets what it binds to
	set.VisitAll(func(setting *flag.Flag) {
		if setting.Value.String() == setting.DefValue {
			return
		}
		settings[setting.Name] = setting.Value.String()
		switch value := setting.Value.(flag.Getter).Get().(type) {
		case time.Duration:
		default:
			settings[setting.Name] = value
		}
	})
	if f.Body != "" {
		settings["body"] = f.Body
	}
	return settings
}

// FaultOf makes a fault of what Settings returned, parsed by ParseJSON. Method
// and route may be left out; "struck" is ignored.
func FaultOf(settings any) (Fault, error) {
	object, ok := settings.(map[string]any)
	if !ok {
		return Fault{}, At("", "has to be an object")
	}
	var f Fault
	set := f.flags()
	for _, name := range slices.Sorted(maps.Keys(object)) {
		_, isText := object[name].(string)
		switch {
		case name == "struck":
		case name == "method" || name == "route" || name == "body":
			if !isText {
				return f, At(name, "has to be a string")
			}
		case set.Lookup(name) == nil:
			return f, At(name, "is no setting; the settings are method, route, %s", settingNames(set))
		default:
			if err := setTo(set.Lookup(name).Value.(flag.Getter), object[name]); err != nil { //nolint:forcetypeassert // as above
				return f, At(name, "%v", err)
			}
		}
	}
	text := func(name string) string { value, _ := object[name].(string); return value }
	f.Method, f.Route, f.Body = fromAny(text("method")), fromAny(text("route")), text("body")
	if method, path, whole := strings.Cut(f.Route, " "); whole && (f.Method == "" || f.Method == method) { // as a request's route is shown
		f.Method, f.Route = method, path
	}
	return f, f.validate()
}

// setTo sets a flag to a JSON value of its own type.
func setTo(target flag.Getter, value any) error {
	switch target.Get().(type) {
	case bool:
		if value, ok := value.(bool); ok {
			return target.Set(strconv.FormatBool(value))
		}
		return errors.New("has to be true or false")
	case time.Duration:
		if text, ok := value.(string); ok && target.Set(text) == nil {
			return nil
		}
		return errors.New(`has to be a duration such as "2s"`)
	}
	if number, ok := value.(json.Number); ok && target.Set(number.String()) == nil {
		return nil
	}
	return errors.New("has to be a number of its range")
}

func fromAny(selector string) string {
	if selector == "*" {
		return ""
	}
	return selector
}
