package main

import (
	"bytes"
	"os/exec"
	"strings"
	"testing"

	"github.com/spf13/pflag"
	"github.com/stretchr/testify/require"

	"mapihive/analyze"
	"mapihive/analyze/collect"
	"mapihive/report"
)

// Every command that help lists has a page, with all of its options and examples, the same each time, and groff, where
// it is installed, has nothing to say against it.
func TestManPages(t *testing.T) {
	t.Setenv("SOURCE_DATE_EPOCH", "1299603731")
	status, list, stderr := do("man", "--list")
	require.Zero(t, status, stderr)
	commands := strings.Split(strings.TrimSuffix(list, "\n"), "\n")
	require.Contains(t, commands, "mapihive")
	require.Contains(t, commands, "mapihive dump")
	require.NotContains(t, list, "mapihive man")
	groff, _ := exec.LookPath("groff")
	root := newRoot(&app{readers: collect.Readers(), analyzers: analyze.All(), formats: report.Formats()}, &bytes.Buffer{})
	for _, path := range commands {
		words := strings.Fields(path)[1:]
		status, page, stderr := do(append([]string{"man"}, words...)...)
		require.Zero(t, status, stderr)
		require.Contains(t, page, `"2011\-03\-08"`)
		_, again, _ := do(append([]string{"man"}, words...)...)
		require.Equal(t, page, again)
		c, _, err := root.Find(words)
		require.NoError(t, err)
		c.Flags().VisitAll(func(f *pflag.Flag) {
			if !f.Hidden {
				require.Contains(t, page, roffEscape.Replace("--"+f.Name), path)
			}
		})
		for line := range strings.SplitSeq(c.Example, "\n") {
			require.Contains(t, page, roffEscape.Replace(line), path)
		}
		if groff == "" {
			continue
		}
		shown := exec.Command(groff, "-man", "-Tascii", "-P-cbou", "-ww")
		shown.Stdin = strings.NewReader(page)
		var out, errs bytes.Buffer
		shown.Stdout, shown.Stderr = &out, &errs
		require.NoError(t, shown.Run())
		require.Empty(t, errs.String(), path)
		require.Contains(t, out.String(), "SEE ALSO", path)
	}
	if groff == "" {
		t.Log("groff is not installed: the pages were not laid out")
	}
}

// What begins a line of help is text on a page, and no command of the language that pages are written in.
func TestRoffIsText(t *testing.T) {
	var m roff
	m.prose(".SH not a heading\n  'and\\fBnot bold\\fR\n\n\"quoted\" C:\\*")
	require.Equal(t, ".PP\n\\&.SH not a heading\n.nf\n  \\(aqand\\efBnot bold\\efR\n.fi\n.PP\n\"quoted\" C:\\e*\n", m.String())
}
