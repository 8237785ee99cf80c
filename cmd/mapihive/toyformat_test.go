package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/analyze"
	"mapihive/analyze/collect"
	"mapihive/report"
)

// toyFormat is a format in one value: a number and the text of each block. Nothing else in the program knows of it.
func toyFormat() *report.Format {
	return &report.Format{
		Name: "toy", Doc: "for a test",
		Has: func(d *report.Document) bool { return d.Blocks != nil },
		Write: func(w io.Writer, d *report.Document, _ report.TextOptions) error {
			fmt.Fprintf(w, "TOY %s by %s\n", d.Name, d.Run.Tool.Name)
			n := 0
			for b := range d.Blocks {
				n++
				if _, err := fmt.Fprintf(w, "%d\t%s\n", n, report.Scrub(strings.Join(append([]string{b.Label, b.Text}, b.List...), " "))); err != nil {
					return err
				}
			}
			return nil
		},
	}
}

// brokenFormat fails when it has written half of a document.
func brokenFormat() *report.Format {
	return &report.Format{
		Name: "broken", Has: func(*report.Document) bool { return true },
		Write: func(w io.Writer, d *report.Document, _ report.TextOptions) error {
			io.WriteString(w, "half")
			return errors.New("the other half cannot be written")
		},
	}
}

// A format that is one value in one list is offered, checked, completed and written by every command, to standard
// output and to a file.
func TestOneMoreFormat(t *testing.T) {
	desk(t)
	do := func(status int, args ...string) (stdout, stderr string) {
		var out, errs bytes.Buffer
		a := app{
			args: args, stdout: &out, stderr: &errs, readers: collect.Readers(), analyzers: analyze.All(),
			formats: append(report.Formats(), toyFormat(), brokenFormat()),
		}
		require.Equal(t, status, a.run(context.Background()), "%q: %s", args, errs.String())
		return out.String(), errs.String()
	}
	commands := map[string]struct {
		args []string
		want string // a block of it
	}{
		"analyze":  {[]string{"analyze", "NTUSER.DAT"}, "name the PST file"},
		"profiles": {[]string{"profiles", "NTUSER.DAT", "--full"}, "PR_PST_PATH"},
		"stores":   {[]string{"stores", "NTUSER.DAT"}, `c:\mail\alice.pst`},
		"accounts": {[]string{"accounts", "NTUSER.DAT"}, "No account."},
		"timeline": {[]string{"timeline", "NTUSER.DAT"}, "was last written"},
		"diff":     {[]string{"diff", "NTUSER.DAT", "plain.dat"}, `Profile "Second" (live, wms): removed`},
		"dump":     {[]string{"dump", "NTUSER.DAT"}, `"001e6703"  REG_SZ`},
		"explain":  {[]string{"explain", "pst-path/case"}, "Severity: at most HIGH"},
	}
	for _, c := range newRoot(&app{formats: report.Formats()}, io.Discard).Commands() {
		if c.Flags().Lookup("format") != nil {
			require.Contains(t, commands, c.Name(), "a command with --format that this test does not know")
			require.NotNil(t, c.Flags().Lookup("output"), c.Name())
		}
	}
	for name, c := range commands {
		args := append(c.args, "--format", "toy")
		text, _ := do(0, args...)
		require.True(t, strings.HasPrefix(text, "TOY "+name+" by "), text)
		require.Contains(t, text, c.want, name)
		require.NotContains(t, text, "hunter2")

		stdout, _ := do(0, append(args, "-o", name+".toy")...)
		require.Empty(t, stdout)
		file, err := os.ReadFile(name + ".toy")
		require.NoError(t, err)
		require.True(t, strings.HasPrefix(string(file), "TOY "+name), name)

		help, _ := do(0, name, "--help")
		require.Regexp(t, `\btoy\b`, help, name)
		words, _ := do(0, "__complete", name, "--format", "")
		require.Contains(t, words, "toy\n", name)
		_, complaint := do(2, append(c.args, "--format", "xml")...)
		require.Regexp(t, `--format is .*toy or broken, not "xml"`, complaint, name)

		// Half a report is no report.
		_, complaint = do(4, append(c.args, "--format", "broken", "-o", name+".broken")...)
		require.Contains(t, complaint, "the other half cannot be written", name)
		require.NoFileExists(t, name+".broken")
		_, complaint = do(4, append(c.args, "--format", "broken")...)
		require.Contains(t, complaint, "the other half cannot be written", name)
	}
}

// explain reads no evidence, and writes over none either.
func TestExplainWritesOverNoEvidence(t *testing.T) {
	desk(t)
	for _, file := range []string{"NTUSER.DAT", "NTUSER.DAT.LOG1", "mail.pst", "new.pst", "dir/a/renamed.bin"} {
		before, _ := os.ReadFile(file)
		status, stdout, stderr := do("explain", "--force", "-o", file)
		require.Equal(t, 2, status, file)
		require.Empty(t, stdout)
		require.Contains(t, stderr, "evidence is never overwritten")
		after, _ := os.ReadFile(file)
		require.Equal(t, before, after)
	}
	status, _, stderr := do("explain", "-o", "explained.txt")
	require.Zero(t, status, stderr)
	require.FileExists(t, "explained.txt")
}
