package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive/hivetest"
)

// Registry text goes through dump as hives do: the one hive of a text as itself, several below their root keys, each
// fact with its line.
func TestDumpOfRegistryText(t *testing.T) {
	t.Chdir(t.TempDir())
	one := "Windows Registry Editor Version 5.00\n\n[HKEY_CURRENT_USER\\Software\\A]\n\"x\"=\"1\"\nno value\n\"gone\"=\"2\"\n\"gone\"=-\n\"POP3 Password\"=\"hunter2\"\n"
	require.NoError(t, os.WriteFile("one.reg", []byte(one), 0o666))
	status, out, _ := do("dump", "one.reg")
	require.Zero(t, status)
	require.Contains(t, out, "reg 5, export, ")
	require.Contains(t, out, "[Software\\A]  @line 3\n  \"x\"  REG_SZ  4  @line 4  \"1\"\n")
	require.Contains(t, out, "line 5 [Software\\A]")
	require.NotContains(t, out, "offset")
	require.NotContains(t, out, "hunter2")
	require.NotContains(t, out, `"gone"  REG_SZ`)

	require.NoError(t, os.WriteFile("two.reg", []byte(one+"[HKEY_USERS\\S-1-5-21-1-2-3-4\\Software\\B]\n\"y\"=dword:00000001\n[HKEY_USERS\\.DEFAULT]\n"), 0o666))
	status, out, _ = do("dump", "two.reg")
	require.Zero(t, status)
	var keys []string
	for _, line := range strings.Split(out, "\n") {
		if key, _, ok := strings.Cut(line, "]  @"); ok {
			keys = append(keys, key+"]")
		}
	}
	require.Equal(t, []string{`[\]`, `[HKEY_CURRENT_USER]`, `[HKEY_CURRENT_USER\Software]`, `[HKEY_CURRENT_USER\Software\A]`,
		`[HKEY_USERS]`, `[HKEY_USERS\S-1-5-21-1-2-3-4]`, `[HKEY_USERS\S-1-5-21-1-2-3-4\Software]`,
		`[HKEY_USERS\S-1-5-21-1-2-3-4\Software\B]`, `[HKEY_USERS\.DEFAULT]`}, keys)
	status, out, _ = do("dump", "--format", "jsonl", "two.reg", `hkey_users\s-1-5-21-1-2-3-4\software`)
	require.Zero(t, status)
	require.Contains(t, out, `"line":10`)
	require.NotContains(t, out, "HKEY_CURRENT_USER")

	status, _, stderr := do("dump", "--deleted", "one.reg")
	require.Equal(t, statusNothing, status)
	require.Contains(t, stderr, "deleted records are recovered from hives only")
}

// Registry text of a profile, in UTF-16 and in ANSI, is a source without times that says what it cannot show.
func TestCaseOfRegistryText(t *testing.T) {
	dir := filepath.Dir(hivetest.RealCase(t, "c17"))
	status, out, stderr := do("analyze", "--format", "json", dir)
	require.Zero(t, status, stderr)
	var doc struct {
		Sources []struct {
			State    string
			Profiles []struct {
				Name, State string
				Line        int
			}
		}
		Findings []struct{ Severity, Confidence, Detail string }
	}
	require.NoError(t, json.Unmarshal([]byte(out), &doc))
	require.Len(t, doc.Sources, 2)
	for _, s := range doc.Sources {
		require.Equal(t, "export", s.State)
		require.Len(t, s.Profiles, 1)
		require.Equal(t, "Outlook", s.Profiles[0].Name)
		require.Equal(t, "live", s.Profiles[0].State)
		require.Positive(t, s.Profiles[0].Line)
	}
	require.NotContains(t, out, "last_write")
	require.NotEmpty(t, doc.Findings)
	for _, f := range doc.Findings {
		require.Equal(t, "low", f.Severity)
		require.Equal(t, "medium", f.Confidence)
		require.Contains(t, f.Detail, "only the keys that were exported")
	}
}
