// Command mockserver serves the strict fakes of all platforms on one loopback address, so that configurations can be
// planned and applied without touching a tenant. It first prints the environment variables that point the provider at
// it, as shell commands, and then a line "# ready".
//
// Every option of a fake is a flag: the platform's name, a dot, and the option's name with hyphens, such as
// -losant.rate-per-minute=300 or -losant.fault='POST * status=503 retry-after=2s times=1'.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	ctx, _ := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM) // to the end of the process
	if err := run(ctx, os.Args[1:], os.Stdout); err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "mockserver:", err)
		os.Exit(1)
	}
}

// run serves until ctx ends.
func run(ctx context.Context, arguments []string, out io.Writer) error {
	flags := flag.NewFlagSet("mockserver", flag.ContinueOnError)
	address := flags.String("addr", "127.0.0.1:8484", "loopback `address` to listen on; port 0 picks a free one")
	builds := make([]func() (mounted, error), len(fakes))
	for i, register := range fakes {
		builds[i] = register(flags)
	}
	if err := flags.Parse(arguments); err != nil {
		return err
	}

	listener, err := listen(ctx, *address)
	if err != nil {
		return err
	}
	mux := http.NewServeMux()
	for _, build := range builds {
		fake, err := build()
		if err != nil {
			return errors.Join(err, listener.Close())
		}
		base := "/" + fake.name
		mux.Handle(base+"/", http.StripPrefix(base, fake.handler))
		for _, variable := range fake.environment("http://" + listener.Addr().String() + base) {
			fmt.Fprintf(out, "export %s='%s'\n", variable[0], variable[1])
		}
	}
	fmt.Fprintln(out, "# ready")
	return serve(ctx, listener, mux)
}

// listen refuses an address that others could reach: the fakes have well-known tokens.
func listen(ctx context.Context, address string) (net.Listener, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if err != nil {
		return nil, err
	}
	if tcp, ok := listener.Addr().(*net.TCPAddr); !ok || !tcp.IP.IsLoopback() {
		return nil, errors.Join(fmt.Errorf("%s is not a loopback address", address), listener.Close())
	}
	return listener, nil
}

func serve(ctx context.Context, listener net.Listener, handler http.Handler) error {
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second}
	go func() {
		<-ctx.Done()
		_ = server.Close() // open connections are cut: nothing is worth waiting for
	}()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
