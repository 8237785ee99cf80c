package report

import (
	"bytes"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/analyze"
	"mapihive/analyze/collect"
	"mapihive/hive/hivetest"
)

// goldenCases are the demo hive and a case of each analyzer, a small one.
var goldenCases = []string{
	"foreign-provider-look-alike", "mapping-signature-malformed-text", "orphan-stale-deletion", "ost-path-two-mailboxes",
	"profile-consistency-display-name-drift", "pst-path-case",
}

// The report of a hive in every format that there is.
func TestEveryFormatOfAHive(t *testing.T) {
	of := map[string]string{"demo": "../testdata/demo.reg"}
	for _, name := range goldenCases {
		of[name] = filepath.Join("../analyze/testdata", name+".reg")
	}
	analyzers := map[string]bool{}
	for name, file := range of {
		tree, err := hivetest.ParseFile(file)
		require.NoError(t, err)
		image, err := tree.Image()
		require.NoError(t, err)
		r := base("analyze", "NTUSER.DAT")
		r.Sources = []analyze.Snapshot{collect.TakeImage(t.Context(), "NTUSER.DAT", image)}
		r.Findings = analyze.Run(&analyze.Case{Sources: r.Sources}, analyze.All())
		require.NotEmpty(t, r.Findings)
		for _, f := range r.Findings {
			analyzers[f.Analyzer] = true
		}
		for _, f := range Formats() {
			d := Analysis(r)
			require.True(t, f.Of(d), f.Name)
			got := writtenAs(t, d, f.Name)
			if f.Name == "html" && name != "demo" { // the style stands once, in the page of the demo hive
				require.Equal(t, 1, bytes.Count(got, []byte(htmlStyle)), "the page has the style as it is")
				got = bytes.Replace(got, []byte(htmlStyle), []byte("html.css"), 1)
			}
			golden(t, filepath.Join("cases", name+"."+f.Name), got)
		}
	}
	for _, a := range analyze.All() {
		require.True(t, analyzers[a.Name], "no golden has a finding of %s", a.Name)
	}
}
