package provider_test

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/acctest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/losant/losanttest"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/provider"
)

// Markers of the loggers in what a provider's process writes, one of each. The framework writes some lines at DEBUG.
const (
	protocolLog  = `"@message":"Received request"`
	frameworkLog = `"@module":"sdk.framework"`
	ownLog       = `"@message":"API request"`
)

// The engine shows only what its own level asks for, so the test looks at what the provider's process writes.
func TestAccProviderLogsOnlyWhatIsAskedFor(t *testing.T) {
	all := []string{protocolLog, frameworkLog, ownLog}
	for _, test := range []struct {
		environment string
		logged      []string
	}{
		{"", nil},
		{"TF_LOG=TRACE", []string{protocolLog, ownLog}},
		{"TF_LOG=JSON", []string{protocolLog, ownLog}}, // TRACE in another form
		{"TF_LOG=DEBUG", []string{ownLog}},
		{"TF_LOG=INFO", nil},
		{"TF_LOG_CORE=TRACE", nil},
		{"TF_LOG_PROVIDER=TRACE", []string{protocolLog, ownLog}},
		{"TF_LOG_PROVIDER=TRACE TF_LOG_SDK_FRAMEWORK=DEBUG", all},
		{"TF_LOG=TRACE TF_LOG_PROVIDER=INFO", nil},
		{"TF_LOG_SDK=TRACE", []string{protocolLog, frameworkLog}},
		{"TF_LOG_SDK_FRAMEWORK=TRACE", []string{frameworkLog}},
		{"TF_LOG_SDK_PROTO=TRACE", []string{protocolLog}},
		{"TF_LOG=TRACE TF_LOG_SDK=OFF", []string{ownLog}},
		{"TF_LOG_PROVIDER_CREDENTIALS=DEBUG", []string{ownLog}},
	} {
		t.Run(cmp.Or(test.environment, "nothing"), func(t *testing.T) {
			c := acctest.NewCLI(t)
			f := losanttest.NewServer(t, losanttest.Options{})
			written := withStderr(t, c)
			c.Setenv("TF_LOG_SDK=", "TF_LOG_SDK_FRAMEWORK=")
			c.Setenv(strings.Fields(test.environment)...)
			c.Configure(configured(losant(f, apiToken)), reading)
			c.Run("plan")
			got := written()
			for _, marker := range all {
				wanted := false
				for _, logged := range test.logged {
					wanted = wanted || logged == marker
				}
				if strings.Contains(got, marker) != wanted {
					t.Errorf("the provider's process wrote %s: %t, want %t", marker, !wanted, wanted)
				}
			}
		})
	}
}

// withStderr keeps what the provider's processes of later commands write on their standard error, and returns what reads it.
func withStderr(t *testing.T, c *acctest.CLI) func() string {
	t.Helper()
	folder := t.TempDir()
	binary := os.Getenv(acctest.Plugin)
	if binary == "" {
		var err error
		if binary, err = os.Executable(); err != nil {
			t.Fatal(err)
		}
	}
	log, settings := filepath.Join(folder, "stderr"), filepath.Join(folder, "cli.tfrc")
	for file, text := range map[string]string{
		filepath.Join(folder, "terraform-provider-credentials"): fmt.Sprintf("#!/bin/sh\nexec '%s' \"$@\" 2>>'%s'\n", binary, log),
		settings: fmt.Sprintf("disable_checkpoint = true\nprovider_installation {\n  dev_overrides {\n    \"terraform-credentials/credentials\" = %q\n  }\n  direct {}\n}\n", folder),
		log:      "",
	} {
		if err := os.WriteFile(file, []byte(text), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	c.Setenv("TF_CLI_CONFIG_FILE=" + settings)
	return func() string {
		text, err := os.ReadFile(log)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
}

// A heap that is larger than the limit would be collected without end, so the limit grows with what is live.
func TestMemoryLimitFollowsTheHeap(t *testing.T) {
	for _, variable := range []string{"TF_LOG_SDK", "TF_LOG_SDK_FRAMEWORK", "TF_LOG_PROVIDER_CREDENTIALS"} {
		t.Setenv(variable, "OFF")
	}
	t.Setenv("GOGC", "")
	t.Setenv("GOMEMLIMIT", "")
	if err := provider.TuneProcess(); err != nil {
		t.Fatal(err)
	}
	const size = 200 << 20
	live := make([]byte, size)
	limit := func() int64 { return debug.SetMemoryLimit(-1) }
	for ends := time.Now().Add(10 * time.Second); limit() < 2*size && time.Now().Before(ends); time.Sleep(time.Millisecond) {
		runtime.GC()
	}
	if got := limit(); got < 2*size {
		t.Errorf("the limit is %d MiB with %d MiB live", got>>20, len(live)>>20)
	}
	runtime.KeepAlive(live)
}
