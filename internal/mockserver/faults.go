package main

import (
	"fmt"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/fakeapi"
)

// faults returns those of all platforms, by their settings.
func (w *world) faults() map[string][]any {
	all := map[string][]any{}
	for _, p := range w.platforms {
		list := []any{}
		for _, f := range p.current().Faults() {
			settings := f.Settings()
			settings["struck"] = f.Struck
			list = append(list, settings)
		}
		all[p.fixture.Name] = list
	}
	return all
}

// setFaults replaces the faults of the platforms that the text names: of all of them or, on an error, of none.
func (w *world) setFaults(text []byte) error {
	replaced := map[*platform][]fakeapi.Fault{}
	err := w.byPlatform(text, func(p *platform, tree any) error {
		list, ok := tree.([]any)
		if !ok {
			return fakeapi.At("", "has to be an array")
		}
		replaced[p] = nil
		for i, settings := range list {
			f, err := fakeapi.FaultOf(settings)
			if err == nil {
				err = p.current().CheckFault(f)
			}
			if err != nil {
				return fakeapi.Within(fmt.Sprintf("[%d]", i), err)
			}
			replaced[p] = append(replaced[p], f)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for p, faults := range replaced {
		if err := p.current().SetFaults(faults); err != nil {
			return err
		}
	}
	return nil
}

// addFault adds a fault in the words of a flag.
func (w *world) addFault(name, text string) error {
	p, err := w.find(name)
	if err != nil {
		return err
	}
	f, err := fakeapi.ParseFault(text)
	if err != nil {
		return err
	}
	return p.current().AddFault(f)
}
