package main

import (
	"context"
	"errors"
	"io"
	"os"
	"runtime"
)

// patient writes to what may keep a writer waiting: a pipe, a terminal, a device. An interrupt ends the
// waiting; the write that was begun is left to itself, and the program is about to end.
type patient struct {
	ctx    context.Context
	w      io.Writer
	failed func(error) error // says what could not be written
}

func (p *patient) Write(b []byte) (int, error) {
	n, err := unlessInterrupted(p.ctx, func() (int, error) { return p.w.Write(b) })
	return n, writeFailure(err, p.failed)
}

// openStream opens a device or FIFO for writing. A FIFO waits for its reader.
func openStream(ctx context.Context, path string) (*os.File, error) {
	return unlessInterrupted(ctx, func() (*os.File, error) { return os.OpenFile(path, os.O_WRONLY, 0) })
}

// unlessInterrupted does what may never end, and waits for it no longer than ctx.
func unlessInterrupted[T any](ctx context.Context, do func() (T, error)) (v T, err error) {
	if err := ctx.Err(); err != nil {
		return v, err
	}
	type result struct {
		v   T
		err error
	}
	done := make(chan result, 1)
	go func() {
		v, err := do()
		done <- result{v, err}
	}()
	select {
	case r := <-done:
		return r.v, r.err
	case <-ctx.Done():
		return v, ctx.Err()
	}
}

// writeFailure is the error of a report that could not be written. An interrupt and a reader that went away
// are no failures and stay what they are.
func writeFailure(err error, failed func(error) error) error {
	if err == nil || brokenPipe(err) || errors.Is(err, context.Canceled) {
		return err
	}
	return failed(err)
}

// standardFailure is the error of a standard output that could not be written.
func standardFailure(err error) error {
	return failf("standard output cannot be written: %w", bare{err})
}

// standardOutput returns f, or a writer that always fails if f stands for a standard output that the caller
// closed: a report must not vanish without a word.
func standardOutput(f *os.File) io.Writer {
	if closedAtStart(f) {
		return closed{}
	}
	return f
}

var errClosed = errors.New("it is closed, or is the null device opened for reading and writing, which looks the same; redirect it to a file, or open the null device for writing only (>/dev/null)")

type closed struct{}

func (closed) Write([]byte) (int, error) { return 0, errClosed }

// closedAtStart reports whether the caller closed a standard file. Where one is closed, Go's runtime opens
// the null device for reading and writing in its place (runtime/fds_unix.go) before any other code runs, so
// that a null device that can be read is taken for it: shells open theirs for writing only. On Windows a
// closed file stays closed, and writing to it fails.
func closedAtStart(f *os.File) bool {
	if runtime.GOOS == "windows" {
		return false
	}
	info, err := f.Stat()
	if err != nil {
		return true
	}
	null, err := os.Stat(os.DevNull)
	if err != nil || !os.SameFile(info, null) {
		return false
	}
	_, err = f.Read(make([]byte, 1)) // of the null device: nothing is lost
	return err == io.EOF
}
