// Command bench measures what plans and applies cost: this provider on the mock server, the engine alone, and a provider that
// does nothing, all in one run. It writes a table and plots. Figures of one machine are not figures of another: compare
// ratios within one run.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret"
)

// commands are the measured commands, in the order in which they can follow each other. Terraform 1.11 may end a refresh of an
// object with two sensitive attributes with 2 although nothing changed (hashicorp/terraform#36403), so its status is not asked for.
var commands = []struct {
	name      string
	arguments []string
}{
	{"apply", []string{"apply", "-auto-approve"}},
	{"refresh", []string{"plan", "-refresh-only"}},
	{"refresh" + withinLimits, []string{"plan", "-refresh-only"}},
	{"plan", []string{"plan", "-detailed-exitcode"}},
	{"destroy", []string{"destroy", "-auto-approve"}},
}

// withinLimits ends the name of a refresh that keeps the provider's own limits.
const withinLimits = " within the limits"

// digestsArgument makes the program compute bare digests, to measure them.
const digestsArgument = "digests"

func main() {
	if os.Getenv(programVariable) != "" && strings.HasPrefix(filepath.Base(os.Args[0]), "terraform-provider-") {
		os.Exit(shim())
	}
	if len(os.Args) == 3 && os.Args[1] == digestsArgument {
		digests(os.Args[2])
		return
	}
	sizes := flag.String("n", "1,10,100,1000", "numbers of objects, separated by commas")
	runs := flag.Int("runs", 3, "runs of each command, of which the median counts")
	out := flag.String("out", "internal/bench/results", "folder to write to; results that are there and are not measured again stay")
	root := flag.String("root", ".", "folder of the repository")
	engine := flag.String("engine", "terraform", "program of the engine")
	latencies := flag.String("latency", "0s,50ms", "latencies of the mock server's answers, separated by commas")
	only := flag.String("only", "", "measure only workloads whose name contains this")
	others := flag.String("others", "", "folder with the programs terraform-provider-restapi and terraform-provider-restful, to measure them beside")
	flag.Parse()
	if err := measure(context.Background(), *root, *engine, *out, *only, *others, *runs, strings.Split(*sizes, ","), strings.Split(*latencies, ",")); err != nil {
		log.Fatal(err)
	}
}

// digests computes as many digests as a plan of n secrets does at most.
func digests(n string) {
	count, err := strconv.Atoi(n)
	if err != nil {
		log.Fatal(err)
	}
	stored := secret.Digest("canary-0")
	for range count {
		secret.Matches(stored, "canary-0")
	}
}

func measure(ctx context.Context, root, engine, out, only, others string, runs int, sizes, latencies []string) error {
	folder, err := os.MkdirTemp("", "bench")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	if err := build(ctx, root, folder); err != nil {
		return err
	}
	if err := link(folder, others); err != nil {
		return err
	}
	path, err := exec.LookPath(engine)
	if err != nil {
		return err
	}
	all, err := read(out)
	if err != nil {
		return err
	}
	for _, given := range latencies {
		latency, err := time.ParseDuration(given)
		if err != nil {
			return err
		}
		for _, size := range sizes {
			n, err := strconv.Atoi(size)
			if err != nil {
				return err
			}
			b := &bench{engine: path, folder: folder}
			measured, err := b.measure(ctx, n, runs, latency, only)
			if err != nil {
				return err
			}
			all = all.with(measured)
			if err := all.write(out); err != nil {
				return err
			}
		}
	}
	return nil
}

// build builds the programs.
func build(ctx context.Context, root, folder string) error {
	programs := filepath.Join(folder, "programs")
	for _, b := range []struct{ in, program, of string }{
		{root, ownProgram, "."},
		{root, "mockserver", "./internal/mockserver"},
		{filepath.Join(root, "internal/bench"), idleProgram, "./idle"},
	} {
		command := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", filepath.Join(programs, b.program), b.of)
		command.Dir, command.Env = b.in, append(os.Environ(), "CGO_ENABLED=0")
		if output, err := command.CombinedOutput(); err != nil {
			return fmt.Errorf("build %s: %w\n%s", b.program, err, output)
		}
	}
	return nil
}

