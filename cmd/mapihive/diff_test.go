package main

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive/hivetest"
	"mapihive/report"
)

func TestDiffCommand(t *testing.T) {
	desk(t)
	changed := strings.Replace(conflict, `"001e6703"="hunter2"`, `"001e6703"="hunter3"`, 1)
	changed = strings.Replace(changed, `C:\\Mail\\Alice.pst`, `D:\\Mail\\Alice.pst`, 1)
	require.NotEqual(t, conflict, changed)
	require.NoError(t, os.WriteFile("after.dat", hivetest.Build(t, changed), 0o666))
	cut := hivetest.Build(t, "[Software]\n\"long\"=hex:00*9000\n")
	require.NoError(t, os.WriteFile("cut.dat", cut[:8192], 0o666))
	for _, c := range []struct {
		line           string
		status         int
		stdout, stderr string
	}{
		{"diff NTUSER.DAT after.dat", 0, `C:\Mail\Alice.pst -> D:\Mail\Alice.pst`, ""},
		{"diff --exit-code NTUSER.DAT after.dat", 1, "PR_PST_PATH", ""},
		{"diff --exit-code NTUSER.DAT NTUSER.DAT", 0, "byte for byte", ""},
		{"diff NTUSER.DAT plain.dat", 0, `Profile "Second" (live, wms): removed`, ""},
		{"diff NTUSER.DAT cut.dat", 0, `Profile "Second" (live, wms): not found in B`, ""},
		{"diff cut.dat NTUSER.DAT", 0, `Profile "Second" (live, wms): not found in A`, ""},
		{"diff NTUSER.DAT", 2, "", "diff needs two hives"},
		{"diff", 2, "", "diff needs"},
		{"diff a b c", 2, "", `diff takes 2 path`},
		{"diff NTUSER.DAT dir", 2, "", "dir holds 2 hives; name the one to compare"},
		{"diff NTUSER.DAT nope.dat", 4, "", "nope.dat: no such file"},
		{"diff NTUSER.DAT stub.dat", 4, "", "stub.dat: not read"},
		{"diff --format csv NTUSER.DAT after.dat", 2, "", `--format is text, json or jsonl, not "csv"`},
		{"diff -o after.dat NTUSER.DAT after.dat", 2, "", "evidence is never overwritten"},
	} {
		t.Run(c.line, func(t *testing.T) {
			status, stdout, stderr := do(strings.Split(c.line, " ")...)
			require.Equal(t, c.status, status, stderr)
			require.Contains(t, stdout, c.stdout)
			require.Contains(t, stderr, c.stderr)
			if c.stdout == "" {
				require.Empty(t, stdout)
			}
			if c.stderr == "" {
				require.Empty(t, stderr)
			}
			require.NotContains(t, stdout, "hunter")
		})
	}

	_, stdout, _ := do("diff", "--format", "json", "NTUSER.DAT", "after.dat")
	var doc struct {
		Schema   string
		Equal    bool
		Profiles []any
	}
	require.NoError(t, json.Unmarshal([]byte(stdout), &doc))
	require.Equal(t, report.DiffSchema, doc.Schema)
	require.False(t, doc.Equal)
	require.Len(t, doc.Profiles, 1)
}
