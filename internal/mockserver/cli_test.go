package main_test

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
)

func TestErrorsArePrintedBeforeAnythingElse(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = taken.Close() }()
	broken := filepath.Join(t.TempDir(), "seed.json")
	if err := os.WriteFile(broken, []byte(`{"losant": {"credentials": [{"applicationId": "675ec8687ae143cd83dc4a98", "name": "n", "type": "azure", "azureConfig": {}}]}}`), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		arguments []string
		want      string
	}{
		"an address that others can reach": {[]string{"-addr", "0.0.0.0:0"}, "not a loopback address"},
		"all addresses":                    {[]string{"-addr", ":0"}, "not a loopback address"},
		"an address that is taken":         {[]string{"-addr", taken.Addr().String()}, "address already in use"},
		"an address that is none":          {[]string{"-addr", "nowhere"}, "-addr"},
		"a fault on an unknown route":      {[]string{"-losant.fault", "GET /nowhere status=500"}, "the routes are: DELETE /applications/"},
		"a fault that makes no sense":      {[]string{"-losant.fault", "GET * status=soon"}, "status"},
		"an unknown flag":                  {[]string{"-losant.misspelled"}, "-losant.misspelled"},
		"a value that an option has not":   {[]string{"-genesys.redaction", "mask"}, "absent, null, masked"},
		"a rate below zero":                {[]string{"-losant.rate-per-minute", "-5"}, "-losant.rate-per-minute is -5, but must not be negative"},
		"a status that is none":            {[]string{"-losant.token-status", "42"}, "-losant.token-status is 42, but a status is 200 to 599"},
		"a time below zero":                {[]string{"-genesys.token-lifetime", "-1s"}, "-genesys.token-lifetime is -1s, but must not be negative"},
		"a member that no answer has":      {[]string{"-applivery.omitted", "passwort"}, "passwort"},
		"a command without --":             {[]string{"-v", "terraform", "test"}, `"terraform" is no flag; a command stands after --`},
		"no command after --":              {[]string{"-v", "--"}, "there is no command after --"},
		"a file for no authority":          {[]string{"-ca-file", "ca.pem"}, "-ca-file needs -tls"},
		"a file that cannot be written":    {[]string{"-tls", "-addr", "127.0.0.1:0", "-ca-file", "/nowhere/ca.pem"}, "/nowhere/ca.pem"},
		"a seed that is not there":         {[]string{"-seed", "/nowhere/seed.json"}, "-seed: /nowhere/seed.json: no such file"},
		"a seed that does not fit":         {[]string{"-seed", broken}, "losant.credentials[0].applicationId: there is no application 675ec8687ae143cd83dc4a98"},
	} {
		t.Run(name, func(t *testing.T) {
			for _, command := range [][]string{nil, {"--", "echo", "it ran"}} {
				if command != nil && strings.Contains(name, "command") {
					continue // it has one, or rather not
				}
				stdout, stderr, status := run(t, append(test.arguments, command...)...)
				if status != 125 {
					t.Errorf("status %d, want 125", status)
				}
				if stdout != "" {
					t.Errorf("printed %q", stdout)
				}
				if lines := strings.Count(stderr, "\n"); lines < 1 || lines > 3 {
					t.Errorf("%d lines of diagnostics", lines)
				}
				if !strings.HasPrefix(stderr, "mockserver: ") || !strings.Contains(stderr, test.want) {
					t.Errorf("stderr %q, want %q in it", stderr, test.want)
				}
			}
		})
	}
}

func TestVersion(t *testing.T) {
	if stdout, stderr, status := run(t, "-version"); stdout != "mockserver 1.2.3\n" || stderr != "" || status != 0 {
		t.Errorf("%q, %q, %d", stdout, stderr, status)
	}
}