// link makes the others' programs known beside our own, and writes the engine's settings, which lead it to all of them through the
// shim.
func link(folder, others string) error {
	for _, program := range []string{restapiProgram, restfulProgram} {
		if others == "" {
			break
		}
		found, err := filepath.Abs(filepath.Join(others, program))
		if err != nil {
			return err
		}
		if err := os.Symlink(found, filepath.Join(folder, "programs", program)); err != nil {
			return err
		}
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	settings := "disable_checkpoint = true\nprovider_installation {\n  dev_overrides {\n"
	for program, source := range map[string]string{
		ownProgram: ownSource, idleProgram: idleSource, restapiProgram: restapiSource, restfulProgram: restfulSource,
	} {
		shims := filepath.Join(folder, "shims", program)
		if err := os.MkdirAll(shims, 0o700); err != nil {
			return err
		}
		if err := os.Symlink(self, filepath.Join(shims, program)); err != nil {
			return err
		}
		settings += fmt.Sprintf("    %q = %q\n", source, shims)
	}
	return os.WriteFile(filepath.Join(folder, "cli.tfrc"), []byte(settings+"  }\n  direct {}\n}\n"), 0o600)
}

// measure measures every workload with n objects.
func (b *bench) measure(ctx context.Context, n, runs int, latency time.Duration, only string) (results, error) {
	var all results
	for _, w := range workloads(filepath.Join(b.folder, "programs")) {
		if !strings.Contains(w.name, only) || latency > 0 && w.platform == "" {
			continue
		}
		measured, err := b.workload(ctx, w, n, runs, latency)
		if err != nil {
			return nil, err
		}
		log.Printf("%d objects, latency %s: %s", n, latency, w.name)
		all = append(all, measured...)
	}
	if latency == 0 && only == "" {
		bare, err := bareDigests(ctx, n, runs)
		if err != nil {
			return nil, err
		}
		all = append(all, result{Workload: "bare digests", Command: "plan", N: n, Runs: runs, Figures: bare})
	}
	return all, nil
}

func (b *bench) workload(ctx context.Context, w workload, n, runs int, latency time.Duration) (results, error) {
	var flags []string
	if latency > 0 {
		flags = []string{fmt.Sprintf("-%s.fault=* * latency=%s", w.platform, latency)}
	}
	var err error
	if b.server, err = startServer(ctx, filepath.Join(b.folder, "programs", "mockserver"), flags...); err != nil {
		return nil, err
	}
	defer b.server.stop()
	folder, err := os.MkdirTemp(b.folder, "work")
	if err != nil {
		return nil, err
	}
	measured := map[string][]figures{}
	for range runs {
		for _, command := range commands {
			limited := strings.HasSuffix(command.name, withinLimits)
			if limited && w.source != ownSource {
				continue
			}
			if err := os.WriteFile(filepath.Join(folder, "main.tf"), []byte(w.configuration(n, limited)), 0o600); err != nil {
				return nil, err
			}
			f, err := b.run(ctx, folder, w, command.arguments...)
			if err != nil {
				return nil, err
			}
			measured[command.name] = append(measured[command.name], f)
		}
	}
	var all results
	for _, command := range commands {
		if measured[command.name] != nil {
			all = append(all, result{
				Workload: w.name, Command: command.name, N: n, Latency: latency, Runs: runs, Figures: median(measured[command.name]),
			})
		}
	}
	return all, nil
}

func bareDigests(ctx context.Context, n, runs int) (figures, error) {
	self, err := os.Executable()
	if err != nil {
		return figures{}, err
	}
	var all []figures
	for range runs {
		command := exec.CommandContext(ctx, self, digestsArgument, strconv.Itoa(n))
		began := time.Now()
		if err := command.Run(); err != nil {
			return figures{}, err
		}
		all = append(all, figures{Provider: command.ProcessState.UserTime() + command.ProcessState.SystemTime(), Wall: time.Since(began)})
	}
	return median(all), nil
}
