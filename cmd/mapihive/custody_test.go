package main

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Every command says which file it read and by what, in every format that can hold it; where it lies on this
// machine and when the run was, the formats for programs alone, so that a text is the same each time.
func TestCustodyOfEveryCommand(t *testing.T) {
	desk(t)
	here, err := filepath.EvalSymlinks(".")
	require.NoError(t, err)
	here, err = filepath.Abs(here)
	require.NoError(t, err)
	absolute := filepath.Join(here, "NTUSER.DAT")
	today := time.Now().UTC().Format("2006-")

	_, document, _ := do("analyze", "--format", "json", "NTUSER.DAT")
	_, sum, _ := strings.Cut(document, `"sha256": "`)
	sum = sum[:64]
	for _, c := range []struct {
		args    []string
		formats []string
	}{
		{[]string{"analyze", "NTUSER.DAT"}, []string{"json", "jsonl"}},
		{[]string{"profiles", "NTUSER.DAT"}, []string{"json", "jsonl"}},
		{[]string{"profiles", "--full", "NTUSER.DAT"}, []string{"json", "jsonl"}},
		{[]string{"stores", "NTUSER.DAT"}, []string{"json", "jsonl"}},
		{[]string{"accounts", "NTUSER.DAT"}, []string{"json", "jsonl"}},
		{[]string{"timeline", "NTUSER.DAT"}, []string{"json", "jsonl"}},
		{[]string{"diff", "NTUSER.DAT", "plain.dat"}, []string{"json", "jsonl"}},
		{[]string{"dump", "NTUSER.DAT"}, []string{"jsonl"}},
		{[]string{"export", "NTUSER.DAT", "--profile", "Outlook", "--as", "reg-utf8"}, nil},
	} {
		status, text, stderr := do(c.args...)
		require.Zero(t, status, stderr)
		flat := strings.Join(strings.Fields(strings.ReplaceAll(text, ";", "")), " ")
		for _, want := range []string{
			"NTUSER.DAT", sum, "base block: last write 2010-07-20T12:00:00.0000000Z", "sequence numbers 1 and 1", `file name "NTUSER.DAT"`,
			"NTUSER.DAT.LOG1", "not applied", "the hive is clean", "mapihive " + toolVersion(), strings.Join(c.args, " "),
		} {
			require.Contains(t, flat, want, "%q", c.args)
		}
		for _, no := range []string{absolute, today} {
			require.NotContains(t, text, no, "%q", c.args)
		}
		_, again, _ := do(c.args...)
		require.Equal(t, text, again)

		for _, format := range c.formats {
			_, out, _ := do(append(c.args, "--format", format)...)
			out = strings.ReplaceAll(out, `": `, `":`)
			for _, want := range []string{
				`"path":"NTUSER.DAT"`, `"absolute_path":"` + strings.ReplaceAll(absolute, `\`, `\\`) + `"`, `"sha256":"` + sum + `"`,
				`"last_written":"2010-07-20T12:00:00.0000000Z"`, `"sequence_1":1`, `"file_name":"NTUSER.DAT"`, `"verdict":"not applied"`,
				`"version":"` + toolVersion() + `"`, `"started":"` + today,
			} {
				if format == "jsonl" && want == `"path":"NTUSER.DAT"` && c.args[0] != "dump" {
					want = `"source":"NTUSER.DAT"`
				}
				require.Contains(t, out, want, "%q as %s", c.args, format)
			}
		}
	}

	// What leaves something out is said with what was read.
	_, text, _ := do("profiles", "--live", "--no-logs", "NTUSER.DAT")
	require.Contains(t, text, "without transaction logs (--no-logs)")
	require.Contains(t, text, "in part (--live)")
	_, out, _ := do("stores", "--no-logs", "--format", "jsonl", "NTUSER.DAT")
	require.Contains(t, out, `"options":{"no_logs":true}`)
	_, document, _ = do("analyze", "--only", "orphan", "--format", "json", "NTUSER.DAT")
	require.Contains(t, document, "\"analyzers\": [\n    \"orphan\"\n  ]")
}
