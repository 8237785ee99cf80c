package main

import (
	"io"
	"log/slog"
	"time"

	"github.com/spf13/cobra"
)

// talk is how much is said on stderr, beside why the exit status is not 0: that always is.
type talk struct {
	quiet, verbose bool

	events // what goes on
}

// events takes what goes on, for --verbose; the zero value drops it.
type events struct{ to *slog.Logger }

func (e events) log(what string, args ...any) {
	if e.to != nil {
		e.to.Info(what, args...)
	}
}

// addTalk adds the flags of all commands.
func (a *app) addTalk(root *cobra.Command) {
	f := root.PersistentFlags()
	f.BoolVarP(&a.quiet, "quiet", "q", false, "no messages but why the exit status is not 0")
	f.BoolVarP(&a.verbose, "verbose", "v", false, "log on stderr what is read and passed over")
	root.PersistentPreRunE = func(*cobra.Command, []string) error {
		switch {
		case a.quiet && a.verbose:
			return usagef("--quiet and --verbose cannot go together")
		case a.verbose:
			a.events = events{newLog(a.stderr)}
		}
		return nil
	}
}

// newLog logs a line for each event, key=value. What could act on a terminal is quoted.
func newLog(stderr io.Writer) *slog.Logger {
	return slog.New(slog.NewTextHandler(stderr, &slog.HandlerOptions{ReplaceAttr: func(groups []string, at slog.Attr) slog.Attr {
		if at.Value.Kind() == slog.KindTime {
			at.Value = slog.TimeValue(at.Value.Time().UTC().Truncate(time.Millisecond))
		}
		return at
	}}))
}

// note says what changes no exit status.
func (a *app) note(format string, args ...any) {
	if !a.quiet {
		complain(a.stderr, format, args...)
	}
}
