// Command mapihive reads Windows registry hives without Windows, rebuilds the Outlook (MAPI) profiles in
// them and says what is wrong with them.
package main

import (
	"context"
	"io"
	"os"
	"time"

	"mapihive/analyze"
	"mapihive/analyze/collect"
	"mapihive/analyze/exchange"
	"mapihive/analyze/redact"
	"mapihive/report"
)

func main() {
	status := run(untilSignal(), os.Args[1:], standardOutput(os.Stdout), os.Stderr)
	// Network file systems tell of a full disk only now.
	if err := os.Stdout.Close(); err != nil && status < statusUsage {
		status = exitStatus(context.Background(), standardFailure(err), os.Stderr)
	}
	os.Exit(status)
}

// run does what the command line says and returns the exit status. Data go to stdout, everything else
// goes to stderr.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	a := app{args: args, stdin: os.Stdin, stdout: stdout, stderr: stderr, readers: collect.Readers(), analyzers: analyze.All(), formats: report.Formats()}
	return a.run(ctx)
}

func (a *app) run(ctx context.Context) (status int) {
	defer func() {
		if fault := recover(); fault != nil {
			complain(a.stderr, "internal error, please report it with the command line: %v", fault)
			status = statusNothing
		}
	}()
	var err error
	if a.runClock, err = clockOf(os.Getenv(epochVariable)); err != nil {
		return exitStatus(ctx, err, a.stderr)
	}
	a.started = a.now()
	out := &helpWriter{w: a.stdout}
	root := newRoot(a, out)
	err = root.ExecuteContext(ctx)
	if out.err != nil {
		err = writeFailure(out.err, standardFailure)
	}
	return exitStatus(ctx, err, a.stderr)
}

// helpWriter takes what cobra writes: help, version and completion scripts. It keeps the first error, which
// cobra would drop or take for wrong usage.
type helpWriter struct {
	w   io.Writer
	err error
}

func (h *helpWriter) Write(p []byte) (int, error) {
	if h.err == nil {
		_, h.err = h.w.Write(p)
	}
	return len(p), nil
}

// app is what the commands share.
type app struct {
	args           []string  // as given, for the report
	stdin          io.Reader // for lists of paths
	stdout, stderr io.Writer
	readers        []*collect.Reader   // what every command reads
	analyzers      []*analyze.Analyzer // what analyze runs, explain explains and the help lists
	formats        []*report.Format    // what every command writes, the usual one first
	started        time.Time
	runClock
	timing timing         // of progress; the zero value is the wall clock
	runs   []exchange.Run // that made the snapshots which were read in place of evidence
	talk

	redactor *redact.Redactor // of what is reported; nil where all is shown
}
