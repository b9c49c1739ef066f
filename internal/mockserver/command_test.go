//go:build unix

package main_test

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// printSignals is a command that prints what it is sent, and ends with the third signal.
func printSignals() {
	signals := make(chan os.Signal, 8)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP)
	own := unix.Getpid() == unix.Getpgrp()
	where := "no terminal"
	if terminal, err := os.Open("/dev/tty"); err == nil {
		group, err := unix.IoctlGetInt(int(terminal.Fd()), unix.TIOCGPGRP)
		where = fmt.Sprintf("foreground %t", err == nil && group == unix.Getpgrp())
	}
	fmt.Printf("own group %t, %s\n", own, where)
	for range 3 {
		fmt.Println(<-signals)
	}
	fmt.Println("end")
}

func TestExitStatusIsTheCommands(t *testing.T) {
	folder := t.TempDir()
	plain := filepath.Join(folder, "plain")
	if err := os.WriteFile(plain, []byte("no program"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		command []string
		want    int
	}{
		"success":           {[]string{"true"}, 0},
		"failure":           {[]string{"sh", "-c", "exit 2"}, 2},
		"125 of its own":    {[]string{"sh", "-c", "exit 125"}, 125},
		"killed":            {[]string{"sh", "-c", "kill -KILL $$"}, 128 + 9},
		"terminated":        {[]string{"sh", "-c", "kill -TERM $$"}, 128 + 15},
		"not found":         {[]string{"no-such-program"}, 127},
		"no such path":      {[]string{folder + "/no-such-program"}, 127},
		"not executable":    {[]string{plain}, 126},
		"a folder":          {[]string{folder}, 126},
		"flags of its own":  {[]string{"sh", "-c", `test "$1" = -tls`, "sh", "-tls"}, 0},
		"not found on PATH": {[]string{"plain"}, 126},
	} {
		t.Run(name, func(t *testing.T) {
			environment := append(os.Environ(), "PATH="+os.Getenv("PATH")+":"+folder)
			stdout, stderr, status := runWith(t, environment, append([]string{"--"}, test.command...)...)
			if status != test.want {
				t.Errorf("status %d, want %d", status, test.want)
			}
			wantsDiagnostic := test.want == 126 || test.want == 127
			if got := strings.HasPrefix(stderr, "mockserver: "+test.command[0]); got != wantsDiagnostic || stdout != "" {
				t.Errorf("stdout %q, stderr %q", stdout, stderr)
			}
		})
	}
}

// The command has the printed environment and none of a tenant, standard input and output, and a server that answers.
func TestCommand(t *testing.T) {
	var out, diagnostics bytes.Buffer
	command := exec.Command(binary, "--", "sh", "-c", `cat; env; echo on stderr >&2`)
	command.Env = append(os.Environ(), "LOSANT_API_TOKEN=a tenant's", "ONEACCESS_ACCESS_TOKEN=a tenant's", "CREDENTIALS_CA_FILE=a tenant's", "UNRELATED=kept")
	command.Stdin, command.Stdout, command.Stderr = strings.NewReader("from stdin\n"), &out, &diagnostics
	if err := command.Run(); err != nil {
		t.Fatal(err)
	}
	if diagnostics.String() != "on stderr\n" || !strings.HasPrefix(out.String(), "from stdin\n") {
		t.Errorf("stdout %q, stderr %q", out.String(), diagnostics.String())
	}
	for _, want := range []string{"\nLOSANT_API_TOKEN=lo-8c2f6b17e4d09a53\n", "\nREADONLY_LOSANT_API_TOKEN=lo-r-5e0d93a7b1f4c286\n", "\nMOCKSERVER_URL=http://127.0.0.1:", "\nUNRELATED=kept\n"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is not in the command's environment", want)
		}
	}
	for _, unwanted := range []string{"a tenant's", "\nONEACCESS_ACCESS_TOKEN=", "\nCREDENTIALS_CA_FILE="} {
		if strings.Contains(out.String(), unwanted) {
			t.Errorf("%q is in the command's environment", unwanted)
		}
	}
}

// signalled is a mock server with printSignals as its command.
func signalled(t *testing.T, arguments ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command(binary, append(arguments, "--", self)...)
	command.Env = append(os.Environ(), "MOCKSERVER_TEST_SIGNALS=yes")
	t.Cleanup(func() { _ = command.Process.Kill() })
	return command
}

