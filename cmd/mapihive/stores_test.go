package main

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive/hivetest"
	"mapihive/report"
)

func TestListCommands(t *testing.T) {
	desk(t)
	for _, c := range []struct {
		line           string
		status         int
		stdout, stderr string
	}{
		{"stores NTUSER.DAT", 0, `C:\Mail\Alice.pst`, ""},
		{"stores NTUSER.DAT dir", 0, "[3] dir/a/renamed.bin", ""},
		{"stores plain.dat", 0, "No profile names a PST or OST file, nor do", ""},
		{"stores --format xml NTUSER.DAT", 2, "", `--format is text, html, json, jsonl or csv, not "xml"`},
		{"stores", 2, "", "stores needs a hive or a folder"},
		{"stores nope.dat", 4, "", "nope.dat: no such file or folder"},
		{"stores NTUSER.DAT nope.dat", 3, "Alice.pst", "nope.dat: no such file or folder"},
		{"stores stub.dat", 4, "not read", "stub.dat: not read"},
		{"stores -o NTUSER.DAT NTUSER.DAT", 2, "", "evidence is never overwritten"},
		{"accounts NTUSER.DAT", 0, `Profile "Second"`, ""},
		{"accounts --format csv NTUSER.DAT", 0, "hive,sha256,profile", ""},
		{"accounts nope.dat", 4, "", "no such file"},
		{"__complete stores --format ", 0, "csv", "Completion ended"},
	} {
		t.Run(c.line, func(t *testing.T) {
			status, stdout, stderr := do(strings.Split(c.line, " ")...)
			require.Equal(t, c.status, status, stderr)
			require.Contains(t, strings.ReplaceAll(stdout, `dir\a`, "dir/a"), c.stdout)
			require.Contains(t, stderr, c.stderr)
			if c.stdout == "" {
				require.Empty(t, stdout)
			}
			if c.stderr == "" {
				require.Empty(t, stderr)
			}
			require.NotContains(t, stdout, "hunter2")
		})
	}
}

func TestListFormats(t *testing.T) {
	desk(t)
	for command, schema := range map[string]string{"stores": report.StoresSchema, "accounts": report.AccountsSchema, "timeline": report.TimelineSchema} {
		_, stdout, _ := do(command, "--format", "json", "NTUSER.DAT")
		var doc struct{ Schema string }
		require.NoError(t, json.Unmarshal([]byte(stdout), &doc))
		require.Equal(t, schema, doc.Schema)

		status, stdout, stderr := do(command, "--format", "csv", "--force", "-o", "list.csv", "NTUSER.DAT")
		require.Zero(t, status, stderr)
		require.Empty(t, stdout)
		f, err := os.Open("list.csv")
		require.NoError(t, err)
		_, err = csv.NewReader(f).ReadAll()
		require.NoError(t, err)
		require.NoError(t, f.Close())
	}
}

func TestHelpOfListsFits(t *testing.T) {
	for _, command := range []string{"stores", "accounts", "timeline", "export", "diff"} {
		_, stdout, _ := do(command, "--help")
		require.Contains(t, stdout, "Usage:")
		for l := range strings.Lines(stdout) {
			require.LessOrEqual(t, len(strings.TrimRight(l, "\n")), 80, l)
		}
	}
}

func TestStoresQuestions(t *testing.T) {
	desk(t)
	require.NoError(t, os.MkdirAll("disk/Mail", 0o755))
	require.NoError(t, os.WriteFile("disk/Mail/alice.pst", hivetest.PST{RecordKey: [16]byte{7}, Maps: 1}.Image(), 0o644))
	for _, c := range []struct {
		args           []string
		status         int
		stdout, stderr string
	}{
		{[]string{"stores", "--match", `c:\mail\ALICE.pst`, "NTUSER.DAT"}, 0, "different in case, high confidence", ""},
		{[]string{"stores", "--match", `c:\mail\ALICE.pst`, "--files", "C:=disk", "NTUSER.DAT"}, 0, `Open it as  C:\Mail\alice.pst`, ""},
		{[]string{"stores", "--match", `c:\nowhere.pst`, "NTUSER.DAT"}, 5, "No profile opens a PST file by a path", ""},
		{[]string{"stores", "--match", `c:\mail\ALICE.pst`, "--format", "json", "NTUSER.DAT"}, 0, `"schema": "mapihive/store-match/v1"`, ""},
		{[]string{"stores", "--collect", "NTUSER.DAT"}, 0, "C:\\Mail\\Alice.pst\n", ""},
		{[]string{"stores", "--collect", "--format", "json", "NTUSER.DAT"}, 0, `"schema": "mapihive/store-collect/v1"`, ""},
		{[]string{"stores", "--kape", "NTUSER.DAT"}, 0, "Path: 'C:\\Mail\\'\n        FileMask: 'Alice.pst'", ""},
		{[]string{"stores", "--kape", "--format", "json", "NTUSER.DAT"}, 2, "", "--format is text"},
		{[]string{"stores", "--collect", "--match", "x", "NTUSER.DAT"}, 2, "", "two questions"},
		{[]string{"stores", "--files", "C:=disk", "NTUSER.DAT"}, 0, "07000000000000000000000000000000", ""},
		{[]string{"stores", "--files", "C:=disk", "--format", "json", "NTUSER.DAT"}, 0, `"on_disk": [`, ""},
		{[]string{"stores", "--files", "C:=nowhere", "NTUSER.DAT"}, 2, "", "--files: nowhere: no such file"},
		{[]string{"stores", "--files", "C:=", "NTUSER.DAT"}, 2, "", "--files is DIR or C:=DIR"},
		{[]string{"stores", "--files", "C:=disk", "-o", "disk/Mail/alice.pst", "--force", "NTUSER.DAT"}, 2, "", "evidence"},
		{[]string{"analyze", "--files", "C:=disk", "--only", "pst-path", "NTUSER.DAT"}, 0, "(as the file", ""},
	} {
		t.Run(strings.Join(c.args, " "), func(t *testing.T) {
			status, stdout, stderr := do(c.args...)
			require.Equal(t, c.status, status, stderr)
			require.Contains(t, stdout, c.stdout)
			require.Contains(t, stderr, c.stderr)
		})
	}
}
