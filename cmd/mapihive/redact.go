package main

import (
	"bytes"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"mapihive/analyze/redact"
	"mapihive/hive"
)

// redaction is whether a report is for others, and the key to its tokens.
type redaction struct {
	asked bool
	key   string // a word, or @ and a file
	flags *pflag.FlagSet
}

// on reports whether it was asked for, be it by the key alone.
func (r *redaction) on() bool { return r.asked || r.keyed() }

func (r *redaction) keyed() bool { return r.flags != nil && r.flags.Changed("redact-key") }

// addRedact adds the flags of a command that reports on snapshots.
func addRedact(cmd *cobra.Command, o *inputOptions) {
	o.redact.flags = cmd.Flags()
	cmd.Flags().BoolVar(&o.redact.asked, "redact", false, "for others: put tokens for names, addresses,\ncomputers, SIDs and paths")
	cmd.Flags().StringVar(&o.redact.key, "redact-key", "", "make the tokens with `KEY`, a word or @FILE, so that\ntwo reports can be compared; keep it secret")
}

// refuseRedact says of a command that shows what it reads as it is why it has no --redact.
func refuseRedact(cmd *cobra.Command, why string) {
	var o inputOptions
	addRedact(cmd, &o)
	for _, name := range []string{"redact", "redact-key"} {
		cmd.Flag(name).Hidden = true
	}
	run := cmd.RunE
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if o.redact.on() {
			return usagef("%s cannot redact: %s", cmd.Name(), why)
		}
		return run(cmd, args)
	}
}

// startRedaction makes the redactor, if one was asked for. What is said on stderr while files are read would name them.
func (a *app) startRedaction(o *inputOptions) error {
	if !o.redact.on() {
		return nil
	}
	switch {
	case a.verbose:
		return usagef("--redact and --verbose cannot go together: the log names the files")
	case o.progress == progressPlain || o.progress == progressJSON:
		return usagef("--redact and --progress %s cannot go together: progress names the files", o.progress)
	case o.resume != "":
		return usagef("--redact and --resume cannot go together: what is kept for a later run is not redacted")
	case o.progress != "":
		o.progress = progressNone
	}
	key := []byte(o.redact.key)
	if o.redact.keyed() && len(key) == 0 {
		return usagef("--redact-key is empty; is a shell variable unset?")
	}
	if file, isFile := strings.CutPrefix(o.redact.key, "@"); isFile {
		var err error
		if key, err = os.ReadFile(file); err != nil {
			return usagef("--redact-key: the file cannot be read (%s)", cause(err))
		}
		key = bytes.TrimRight(key, "\r\n")
		if len(key) == 0 {
			return usagef("--redact-key: the file is empty")
		}
	}
	a.redactor = redact.New(key)
	return nil
}

// redactAll puts tokens into all that will be told of what was read.
func (a *app) redactAll(g *gathered) {
	r := a.redactor
	if r == nil {
		return
	}
	g.sources = r.Wholes(g.sources)
	for i := range g.skipped {
		s := &g.skipped[i]
		s.Path, s.Reason = r.Text(s.Path), r.Sentence(s.Reason)
	}
	for i := range a.runs {
		run := &a.runs[i]
		run.Options.Host, run.Paths = r.Text(run.Options.Host), r.Texts(run.Paths)
	}
}

// shownArgs is the command line as the report has it: redacted where the report is, and without the key.
func (a *app) shownArgs() []hive.Text {
	args := make([]hive.Text, len(a.args))
	for i, arg := range a.args {
		args[i] = hive.Text(arg)
		if a.redactor == nil {
			continue
		}
		name, value, joined := strings.Cut(arg, "=")
		switch {
		case name == "--redact-key" && joined:
			args[i] = "--redact-key=..."
		case i > 0 && a.args[i-1] == "--redact-key":
			args[i] = "..."
		case strings.HasPrefix(arg, "--") && joined:
			args[i] = hive.Text(name+"=") + a.redactor.Text(hive.Text(value))
		case strings.HasPrefix(arg, "--"):
		case strings.HasPrefix(arg, "-") && len(arg) > 1:
			args[i] = args[i][:2] + a.redactor.Text(args[i][2:])
		default:
			args[i] = a.redactor.Text(args[i])
		}
	}
	return args
}
