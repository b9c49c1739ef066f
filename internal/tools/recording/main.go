// Command recording runs a command and writes what it printed as an animated SVG, line by line, at the pace of the run.
//
//	recording FILE COMMAND ARGUMENT...
package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"
)

func main() {
	if len(os.Args) < 3 {
		fmt.Fprintln(os.Stderr, "usage: recording FILE COMMAND ARGUMENT...")
		os.Exit(2)
	}
	if err := run(context.Background(), os.Args[1], os.Args[2:]); err != nil {
		fmt.Fprintln(os.Stderr, "recording:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, file string, arguments []string) error {
	command := exec.CommandContext(ctx, arguments[0], arguments[1:]...) //nolint:gosec // what the caller asks for
	command.Env = append(os.Environ(), "CLICOLOR_FORCE=1")
	command.Stderr = os.Stderr
	output, err := command.StdoutPipe()
	if err != nil {
		return err
	}
	if err = command.Start(); err != nil {
		return err
	}
	chunks, err := record(output)
	if waited := command.Wait(); waited != nil { // a run that failed is nothing to show
		return waited
	}
	if err != nil {
		return err
	}
	return os.WriteFile(file, []byte(render(strings.Join(arguments, " "), chunks)), 0o644) //nolint:gosec // for everyone to see
}

// chunk is what was printed at once.
type chunk struct {
	at   time.Duration // since the first one
	text string
}

// precision is finer than an eye is.
const precision = 100 * time.Millisecond

// record reads to the end, in parts as they come.
func record(output io.Reader) ([]chunk, error) {
	var chunks []chunk
	var begun time.Time
	reader := bufio.NewReader(output)
	part := make([]byte, 4096)
	for {
		n, err := reader.Read(part)
		if n > 0 {
			if begun.IsZero() {
				begun = time.Now()
			}
			chunks = append(chunks, chunk{time.Since(begun).Round(precision), string(part[:n])})
		}
		if err == io.EOF {
			return chunks, nil
		}
		if err != nil {
			return nil, err
		}
	}
}
