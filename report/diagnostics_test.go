package report

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/analyze"
	"mapihive/hive"
)

// What is damaged in a transaction log is said with the log, and only then does the text speak of logs.
func TestDiagnosticInALog(t *testing.T) {
	d := hive.Diagnostic{Kind: hive.KindDataBounds, Place: hive.Place{Offset: 16976}, Structure: "data", Path: `K\L`, Message: "cut"}
	report := func() (text, doc string) {
		r := base("analyze", "x")
		r.Sources = []analyze.Snapshot{{Path: "NTUSER.DAT", Format: "regf", State: hive.Replayed, Diagnostics: []hive.Diagnostic{d}}}
		text = string(writtenAs(t, Analysis(r), "text"))
		return strings.Join(strings.Fields(text), " "), string(writtenAs(t, Analysis(r), "json"))
	}
	text, doc := report()
	require.Contains(t, text, "Offsets are from the start of the file; cell offsets")
	require.Contains(t, text, `offset 16976 (0x4250) data cut K\L`)
	require.NotContains(t, doc, `"log":`)

	d.File = "NTUSER.DAT.LOG1"
	text, doc = report()
	require.Contains(t, text, "Offsets are from the start of the file, or of the transaction log that is named; cell offsets")
	require.Contains(t, text, `offset 16976 (0x4250) data cut in transaction log NTUSER.DAT.LOG1 K\L`)
	var out struct{ Sources []analyze.Snapshot }
	require.NoError(t, json.Unmarshal([]byte(doc), &out))
	require.Equal(t, []hive.Diagnostic{d}, out.Sources[0].Diagnostics)
}

// Programs are told damage from notes, as people are.
func TestDamageInJSON(t *testing.T) {
	r := base("analyze", "x")
	r.Sources = []analyze.Snapshot{{Path: "NTUSER.DAT", Format: "regf", State: hive.Damaged}}
	for _, k := range hive.KindDocs() {
		r.Sources[0].Diagnostics = append(r.Sources[0].Diagnostics, hive.Diagnostic{Kind: k.Kind})
	}
	var out struct {
		Sources []struct {
			Diagnostics []struct {
				Kind   hive.Kind
				Damage bool
			}
		}
	}
	require.NoError(t, json.Unmarshal(writtenAs(t, Analysis(r), "json"), &out))
	require.Len(t, out.Sources[0].Diagnostics, len(hive.KindDocs()))
	for _, d := range out.Sources[0].Diagnostics {
		require.Equal(t, d.Kind.Damage(), d.Damage, "%s", d.Kind)
	}
}

// Custody says where reading may have left a trace, and only there.
func TestCustodySaysAccessTime(t *testing.T) {
	for _, touched := range []bool{false, true} {
		r := base("analyze", "x")
		r.Sources = []analyze.Snapshot{{Path: "NTUSER.DAT", Format: "regf", State: hive.Clean, Touched: touched}}
		text := strings.Join(strings.Fields(string(writtenAs(t, Analysis(r), "text"))), " ")
		require.Equal(t, touched, strings.Contains(text, "reading may have set the access time of this file or of its logs"))
	}
}
