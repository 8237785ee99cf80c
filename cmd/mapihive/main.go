// Command mapihive reads Windows registry hives without Windows, rebuilds the Outlook (MAPI) profiles in
// them and says what is wrong with them.
package main

import (
	"context"
	"io"
	"os"
	"os/signal"

	"mapihive/analyze"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	// After the first interrupt the next one ends the program at once.
	context.AfterFunc(ctx, stop)
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// run does what the command line says and returns the exit status. Data go to stdout, everything else
// goes to stderr.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	a := app{args: args, stdout: stdout, stderr: stderr, analyzers: analyze.All()}
	return a.run(ctx)
}

func (a *app) run(ctx context.Context) (status int) {
	defer func() {
		if fault := recover(); fault != nil {
			complain(a.stderr, "internal error, please report it with the command line: %v", fault)
			status = statusNothing
		}
	}()
	out := &helpWriter{w: a.stdout}
	root := newRoot(a, out)
	err := root.ExecuteContext(ctx)
	if out.err != nil {
		err = writeFailure(out.err)
	}
	return exitStatus(err, a.stderr)
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
	args           []string // as given, for the report
	stdout, stderr io.Writer
	analyzers      []*analyze.Analyzer // what analyze runs, explain explains and the help lists
}
