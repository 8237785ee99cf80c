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
		{"diff --format csv NTUSER.DAT after.dat", 2, "", `--format is text, html, json or jsonl, not "csv"`},
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

// Two exports of the same keys, before and after, are compared as two hives are.
func TestDiffOfExports(t *testing.T) {
	desk(t)
	const before = `Windows Registry Editor Version 5.00

[HKEY_CURRENT_USER\Software\Microsoft\Office\16.0\Outlook]
"DefaultProfile"="Work"

[HKEY_CURRENT_USER\Software\Microsoft\Office\16.0\Outlook\Profiles\Work\9207f3e0a3b11019908b08002b2a56c2]
"01023d0e"=hex:a1,a1,a1,a1,a1,a1,a1,a1,a1,a1,a1,a1,a1,a1,a1,a1

[HKEY_CURRENT_USER\Software\Microsoft\Office\16.0\Outlook\Profiles\Work\a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1]
"001f3d09"=hex:4d,00,53,00,00,00
"001f3d0a"=hex:6d,00,2e,00,64,00,6c,00,6c,00,00,00
`
	after := strings.Replace(before, "4d,00,53,00,00,00", "4d,00,54,00,00,00", 1)
	require.NoError(t, os.WriteFile("before.reg", []byte(before), 0o666))
	require.NoError(t, os.WriteFile("after.reg", []byte(after), 0o666))
	status, out, stderr := do("diff", "before.reg", "after.reg", "--exit-code")
	require.Equal(t, 1, status, stderr)
	require.Contains(t, out, "MS -> MT")
	require.NotRegexp(t, `offset \d`, out)
	status, out, _ = do("diff", "before.reg", "before.reg", "--exit-code")
	require.Zero(t, status)
	require.Contains(t, out, "No difference")

	// What stands in one export alone may be outside the other.
	require.NoError(t, os.WriteFile("less.reg", []byte(before[:strings.Index(before, "[HKEY_CURRENT_USER\\Software\\Microsoft\\Office\\16.0\\Outlook\\Profiles")]), 0o666))
	_, out, _ = do("diff", "before.reg", "less.reg")
	require.Contains(t, out, "it may be there")
}
