package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// figures are what one command cost: processor time of the engine and of the provider, the provider's largest resident set,
// and the requests that arrived at the mock server.
type figures struct {
	Engine, Provider time.Duration
	Wall             time.Duration
	Peak             int64 // bytes
	Requests         int
}

func (f figures) cpu() time.Duration { return f.Engine + f.Provider }

// median returns the figures with the median processor time, and the least requests: each run makes the same.
func median(runs []figures) figures {
	slices.SortFunc(runs, func(a, b figures) int { return int(a.cpu() - b.cpu()) })
	return runs[len(runs)/2]
}

// A bench runs the engine's commands against a mock server.
type bench struct {
	engine string
	folder string // of programs and working directories
	server *server
}

// server is the mock server in a process of its own.
type server struct {
	command     *exec.Cmd
	environment []string
	url         string
}

func startServer(ctx context.Context, program string, flags ...string) (*server, error) {
	s := &server{command: exec.CommandContext(ctx, program, append([]string{"-addr", "127.0.0.1:0"}, flags...)...)}
	s.command.Stderr = os.Stderr
	output, err := s.command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := s.command.Start(); err != nil {
		return nil, err
	}
	var printed strings.Builder
	for buffer := make([]byte, 4096); !strings.Contains(printed.String(), "# ready"); {
		n, err := output.Read(buffer)
		printed.Write(buffer[:n])
		if err != nil {
			return nil, fmt.Errorf("mock server: %w: %s", err, printed.String())
		}
	}
	for line := range strings.Lines(printed.String()) {
		name, value, isExport := strings.Cut(strings.TrimPrefix(strings.TrimSpace(line), "export "), "=")
		if !isExport || !strings.HasPrefix(line, "export ") {
			continue
		}
		value = strings.Trim(value, "'")
		s.environment = append(s.environment, name+"="+value, "TF_VAR_"+name+"="+value)
		if name == "MOCKSERVER_URL" {
			s.url = value
		}
	}
	return s, nil
}

func (s *server) stop() {
	_ = s.command.Process.Signal(syscall.SIGTERM)
	_ = s.command.Wait()
}

// call calls the mock server's own API, and decodes the answer.
func (s *server) call(ctx context.Context, method, path string, answer any) error {
	request, err := http.NewRequestWithContext(ctx, method, s.url+path, nil)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode >= 300 {
		return fmt.Errorf("%s %s: %s", method, path, response.Status)
	}
	if answer == nil {
		return nil
	}
	return json.NewDecoder(response.Body).Decode(answer)
}

// requests returns how many requests have arrived since the last call. Token requests do not count.
func (s *server) requests(ctx context.Context) (int, error) {
	var log struct {
		Requests []struct {
			Route string `json:"route"`
		} `json:"requests"`
	}
	if err := s.call(ctx, http.MethodGet, "/_mock/requests", &log); err != nil {
		return 0, err
	}
	count := 0
	for _, r := range log.Requests {
		if !strings.Contains(r.Route, "token") {
			count++
		}
	}
	return count, s.call(ctx, http.MethodDelete, "/_mock/requests", nil)
}

// usage is the file in which [shim] leaves what the provider used.
const (
	usageVariable   = "BENCH_USAGE"
	programVariable = "BENCH_PROVIDER"
)

// shim is a provider for the engine: it starts the real one in its place, and notes what it used.
func shim() int {
	command := exec.Command(os.Getenv(programVariable), os.Args[1:]...)
	command.Stdin, command.Stdout, command.Stderr = os.Stdin, os.Stdout, os.Stderr
	err := command.Run()
	usage, ok := command.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok || err != nil {
		return 1
	}
	log, err := os.OpenFile(os.Getenv(usageVariable), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return 1
	}
	cpu := command.ProcessState.UserTime() + command.ProcessState.SystemTime()
	fmt.Fprintf(log, "%d %d\n", cpu, usage.Maxrss<<10) // Linux counts in KiB
	_ = log.Close()
	return 0
}

// run runs one command of the engine in a working directory.
func (b *bench) run(ctx context.Context, folder string, w workload, arguments ...string) (figures, error) {
	usage := filepath.Join(folder, "usage")
	_ = os.Remove(usage)
	command := exec.CommandContext(ctx, b.engine, arguments...)
	command.Dir = folder
	command.Env = append([]string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + folder, "TF_CLI_CONFIG_FILE=" + filepath.Join(b.folder, "cli.tfrc"), "CHECKPOINT_DISABLE=1",
		usageVariable + "=" + usage, programVariable + "=" + filepath.Join(b.folder, "programs", w.provider),
	}, b.server.environment...)
	began := time.Now()
	output, err := command.CombinedOutput()
	wall := time.Since(began)
	if exit, failed := errors.AsType[*exec.ExitError](err); failed && exit.ExitCode() == 2 {
		err = errors.New("the plan has changes")
	}
	if err != nil {
		return figures{}, fmt.Errorf("%s: %s: %w\n%s", w.name, strings.Join(arguments, " "), err, output)
	}
	f := figures{Engine: command.ProcessState.UserTime() + command.ProcessState.SystemTime(), Wall: wall}
	if err := f.addUsage(usage); err != nil {
		return figures{}, err
	}
	f.Engine -= f.Provider // the kernel counts the children of a process with it, once they have ended
	f.Requests, err = b.server.requests(ctx)
	return f, err
}

func (f *figures) addUsage(file string) error {
	text, err := os.ReadFile(file)
	if errors.Is(err, os.ErrNotExist) { // no provider was started
		return nil
	}
	if err != nil {
		return err
	}
	for line := range strings.Lines(string(text)) {
		cpu, peak, _ := strings.Cut(strings.TrimSpace(line), " ")
		used, err := strconv.ParseInt(cpu, 10, 64)
		if err != nil {
			return err
		}
		resident, err := strconv.ParseInt(peak, 10, 64)
		if err != nil {
			return err
		}
		f.Provider += time.Duration(used)
		f.Peak = max(f.Peak, resident)
	}
	return nil
}
