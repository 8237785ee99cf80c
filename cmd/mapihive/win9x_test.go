package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive/hivetest"
	"mapihive/hive/hivetest/cregtest"
)

// Two users of Windows 98, each with a profile of the same name, and the computer's own file.
const users98 = `
[Alice\Software\Microsoft\Windows Messaging Subsystem\Profiles]
"DefaultProfile"="Mail"
[Alice\Software\Microsoft\Windows Messaging Subsystem\Profiles\Mail]
[Alice\Software\Microsoft\Windows Messaging Subsystem\Profiles\Mail\9207f3e0a3b11019908b08002b2a56c2]
"01023d0e"=hex:b1,01,5c,1e,7d,40,b8,4f,9a,3e,60,d2,f7,eb,01,b1
"01023d00"=hex:c1,01,5c,1e,7d,40,b8,4f,9a,3e,60,d2,f7,9b,01,c1
[Alice\Software\Microsoft\Windows Messaging Subsystem\Profiles\Mail\b1015c1e7d40b84f9a3e60d2f7eb01b1]
"001e3d09"="MSPST MS"
"01023d00"=hex:c1,01,5c,1e,7d,40,b8,4f,9a,3e,60,d2,f7,9b,01,c1
[Alice\Software\Microsoft\Windows Messaging Subsystem\Profiles\Mail\c1015c1e7d40b84f9a3e60d2f79b01c1]
"001e300a"="mspst.dll"
"00033e03"=hex:21,00,00,00
"001e6700"="C:\\\u00cf\u00ee\u00f7\u00f2\u00e0.pst"
"001e6703"="hunter2"
"01023d0c"=hex:b1,01,5c,1e,7d,40,b8,4f,9a,3e,60,d2,f7,eb,01,b1
[Bob\Software\Microsoft\Windows Messaging Subsystem\Profiles\Mail]
`

func write98(t *testing.T) {
	t.Helper()
	tree, err := hivetest.ParseFile("../../analyze/testdata/pst-path-case.reg")
	require.NoError(t, err)
	t.Chdir(t.TempDir())
	for name, reg := range map[string]string{
		"win/USER.DAT":   users98,
		"win/SYSTEM.DAT": "[System\\CurrentControlSet\\Control\\Nls\\CodePage]\n\"ACP\"=\"1251\"",
	} {
		require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o777))
		require.NoError(t, os.WriteFile(name, cregtest.Build(t, reg), 0o666))
	}
	img, _, err := cregtest.Image(cregtest.Below("carol", tree))
	require.NoError(t, err)
	require.NoError(t, os.MkdirAll("win/Profiles/carol", 0o777))
	require.NoError(t, os.WriteFile("win/Profiles/carol/USER.DAT", img, 0o666))
}

// The registry files of Windows 9x go through every command.
func TestWindows9x(t *testing.T) {
	write98(t)
	want := func(status int, line []string, stdout, stderr string) {
		t.Helper()
		got, out, errs := do(line...)
		require.Equal(t, status, got, errs)
		require.Contains(t, out, stdout)
		require.Contains(t, errs, stderr)
	}
	want(0, []string{"analyze", "win"}, "[4] win/USER.DAT [Bob]", "")
	want(0, []string{"analyze", "win"}, "HIGH  pst-path/case, high confidence", "")
	want(0, []string{"analyze", "win"}, "creg 1.0, sound\n  text is in code page 1251 (named by the SYSTEM.DAT beside it)", "")
	want(1, []string{"analyze", "--fail-on", "high", "--format", "json", "win"}, `"user_key": "Alice",`, "")
	_, out, _ := do("analyze", "--format", "json", "win")
	require.NotContains(t, out, "last_write", "there are no times")
	require.NotContains(t, out, "hunter2")
	want(0, []string{"analyze", "win/SYSTEM.DAT"}, "Hive      win/SYSTEM.DAT", "")
	want(0, []string{"analyze", "win/SYSTEM.DAT"}, "Next      give the USER.DAT of the user in question", "")
	want(0, []string{"profiles", "win/SYSTEM.DAT"}, "A user's profiles stand in USER.DAT.", "")
	want(0, []string{"profiles", "win/USER.DAT"}, `C:\Почта.pst`, "")
	want(0, []string{"profiles", "--full", "win/USER.DAT"}, `PR_PST_PATH  PT_STRING8`, "")
	want(0, []string{"stores", "win"}, `2. PST  C:\Почта.pst`, "")
	want(0, []string{"accounts", "win"}, "win/USER.DAT [Alice]", "")
	want(2, []string{"export", "win/USER.DAT", "--profile", "mail"}, "", `2 profiles are called "mail"; choose with --user, --root, --state or --offset:`)
	want(0, []string{"export", "win/USER.DAT", "--profile", "mail", "--user", "alice", "--as", "reg-utf8", "-o", "-"}, `; hive: "win/USER.DAT [Alice]"`, "1 secret left out")
	want(2, []string{"diff", "win/USER.DAT", "win/Profiles/carol/USER.DAT"}, "", `win/USER.DAT holds 2 users; choose one with --user: "Alice", "Bob"`)
	want(0, []string{"diff", "win/USER.DAT", "win/Profiles/carol/USER.DAT", "--user", "bob"}, "A  win/USER.DAT [Bob]", "")
	want(5, []string{"diff", "win/USER.DAT", "win/USER.DAT", "--user", "nobody"}, "", `win/USER.DAT holds no user "nobody"; there are "Alice", "Bob"`)
	want(0, []string{"dump", "win/USER.DAT", `HKU\bob\software`}, "[Bob\\Software]  @", "")
	want(0, []string{"dump", "win/USER.DAT"}, `"001e6700"  REG_SZ  12  @`, "")
	want(0, []string{"dump", "--format", "jsonl", "win/SYSTEM.DAT"}, `"format":"creg"`, "")
	want(5, []string{"dump", "win/USER.DAT", "Dave"}, "", "no key [Dave]; the root key has 2 subkeys")
	want(4, []string{"dump", "--deleted", "win/USER.DAT"}, "", "deleted records are recovered from hives only")

	// It is evidence.
	want(2, []string{"analyze", "win/USER.DAT", "-o", "win/SYSTEM.DAT", "--force"}, "", "evidence")
}
