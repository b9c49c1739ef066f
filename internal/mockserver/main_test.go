package main_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// binary is the mock server as users have it.
var binary string

func TestMain(m *testing.M) {
	if serveStandIn() {
		return
	}
	if os.Getenv("MOCKSERVER_TEST_SIGNALS") != "" { // it is the command that a mock server runs
		printSignals()
		return
	}
	folder, err := os.MkdirTemp("", "mockserver")
	if err != nil {
		panic(err)
	}
	binary = filepath.Join(folder, "mockserver")
	build := exec.Command("go", "build", "-ldflags", "-X main.version=1.2.3", "-o", binary, ".")
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		panic(err)
	}
	status := m.Run()
	_ = os.RemoveAll(folder)
	os.Exit(status)
}

// run runs the mock server to its end.
func run(t *testing.T, arguments ...string) (stdout, stderr string, status int) {
	t.Helper()
	return runWith(t, os.Environ(), arguments...)
}

func runWith(t *testing.T, environment []string, arguments ...string) (stdout, stderr string, status int) {
	t.Helper()
	var out, diagnostics bytes.Buffer
	command := exec.CommandContext(t.Context(), binary, arguments...)
	command.Env, command.Stdout, command.Stderr = environment, &out, &diagnostics
	err := command.Run()
	if _, failed := errors.AsType[*exec.ExitError](err); err != nil && !failed {
		t.Fatal(err)
	}
	return out.String(), diagnostics.String(), command.ProcessState.ExitCode()
}

// server is a mock server that serves.
type server struct {
	t           *testing.T
	process     *exec.Cmd
	printed     []string // up to "# ready"
	environment map[string]string
	rest        *bufio.Reader // of standard output
	stderr      bytes.Buffer  // complete after end
	client      *http.Client
}

// start starts a mock server on a free port, which ends with the test.
func start(t *testing.T, arguments ...string) *server {
	t.Helper()
	s := &server{t: t, environment: map[string]string{}, client: http.DefaultClient}
	s.process = exec.Command(binary, append([]string{"-addr", "127.0.0.1:0"}, arguments...)...)
	s.process.Stderr = &s.stderr
	out, err := s.process.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.process.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.process.Process.Kill() })
	s.rest = bufio.NewReader(out)
	for {
		line, err := s.rest.ReadString('\n')
		if err != nil {
			_ = s.process.Wait()
			t.Fatalf("it ended before it was ready: %v\n%s", s.process.ProcessState, s.stderr.String())
		}
		line = strings.TrimSuffix(line, "\n")
		if line == "# ready" {
			return s
		}
		s.printed = append(s.printed, line)
		if assignment, ok := strings.CutPrefix(line, "export "); ok {
			name, value, _ := strings.Cut(assignment, "=")
			s.environment[name] = strings.Trim(value, "'")
		}
	}
}

// end sends a signal, and returns the exit status and what was printed after "# ready".
func (s *server) end(signal os.Signal) (status int, printed string) {
	s.t.Helper()
	if err := s.process.Process.Signal(signal); err != nil {
		s.t.Fatal(err)
	}
	rest, err := io.ReadAll(s.rest)
	if err != nil {
		s.t.Fatal(err)
	}
	_ = s.process.Wait()
	return s.process.ProcessState.ExitCode(), string(rest)
}

// call sends a request to a path below the server's URL.
func (s *server) call(method, path, body string, header ...string) (response *http.Response, answer string) {
	s.t.Helper()
	request, err := http.NewRequestWithContext(s.t.Context(), method, s.environment["MOCKSERVER_URL"]+path, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	for i := 0; i < len(header); i += 2 {
		request.Header.Set(header[i], header[i+1])
	}
	response, err = s.client.Do(request)
	if err != nil {
		s.t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return response, string(text)
}

// get returns what the API shows, which has to be JSON with status 200.
func (s *server) get(path string) (answer any) {
	s.t.Helper()
	return s.expect(http.StatusOK, http.MethodGet, path, "")
}

// expect sends a request to the API, and returns the JSON that is answered with that status.
func (s *server) expect(status int, method, path, body string) (answer any) {
	s.t.Helper()
	response, text := s.call(method, path, body)
	if response.StatusCode != status {
		s.t.Fatalf("%s %s: status %d, want %d: %s", method, path, response.StatusCode, status, text)
	}
	if text == "" {
		return nil
	}
	if got := response.Header.Get("Content-Type"); got != "application/json" {
		s.t.Errorf("%s %s: Content-Type %q", method, path, got)
	}
	if err := json.Unmarshal([]byte(text), &answer); err != nil {
		s.t.Fatalf("%s %s: %v: %s", method, path, err, text)
	}
	return answer
}

// losant sends a request to the mock API of Losant.
func (s *server) losant(method, path, body string) (status int, answer string) {
	s.t.Helper()
	response, text := s.call(method, "/losant"+path, body,
		"Authorization", "Bearer "+s.environment["LOSANT_API_TOKEN"], "Accept", "application/json", "Content-Type", "application/json")
	return response.StatusCode, text
}

// credentials is the collection of the built-in application.
const credentials = "/applications/575ec8687ae143cd83dc4a97/credentials"

// seed adds the objects of testdata/examples.json to the built-in ones.
func (s *server) seed() {
	s.t.Helper()
	text, err := os.ReadFile("testdata/examples.json")
	if err != nil {
		s.t.Fatal(err)
	}
	var added map[string][]struct {
		Collection string
		Object     any
	}
	if err = json.Unmarshal(text, &added); err != nil {
		s.t.Fatal(err)
	}
	state := s.get("/_mock/state?secrets=true").(object)
	for platform, objects := range added {
		for _, o := range objects {
			collections := state[platform].(object)
			collections[o.Collection] = append(collections[o.Collection].(list), o.Object)
		}
	}
	body, err := json.Marshal(state)
	if err != nil {
		s.t.Fatal(err)
	}
	s.expect(http.StatusOK, http.MethodPut, "/_mock/state", string(body))
}
