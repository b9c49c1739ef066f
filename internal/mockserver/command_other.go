//go:build !unix

package main

import (
	"os"
	"os/exec"
	"os/signal"
)

// startInGroup starts a command that shares the console, which sends it a Ctrl-C by itself: mockserver only has to outlive
// it. What it returns is to be called when the command has ended.
func startInGroup(command *exec.Cmd) (ended func(), err error) {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt)
	if err := command.Start(); err != nil {
		signal.Stop(signals)
		return nil, err
	}
	return func() { signal.Stop(signals) }, nil
}

func exitStatus(state *os.ProcessState) int { return state.ExitCode() }
