package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// find looks a command's program up before anything else happens. The status is what a shell has for the error.
func find(command []string) (program string, status int, err error) {
	if len(command) == 0 {
		return "", 0, nil
	}
	program, err = exec.LookPath(command[0])
	switch {
	case err == nil, errors.Is(err, exec.ErrDot): // a PATH with a dot in it is the user's choice
		return program, 0, nil
	case errors.Is(err, exec.ErrNotFound) && !isOnPath(command[0]), errors.Is(err, fs.ErrNotExist):
		return "", statusNotFound, fmt.Errorf("%s: command not found", command[0])
	}
	return "", statusNotExecutable, fmt.Errorf("%s: not executable", command[0])
}

// isOnPath reports whether PATH has a file of that name, executable or not.
func isOnPath(name string) bool {
	if strings.ContainsRune(name, filepath.Separator) {
		return false
	}
	for _, folder := range filepath.SplitList(os.Getenv("PATH")) {
		if _, err := os.Stat(filepath.Join(folder, name)); err == nil { //nolint:gosec // as a shell looks
			return true
		}
	}
	return false
}

// execute runs a command to its end. Standard input, output and the terminal are the command's.
func execute(program string, command, environment []string) (status int, err error) {
	process := exec.Cmd{
		Path: program, Args: command, Env: environment,
		Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
	}
	ended, err := startInGroup(&process)
	if err != nil {
		return startStatus(err), fmt.Errorf("%s: %w", command[0], errors.Unwrap(err))
	}
	defer ended()
	err = process.Wait()
	if _, failed := errors.AsType[*exec.ExitError](err); err != nil && !failed {
		return statusTrouble, err
	}
	return exitStatus(process.ProcessState), nil
}

// startStatus is what a shell has for a program that is there and does not start.
func startStatus(err error) int {
	if errors.Is(err, fs.ErrNotExist) { // the interpreter that its first line names
		return statusNotFound
	}
	return statusNotExecutable
}
