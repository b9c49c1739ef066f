package main

import (
	"bufio"
	"context"
	"flag"
	"io"
	"net/http"
	"strings"
	"testing"
)

// The environment that the server prints leads to a platform that answers, under the faults that its flags ask for.
func TestServerPrintsWhereItListensAndServes(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	read, write := io.Pipe()
	done := make(chan error, 1)
	go func() {
		done <- run(ctx, []string{
			"-addr", "127.0.0.1:0", "-genesys.redaction", "masked",
			"-losant.fault", "GET /applications/{applicationId}/credentials status=503 times=1",
		}, write)
		_ = write.Close()
	}()

	variables := map[string]string{}
	for lines := bufio.NewScanner(read); lines.Scan() && lines.Text() != "# ready"; {
		name, value, _ := strings.Cut(strings.TrimPrefix(lines.Text(), "export "), "=")
		variables[name] = strings.Trim(value, "'")
	}
	for _, want := range []int{http.StatusServiceUnavailable, http.StatusOK} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, variables["LOSANT_BASE_URL"]+"/applications/575ec8687ae143cd83dc4a97/credentials", nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Authorization", "Bearer "+variables["LOSANT_API_TOKEN"])
		req.Header.Set("Accept", "application/json")
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != want {
			t.Errorf("status %d, want %d", resp.StatusCode, want)
		}
	}
	cancel()
	if err := <-done; err != nil {
		t.Errorf("the server ended with %v", err)
	}
}

func TestServerRefuses(t *testing.T) {
	for name, arguments := range map[string][]string{
		"an address that others can reach": {"-addr", "0.0.0.0:0"},
		"a fault on an unknown route":      {"-addr", "127.0.0.1:0", "-losant.fault", "GET /nowhere status=500"},
		"a fault that makes no sense":      {"-losant.fault", "GET * status=soon"},
		"an unknown flag":                  {"-losant.misspelled"},
		"a value that an option has not":   {"-genesys.redaction", "mask"},
	} {
		t.Run(name, func(t *testing.T) {
			if err := run(t.Context(), arguments, io.Discard); err == nil {
				t.Error("it was accepted")
			}
		})
	}
}

func TestEveryOptionHasHelp(t *testing.T) {
	flags := flag.NewFlagSet("mockserver", flag.ContinueOnError)
	for _, register := range fakes {
		register(flags)
	}
	flags.VisitAll(func(f *flag.Flag) {
		if len(strings.Fields(f.Usage)) < 4 {
			t.Errorf("-%s: %q", f.Name, f.Usage)
		}
	})
}

func TestHyphenated(t *testing.T) {
	for name, want := range map[string]string{"MaxPerPage": "max-per-page", "EchoHTML": "echo-html", "KeyMetaJSON": "key-meta-json", "Now": "now"} {
		if got := hyphenated(name); got != want {
			t.Errorf("hyphenated(%q) = %q, want %q", name, got, want)
		}
	}
}
