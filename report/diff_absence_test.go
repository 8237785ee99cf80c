package report

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/analyze"
	"mapihive/analyze/compare"
	"mapihive/hive"
)

func diffOf(t *testing.T, a, b *analyze.Whole) (text string, doc map[string]any) {
	t.Helper()
	d := compare.Snapshots(a, b)
	text = string(writtenAs(t, Diff(&a.Snapshot, &b.Snapshot, &d), "text"))
	for line := range strings.Lines(text) {
		require.True(t, width(line) <= 81 || strings.Contains(line, `\`), line)
	}
	require.NoError(t, json.Unmarshal(writtenAs(t, Diff(&a.Snapshot, &b.Snapshot, &d), "json"), &doc))
	return text, doc
}

// No form says of a hive that is not whole that something was removed from it.
func TestDiffWithATruncatedCopy(t *testing.T) {
	a, b := builtWhole(t, "whole", beforeDiff), builtWhole(t, "cut", "[Software]\n")
	b.State, b.Diagnostics = hive.Damaged, []hive.Diagnostic{{Kind: hive.KindTruncated}}
	text, doc := diffOf(t, &a, &b)
	for _, want := range []string{
		"  B is truncated. What seems absent from it may be there.\n",
		"  ? not found in one, may be",
		"? drive P:, not found in B  \\\\files\\mail\n",
		"Profile \"Cached\" (live, wms): not found in B\n",
		"\nB is truncated: it may be there.\n",
		"? primary mailbox \"Mailbox - Alice\"\n",
	} {
		require.Contains(t, text, want)
	}
	_, body, _ := strings.Cut(text, "User context")
	require.NotContains(t, body, "removed")
	require.NotContains(t, body, "\n- ")
	require.Equal(t, map[string]any{"b": []any{"is truncated"}}, doc["gaps"])
	p := doc["profiles"].([]any)[0].(map[string]any)
	require.Equal(t, "not-found-in-b", p["kind"])
	require.Equal(t, "B is truncated: it may be there", p["doubt"])
	require.Equal(t, "not-found-in-b", p["sections"].([]any)[0].(map[string]any)["kind"])

	same, doc := diffOf(t, &b, &b)
	require.NotContains(t, same, "No difference in profiles")
	require.Equal(t, true, doc["equal"])

	b = builtWhole(t, "small", "[Software]\n")
	text, doc = diffOf(t, &a, &b)
	require.Contains(t, text, ": removed\n")
	require.NotContains(t, text, "may be there")
	require.NotContains(t, doc, "gaps")
}

// Values that one side lacks, in a profile that both have.
func TestDiffOfPartsWithADirtyCopy(t *testing.T) {
	a := builtWhole(t, "whole", beforeDiff)
	b := builtWhole(t, "dirty", ";@ hive seq=2/1\n"+strings.NewReplacer(`"001e6602"="EXCH01"`, "", `"POP3 Password"=hex:02,68,75,6e,74,65,72,32`, "").Replace(beforeDiff))
	text, _ := diffOf(t, &a, &b)
	require.Contains(t, text, "B is dirty, without its last changes. What seems absent from it may be there.")
	require.Contains(t, text, "    ? PR_PROFILE_HOME_SERVER (001e6602), not found in B  EXCH01\n")
	require.Contains(t, text, "? POP3 Password, not found in B  a secret, stored in A\n")
	text, _ = diffOf(t, &b, &a)
	require.Contains(t, text, "    ? PR_PROFILE_HOME_SERVER (001e6602), not found in A  EXCH01\n")
	require.Contains(t, text, "? POP3 Password, not found in A  a secret, stored in B\n")
}

func TestDiffSaysWhatIsRecoverable(t *testing.T) {
	a := builtWhole(t, "before", beforeDiff)
	b := builtWhole(t, "after", strings.Replace(beforeDiff, `[$P\Scan\`, ";@ deleted\n[$P\\Scan]\n[$P\\Scan\\", 1))
	text, doc := diffOf(t, &a, &b)
	require.Contains(t, text, "Profile \"Scan\" (live, wms): removed\n")
	flat := strings.Join(strings.Fields(text), " ")
	require.Contains(t, flat, "Recoverable from the deleted records of B, with medium confidence: 1 of its 1 section.")
	require.Contains(t, flat, "mapihive export HIVE --state recovered --offset ")
	r := doc["profiles"].([]any)[0].(map[string]any)["recovered"].([]any)[0].(map[string]any)
	require.Equal(t, "recovered", r["state"])
	require.EqualValues(t, 1, r["sections"])
	require.EqualValues(t, 1, r["sections_of"])
	require.Contains(t, flat, "Recovered profiles are not compared with each other: A has 0, B has 1.")
}
