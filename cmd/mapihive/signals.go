package main

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"syscall"
)

// interrupted is the cause of a context that a signal ended.
type interrupted struct{ signal syscall.Signal }

func (i *interrupted) Error() string {
	if i.signal == syscall.SIGINT {
		return "interrupted"
	}
	return "interrupted (" + i.signal.String() + ")"
}

// status is that of shells for a program that a signal ended.
func (i *interrupted) status() int { return 128 + int(i.signal) }

// untilSignal returns a context that ends with the first signal to end the program, so that what is not
// whole can be removed. The second one ends the program at once. Windows has only the first two of the
// signals: Ctrl-C, and SIGTERM for a console that is closed.
func untilSignal() context.Context {
	// A reader that went away is known by the error of the write. As a signal, it would end the program
	// without tidying up, also if it is only standard error that nobody reads.
	signal.Ignore(syscall.SIGPIPE)
	ctx, cancel := context.WithCancelCause(context.Background())
	got := make(chan os.Signal, 1)
	for _, s := range []os.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT} {
		if !signal.Ignored(s) { // nohup
			signal.Notify(got, s)
		}
	}
	go func() {
		s := <-got
		signal.Stop(got)
		number, _ := s.(syscall.Signal)
		cancel(&interrupted{number})
	}()
	return ctx
}

// interruptOf is why a context ended.
func interruptOf(ctx context.Context) *interrupted {
	if i, ok := errors.AsType[*interrupted](context.Cause(ctx)); ok {
		return i
	}
	return &interrupted{syscall.SIGINT}
}
