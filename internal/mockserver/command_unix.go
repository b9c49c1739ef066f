//go:build unix

package main

import (
	"os"
	"os/exec"
	"os/signal"
	"syscall"

	"golang.org/x/sys/unix"
)

// startInGroup starts a command in a process group of its own, and in the terminal's foreground if mockserver is there.
// So a Ctrl-C reaches the command once, from the terminal, and a signal to mockserver once, from here. What it returns is
// to be called when the command has ended.
func startInGroup(command *exec.Cmd) (ended func(), err error) {
	signals := make(chan os.Signal, 8)
	signal.Notify(signals, endings()...)
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	terminal := foregroundTerminal()
	if terminal != nil {
		command.SysProcAttr.Foreground = true
		command.SysProcAttr.Ctty = int(terminal.Fd())
	}
	if err := command.Start(); err != nil {
		signal.Stop(signals)
		return nil, err
	}
	go func() {
		for s := range signals {
			_ = syscall.Kill(-command.Process.Pid, s.(syscall.Signal)) //nolint:forcetypeassert // unix has no other; a group that is gone needs none
		}
	}()
	return func() {
		signal.Stop(signals)
		takeBack(terminal)
	}, nil
}

// foregroundTerminal is the controlling terminal if mockserver is in its foreground, and nil else.
func foregroundTerminal() *os.File {
	terminal, err := os.OpenFile("/dev/tty", os.O_RDWR, 0)
	if err != nil {
		return nil
	}
	group, err := unix.IoctlGetInt(int(terminal.Fd()), unix.TIOCGPGRP)
	if err != nil || group != unix.Getpgrp() {
		_ = terminal.Close()
		return nil
	}
	return terminal
}

// takeBack returns the terminal to mockserver's own group, where a script that runs it is, too.
func takeBack(terminal *os.File) {
	if terminal == nil {
		return
	}
	signal.Ignore(syscall.SIGTTOU) // it would stop a process that does this from the background
	_ = unix.IoctlSetPointerInt(int(terminal.Fd()), unix.TIOCSPGRP, unix.Getpgrp())
	_ = terminal.Close()
}

func exitStatus(state *os.ProcessState) int {
	if status, ok := state.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		return statusSignal + int(status.Signal())
	}
	return state.ExitCode()
}
