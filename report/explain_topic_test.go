package report

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/analyze"
	"mapihive/analyze/topic"
)

// Every kind of topic is a page, and each page says the words by which it was found.
func TestExplainTopics(t *testing.T) {
	for word, wants := range map[string][]string{
		"pst-path":                         {"pst-path: ", "Severity, at most"},
		"pst-path/case":                    {"Severity: at most HIGH"},
		"001f6700":                         {"PR_PST_PATH: property", "0x6700001F", "001e6700 (ANSI)", "Rules", "pst-path"},
		"9207f3e0a3b11019908b08002b2a56c2": {"section", "MAPI root section", "{E0F30792-B1A3-1910-908B-08002B2A56C2}"},
		"cell-free":                        {"cell-free: diagnostic", "Damage"},
		"log-torn":                         {"decision about a transaction log"},
		"mspst.dll":                        {"provider DLL", "mspst32.dll", "MSUPST MS"},
		"0x8004011D":                       {"MAPI_E_FAILONEPROVIDER: symptom", "pst-path/case", "What to collect", "1. NTUSER.DAT"},
	} {
		ts, err := topic.Find(analyze.All(), word)
		require.NoError(t, err)
		var b bytes.Buffer
		require.NoError(t, writeText(&b, Topics(ts).Blocks, TextOptions{}))
		for _, want := range wants {
			require.Contains(t, b.String(), want, word)
		}
		for l := range strings.Lines(b.String()) {
			require.LessOrEqual(t, width(strings.TrimSuffix(l, "\n")), 80, word)
		}
	}
}

// Several meanings of one word are one page and a record each.
func TestExplainSeveral(t *testing.T) {
	ts, err := topic.Find(analyze.All(), "0x6600")
	require.NoError(t, err)
	require.Greater(t, len(ts), 2)
	d := Topics(ts)
	n := 0
	for r := range d.Records {
		require.Equal(t, "topic", r.RecordKind())
		n++
	}
	require.Equal(t, len(ts), n)
	var b bytes.Buffer
	require.NoError(t, writeText(&b, Topics(ts).Blocks, TextOptions{}))
	for _, x := range ts {
		require.Contains(t, b.String(), x.Name+": property")
	}
	require.NoError(t, writeJSON(&b, d.Value()))
}
