package provider

import (
	"cmp"
	"os"
	"runtime/debug"
)

// What a short-lived process with a small heap needs: see [TuneProcess].
const (
	gcPercent   = 400
	memoryLimit = 90 << 20
)

// TuneProcess sets what costs a provider's process the most processor time, where the environment leaves it open. It is
// called before the provider is served.
//
// The engine drops log lines that TF_LOG_PROVIDER or TF_LOG do not ask for, but only after the SDK has written them and
// the engine has parsed them: the SDK's loggers, and the provider's own, start at the engine's level.
//
// A plan makes much garbage and keeps little, so the collector runs less often, up to a soft limit in bytes: a digest takes
// 8 MiB for some milliseconds.
func TuneProcess() error {
	level := cmp.Or(os.Getenv("TF_LOG_PROVIDER"), os.Getenv("TF_LOG"), "OFF")
	for _, logger := range []string{"TF_LOG_SDK", "TF_LOG_PROVIDER_CREDENTIALS"} {
		if os.Getenv(logger) != "" {
			continue
		}
		if err := os.Setenv(logger, level); err != nil {
			return err
		}
	}
	if os.Getenv("GOGC") == "" && os.Getenv("GOMEMLIMIT") == "" {
		debug.SetGCPercent(gcPercent)
		debug.SetMemoryLimit(memoryLimit)
	}
	return nil
}
