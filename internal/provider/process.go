package provider

import (
	"cmp"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"strings"
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
// the engine has parsed them: the SDK's loggers, and the provider's own, start at the engine's level. The framework's is no
// louder than INFO unless it is asked for by name: below, it logs the key of each element of a map, and by a slip that may be
// a secret.
//
// A plan makes much garbage and keeps little, so the collector runs less often, up to a soft limit in bytes: a digest takes
// 8 MiB for some milliseconds.
func TuneProcess() error {
	level := cmp.Or(os.Getenv("TF_LOG_PROVIDER"), os.Getenv("TF_LOG"), "OFF")
	framework := "INFO"
	switch quiet := strings.ToUpper(level); {
	case os.Getenv("TF_LOG_SDK") != "":
		framework = os.Getenv("TF_LOG_SDK")
	case quiet == "WARN", quiet == "ERROR", quiet == "OFF":
		framework = quiet
	}
	for logger, level := range map[string]string{
		"TF_LOG_SDK": level, "TF_LOG_SDK_FRAMEWORK": framework, "TF_LOG_PROVIDER_CREDENTIALS": level,
	} {
		if os.Getenv(logger) != "" {
			continue
		}
		if err := os.Setenv(logger, level); err != nil {
			return err
		}
	}
	if os.Getenv("GOGC") == "" && os.Getenv("GOMEMLIMIT") == "" {
		debug.SetGCPercent(gcPercent)
		followHeap()
	}
	return nil
}

// followHeap sets the memory limit, now and after each collection: memoryLimit, or three times what is live if that is more. With a
// thousand objects, a fixed limit had the collector run for each digest, which tripled the processor time of a plan.
func followHeap() {
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(live)
	debug.SetMemoryLimit(max(memoryLimit, 3*int64(live[0].Value.Uint64())))
	runtime.AddCleanup(new([16]byte), func(struct{}) { followHeap() }, struct{}{})
}
