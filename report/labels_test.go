package report

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/analyze"
	"mapihive/hive"
)

// What a path tells stands beside what the hive says, in every form, and apart from it.
func TestLabels(t *testing.T) {
	r := demoLabels()
	var text, lines bytes.Buffer
	formats := map[string]*Format{}
	for _, f := range Formats() {
		formats[f.Name] = f
	}
	require.NoError(t, Analysis(r).Write(&text, formats["text"], TextOptions{}))
	require.Contains(t, text.String(), `by its path: user "bob", computer "DESKTOP-1", shadow copy 3`)
	require.Contains(t, text.String(), "the path names the user")
	require.Contains(t, text.String(), "eve (by its path)")
	require.NotContains(t, text.String(), "\x1b")
	require.NoError(t, Analysis(r).Write(&lines, formats["json"], TextOptions{}))
	require.Contains(t, lines.String(), `"host": "DESKTOP-1"`)
	require.Equal(t, analyze.Labels{Host: "DESKTOP-1"}, newSourceRecord(&analyze.Snapshot{Labels: analyze.Labels{Host: "DESKTOP-1"}}).Labels)
}

func demoLabels() *Report {
	return &Report{Sources: []analyze.Snapshot{
		{Path: "a", Format: "regf", State: hive.Dirty, User: analyze.User{Name: "alice"}, Labels: analyze.Labels{
			User: "bob", Host: "DESKTOP-1", Copy: "shadow copy 3", Note: `the path names the user "bob", the hive "alice"`,
		}},
		{Path: "b", Format: "regf", State: hive.Dirty, Labels: analyze.Labels{User: "eve", Host: "\x1b[31m"}},
	}}
}
