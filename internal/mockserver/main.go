// Command mockserver serves the strict fakes of all platforms on one address, so that configurations can be planned and
// applied without touching a tenant. It runs a command in an environment that points the provider at it, or prints that
// environment for a shell.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"
)

// version is shown by -version and by the API; `make mockserver VERSION=` sets it.
var version = "dev"

func main() { os.Exit(run(os.Args[1:])) }

// The exit status of the command is handed on, so mockserver's own are those of env and docker run.
const (
	statusTrouble       = 125
	statusNotExecutable = 126
	statusNotFound      = 127
	statusSignal        = 128 // and the signal's number
)

// run returns the exit status.
func run(arguments []string) int {
	options, err := parse(arguments)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return printed(options.help())
	case err != nil:
		return trouble(fmt.Errorf("%w\nmockserver -help lists the flags", err))
	case options.version:
		return printed("mockserver " + version + "\n")
	}
	program, status, err := find(options.command)
	if err != nil {
		_ = trouble(err)
		return status
	}
	server, err := start(options)
	if err != nil {
		return trouble(err)
	}
	defer server.close()
	if len(options.command) == 0 {
		return server.wait()
	}
	status, err = execute(program, options.command, server.environment.applied(os.Environ()))
	if err != nil {
		_ = trouble(err)
	}
	return status
}

// trouble prints an error: its own lines, and no more than a terminal shows at a glance.
func trouble(err error) int {
	lines := strings.Split(err.Error(), "\n")
	fmt.Fprintln(os.Stderr, "mockserver:", strings.Join(lines[:min(3, len(lines))], "\n"))
	return statusTrouble
}

// printed prints to standard output, which can fail: a disk may be full. It returns the exit status.
func printed(text string) int {
	if _, err := os.Stdout.WriteString(text); err != nil {
		return trouble(fmt.Errorf("standard output: %w", errors.Unwrap(err)))
	}
	return 0
}

// running is the server while it serves.
type running struct {
	environment environment
	http        *http.Server
	ended       chan error
	cleanUp     []func()
}

// start finds out all that can be wrong before anything is printed or run.
func start(o *options) (server *running, err error) {
	server = &running{ended: make(chan error, 1)}
	defer func() {
		if err != nil {
			server.close()
		}
	}()
	world, err := newWorld(o)
	if err != nil {
		return server, err
	}
	listener, err := listen(context.Background(), o.address, o.tls)
	if err != nil {
		return server, err
	}
	server.cleanUp = append(server.cleanUp, func() { _ = listener.Close() })
	server.environment = newEnvironment(o, listener.Addr(), world.fixtures())
	if o.tls {
		authority, err := newAuthority()
		if err != nil {
			return server, err
		}
		file, remove, err := authority.write(o.caFile)
		if err != nil {
			return server, err
		}
		server.cleanUp = append(server.cleanUp, remove)
		server.environment.set("CREDENTIALS_CA_FILE", file)
		listener = authority.listener(listener)
	}
	server.http = &http.Server{Handler: handler(world, server.environment), ReadHeaderTimeout: 10 * time.Second, ErrorLog: discard}
	go func() { server.ended <- server.http.Serve(listener) }()
	return server, nil
}

// listen refuses an address that others could reach in the clear: the fakes have well-known tokens.
func listen(ctx context.Context, address string, encrypted bool) (net.Listener, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("-addr: %w", err)
	}
	if tcp, ok := listener.Addr().(*net.TCPAddr); !encrypted && (!ok || !tcp.IP.IsLoopback()) {
		_ = listener.Close()
		return nil, fmt.Errorf("-addr: %s is not a loopback address; others can reach it with -tls only", address)
	}
	return listener, nil
}

// wait prints the environment, and serves until it is told to end.
func (s *running) wait() int {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, endings()...)
	// A script that waits for these lines would wait forever.
	if status := printed(s.environment.script() + "# ready\n"); status != 0 {
		return status
	}
	select {
	case <-signals:
		return 0
	case err := <-s.ended:
		return trouble(err)
	}
}

// endings are the signals that end the server, or go on to its command.
func endings() []os.Signal {
	signals := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) { // nohup means it
		signals = append(signals, syscall.SIGHUP)
	}
	return signals
}

func (s *running) close() {
	if s.http != nil {
		_ = s.http.Close() // open connections are cut: nothing is worth waiting for
	}
	for _, clean := range s.cleanUp {
		clean()
	}
}