// Each signal reaches the command once, and the server answers until the command has ended.
func TestSignalsGoOn(t *testing.T) {
	for _, signals := range [][]syscall.Signal{
		{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP},
		{syscall.SIGINT, syscall.SIGINT, syscall.SIGTERM},
	} {
		command := signalled(t, "-addr", "127.0.0.1:0", "-v")
		stdout, err := command.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		command.SysProcAttr = &syscall.SysProcAttr{Setsid: true} // no terminal
		if err = command.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(stdout)
		expectLine(t, lines, "own group true, no terminal")
		for _, s := range signals {
			if err = command.Process.Signal(s); err != nil {
				t.Fatal(err)
			}
			expectLine(t, lines, s.String())
		}
		expectLine(t, lines, "end")
		if err := command.Wait(); err != nil {
			t.Errorf("it ended with %v", err)
		}
	}
}

func expectLine(t *testing.T, lines *bufio.Scanner, want string) {
	t.Helper()
	if !lines.Scan() || strings.TrimSpace(lines.Text()) != want {
		t.Fatalf("got %q, want %q", lines.Text(), want)
	}
}

// A server that is interrupted answers the command for as long as that runs.
func TestServerOutlivesItsSignals(t *testing.T) {
	command := exec.Command(binary, "--", "sh", "-c", `trap 'got=1' TERM; echo "$MOCKSERVER_URL"; until [ "$got" ]; do sleep 0.05; done; echo trapped; read line; echo "$line"`)
	stdin, err := command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err = command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = command.Process.Kill() })
	lines := bufio.NewScanner(stdout)
	lines.Scan()
	url := lines.Text()
	if err = command.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	expectLine(t, lines, "trapped")
	response, err := http.Get(url + "/_mock/health")
	if err != nil {
		t.Fatalf("it does not answer any more: %v", err)
	}
	response.Body.Close()
	if _, err := io.WriteString(stdin, "done\n"); err != nil {
		t.Fatal(err)
	}
	expectLine(t, lines, "done")
	if err := command.Wait(); err != nil {
		t.Errorf("it ended with %v", err)
	}
	if _, err := http.Get(url + "/_mock/health"); err == nil {
		t.Error("it still answers")
	}
}

// make replaces itself with the server, so a signal to make ends it.
func TestSignalToMake(t *testing.T) {
	command := exec.Command("make", "--no-print-directory", "mockserver", "ARGS=-addr 127.0.0.1:0")
	command.Dir = "../.."
	stdout, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	command.Stderr = os.Stderr
	if err = command.Start(); err != nil {
		t.Fatal(err)
	}
	lines, url := bufio.NewScanner(stdout), ""
	for lines.Scan() && lines.Text() != "# ready" {
		if value, ok := strings.CutPrefix(lines.Text(), "export MOCKSERVER_URL="); ok {
			url = strings.Trim(value, "'")
		}
	}
	response, err := http.Get(url + "/_mock/health")
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if err = command.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	_ = command.Wait() // it says that it was terminated
	for range 100 {
		if _, err = http.Get(url + "/_mock/health"); err != nil {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Error("the server has outlived make")
}

// On a terminal, the command is in the foreground, where a Ctrl-C reaches it once and from the terminal only.
func TestForeground(t *testing.T) {
	master, slave, err := openTerminal()
	if err != nil {
		t.Skip("no pseudo terminal: ", err)
	}
	defer func() { _ = master.Close() }()
	command := signalled(t)
	command.Stdin, command.Stdout, command.Stderr = slave, slave, slave
	command.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err = command.Start(); err != nil {
		t.Fatal(err)
	}
	_ = slave.Close() // the command has its own
	lines := bufio.NewScanner(master)
	expectLine(t, lines, "own group true, foreground true")
	for range 3 {
		if _, err := master.Write([]byte{3}); err != nil {
			t.Fatal(err)
		}
		for lines.Scan() && strings.TrimSpace(lines.Text()) != "^Cinterrupt" && strings.TrimSpace(lines.Text()) != "interrupt" {
			t.Logf("the terminal shows %q", lines.Text())
		}
	}
	expectLine(t, lines, "end")
	if err := command.Wait(); err != nil {
		t.Errorf("it ended with %v", err)
	}
}

// openTerminal opens a pseudo terminal, on Linux.
func openTerminal() (master, slave *os.File, err error) {
	master, err = os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		return nil, nil, err
	}
	number, err := unix.IoctlGetInt(int(master.Fd()), 0x80045430) // TIOCGPTN
	if err == nil {
		err = unix.IoctlSetPointerInt(int(master.Fd()), 0x40045431, 0) // TIOCSPTLCK
	}
	if err == nil {
		slave, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|syscall.O_NOCTTY, 0)
	}
	return master, slave, errors.Join(err)
}