// The usage and the common flags come first, then a heading for each platform with all of its flags.
func TestHelp(t *testing.T) {
	stdout, stderr, status := run(t, "-help")
	if stderr != "" || status != 0 {
		t.Errorf("%q, %d", stderr, status)
	}
	if !strings.HasPrefix(stdout, "Usage: mockserver [flags] [-- command argument...]\n") {
		t.Errorf("it begins %.80q", stdout)
	}
	at := -1
	for _, want := range []string{
		"\nFlags:\n", "\n  -addr HOST:PORT\n", "\n  -ca-file FILE\n", "\n  -seed FILE\n", "\n  -tls\n", "\n  -v\n", "\n  -version\n",
		"\nApplivery: ", "\n  -applivery.slash", "\nGenesys Cloud: ", "\n  -genesys.redaction",
		"\nHelloID: ", "\n  -helloid.error-body", "\nLosant: ", "\n  -losant.fault FAULT\n", "\n  -losant.rate-per-minute",
		"\nHuawei Cloud OneAccess: ", "\n  -oneaccess.password-rule", "\n  -oneaccess.permissions",
	} {
		found := strings.Index(stdout, want)
		if found <= at {
			t.Errorf("%q is at %d, want it after %d", want, found, at)
		}
		at = max(at, found)
	}
	for _, line := range strings.Split(stdout, "\n") {
		if len(line) > 130 {
			t.Errorf("too long: %s", line)
		}
		if regexp.MustCompile(`\bFake\.|\bOptions\.|fakeapi`).MatchString(line) {
			t.Errorf("it speaks of Go: %s", line)
		}
	}
}

// What is printed can be sourced by a shell, and nothing follows it.
func TestPrintedEnvironment(t *testing.T) {
	s := start(t)
	pattern := regexp.MustCompile(`^(export [A-Z_]+='[^']*'|unset( [A-Z_]+)+)$`)
	for _, line := range s.printed {
		if !pattern.MatchString(line) {
			t.Errorf("not for a shell: %s", line)
		}
	}
	for name, want := range map[string]string{
		"LOSANT_BASE_URL":                          s.environment["MOCKSERVER_URL"] + "/losant",
		"GENESYSCLOUD_BASE_URL":                    s.environment["MOCKSERVER_URL"] + "/genesys",
		"LOSANT_API_TOKEN":                         "lo-8c2f6b17e4d09a53",
		"READONLY_LOSANT_API_TOKEN":                "lo-r-5e0d93a7b1f4c286",
		"HELLOID_API_SECRET":                       "hi-3d9a6f20b7c15e84",
		"READONLY_APPLIVERY_API_TOKEN":             "ap-r-9b1e6d47c3a20f58",
		"READONLY_ONEACCESS_CLIENT_ID":             s.environment["READONLY_ONEACCESS_CLIENT_ID"],
		"READONLY_GENESYSCLOUD_OAUTHCLIENT_SECRET": s.environment["READONLY_GENESYSCLOUD_OAUTHCLIENT_SECRET"],
	} {
		if want == "" || s.environment[name] != want {
			t.Errorf("%s is %q, want %q", name, s.environment[name], want)
		}
	}
	unset := s.printed[len(s.printed)-1]
	for _, name := range []string{"CREDENTIALS_CA_FILE", "GENESYSCLOUD_LOGIN_URL", "GENESYSCLOUD_ACCESS_TOKEN", "ONEACCESS_ACCESS_TOKEN", "HELLOID_COMPANY"} {
		if !strings.Contains(unset+" ", " "+name+" ") {
			t.Errorf("%s is not unset: %s", name, unset)
		}
	}
	if status, printed := s.end(syscall.SIGTERM); status != 0 || printed != "" {
		t.Errorf("status %d, and printed %q after # ready", status, printed)
	}
}

// Whatever ends it, nothing stays behind.
func TestSignalsEndIt(t *testing.T) {
	for _, signal := range []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP} {
		s := start(t, "-tls")
		if status, _ := s.end(signal); status != 0 {
			t.Errorf("%v: status %d", signal, status)
		}
		if _, err := os.Stat(s.environment["CREDENTIALS_CA_FILE"]); !os.IsNotExist(err) {
			t.Errorf("%v: the authority's file is still there: %v", signal, err)
		}
	}
}

// What cannot be printed is an error: a script that waits for "# ready" would wait forever.
func TestFullDisk(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip(err)
	}
	defer func() { _ = full.Close() }()
	for _, arguments := range [][]string{{"-addr", "127.0.0.1:0"}, {"-help"}, {"-version"}} {
		var diagnostics strings.Builder
		command := exec.CommandContext(t.Context(), binary, arguments...)
		command.Stdout, command.Stderr = full, &diagnostics
		_ = command.Run()
		if status := command.ProcessState.ExitCode(); status != 125 || diagnostics.String() != "mockserver: standard output: no space left on device\n" {
			t.Errorf("%s: status %d, %q", arguments, status, diagnostics.String())
		}
	}
}
