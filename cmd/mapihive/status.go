package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"syscall"
)

// Exit statuses.
const (
	statusDone        = 0
	statusFound       = 1   // only with --fail-on: a finding reaches it
	statusUsage       = 2   // wrong usage
	statusPartly      = 3   // some sources could not be read; the report is whole for the others
	statusNothing     = 4   // no source could be read, or the report could not be written
	statusAbsent      = 5   // what was asked for by name is not in the evidence, all of which could be read
	statusInterrupted = 130 // 128 + SIGINT, as shells have it; other signals likewise
)

// failure is an error that knows its exit status. Without a message, everything has been said.
type failure struct {
	status int
	err    error
}

func (f *failure) Error() string {
	if f.err == nil {
		return ""
	}
	return f.err.Error()
}

func (f *failure) Unwrap() error { return f.err }

// usagef is an error in the command line.
func usagef(format string, args ...any) error {
	return &failure{statusUsage, fmt.Errorf(format, args...)}
}

// failf is an error that left nothing to report.
func failf(format string, args ...any) error {
	return &failure{statusNothing, fmt.Errorf(format, args...)}
}

// absentf is the answer that the evidence, all of which was read, does not hold what was asked for by name.
func absentf(format string, args ...any) error {
	return &failure{statusAbsent, fmt.Errorf(format, args...)}
}

// exitStatus says what went wrong, on one line, and returns the status to exit with.
func exitStatus(ctx context.Context, err error, stderr io.Writer) int {
	var f *failure
	switch {
	case err == nil:
		return statusDone
	case brokenPipe(err):
		return statusDone // the reader has seen enough
	case errors.Is(err, context.Canceled):
		i := interruptOf(ctx)
		complain(stderr, "%v", i)
		return i.status()
	case errors.As(err, &f):
		if f.err != nil {
			complain(stderr, "%v", f.err)
		}
		return f.status
	}
	complain(stderr, "%v", err) // cobra's own errors are all about the command line
	return statusUsage
}

// complain writes one line to stderr. Paths in it may be hostile.
func complain(stderr io.Writer, format string, args ...any) {
	fmt.Fprintln(stderr, "mapihive: "+oneLine(fmt.Sprintf(format, args...)))
}

// Windows has other numbers for a pipe that nobody reads any more (winerror.h).
const (
	errorBrokenPipe = syscall.Errno(109)
	errorNoData     = syscall.Errno(232)
)

func brokenPipe(err error) bool {
	if runtime.GOOS == "windows" {
		return errors.Is(err, errorBrokenPipe) || errors.Is(err, errorNoData)
	}
	return errors.Is(err, syscall.EPIPE)
}
