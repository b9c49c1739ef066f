//go:build unix

package acctest

import (
	"errors"
	"os"
	"os/exec"
	"syscall"
	"time"
)

// Process is a command that runs in the background, with the provider in the same process group.
type Process struct {
	cli     *CLI
	command *exec.Cmd
	output  string // path of a file
	ended   chan error
}

// Start starts a command that may be signalled.
func (c *CLI) Start(args ...string) *Process {
	c.t.Helper()
	output, err := os.CreateTemp(c.t.TempDir(), "output")
	if err != nil {
		c.t.Fatal(err)
	}
	defer func() { _ = output.Close() }() // the command has its own
	p := &Process{cli: c, command: c.command(args...), output: output.Name(), ended: make(chan error, 1)}
	p.command.Stdout, p.command.Stderr = output, output
	p.command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	// When the test ends early: the provider would outlive an engine that is killed alone.
	p.command.Cancel = func() error { return syscall.Kill(-p.command.Process.Pid, syscall.SIGKILL) }
	if err := p.command.Start(); err != nil {
		c.t.Fatal(err)
	}
	go func() { p.ended <- p.command.Wait() }()
	return p
}

// Until waits for something that happens while the command runs.
func (p *Process) Until(happened func() bool) {
	p.cli.t.Helper()
	for !happened() {
		select {
		case err := <-p.ended:
			p.cli.t.Fatalf("it ended too early (%v):\n%s", err, p.Printed())
		case <-time.After(5 * time.Millisecond):
		}
	}
}

// Printed returns what the command has printed so far.
func (p *Process) Printed() string {
	p.cli.t.Helper()
	printed, err := os.ReadFile(p.output)
	if err != nil {
		p.cli.t.Fatal(err)
	}
	return string(printed)
}

// Interrupt is what Ctrl-C does: the engine and the provider both get the signal.
func (p *Process) Interrupt() { p.signal(syscall.SIGINT) }

// Kill ends the engine and the provider at once.
func (p *Process) Kill() { p.signal(syscall.SIGKILL) }

func (p *Process) signal(s syscall.Signal) {
	p.cli.t.Helper()
	if err := syscall.Kill(-p.command.Process.Pid, s); err != nil {
		p.cli.t.Fatal(err)
	}
}

// Wait waits for the end, and returns what the command printed and its exit status; -1 if a signal ended it.
func (p *Process) Wait() (output string, status int) {
	p.cli.t.Helper()
	err := <-p.ended
	if _, failed := errors.AsType[*exec.ExitError](err); err != nil && !failed {
		p.cli.t.Fatal(err)
	}
	printed := p.Printed()
	p.cli.output.WriteString(printed)
	return unwrapped(printed), p.command.ProcessState.ExitCode()
}
