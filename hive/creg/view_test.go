package creg_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/creg"
	"mapihive/hive/hivetest/cregtest"
	"mapihive/hive/mapi"
	"mapihive/hive/ntuser"
)

// aliceProfile is a USER.DAT with one profile of the user Alice and one of nobody by name.
const aliceProfile = `
[.DEFAULT\Software\Microsoft\Windows Messaging Subsystem\Profiles]
"DefaultProfile"="MS Exchange Settings"
[.DEFAULT\Software\Microsoft\Windows Messaging Subsystem\Profiles\MS Exchange Settings]
[Alice\Control Panel\International]
"Locale"="00000407"
[Alice\Network\Persistent\P]
"RemotePath"="\\\\server\\share"
[Alice\Software\Microsoft\Windows Messaging Subsystem\Profiles]
"DefaultProfile"="J\u00f6rg"
[Alice\Software\Microsoft\Windows Messaging Subsystem\Profiles\J\u00f6rg]
[Alice\Software\Microsoft\Windows Messaging Subsystem\Profiles\J\u00f6rg\9207f3e0a3b11019908b08002b2a56c2]
"01023d0e"=hex:b1,01,5c,1e,7d,40,b8,4f,9a,3e,60,d2,f7,eb,01,b1
"01023d00"=hex:c1,01,5c,1e,7d,40,b8,4f,9a,3e,60,d2,f7,9b,01,c1
[Alice\Software\Microsoft\Windows Messaging Subsystem\Profiles\J\u00f6rg\b1015c1e7d40b84f9a3e60d2f7eb01b1]
"001e3d09"="MSPST MS"
"001e3001"="Pers\u00f6nliche Ordner"
"01023d00"=hex:c1,01,5c,1e,7d,40,b8,4f,9a,3e,60,d2,f7,9b,01,c1
[Alice\Software\Microsoft\Windows Messaging Subsystem\Profiles\J\u00f6rg\c1015c1e7d40b84f9a3e60d2f79b01c1]
"001e300a"="mspst.dll"
"00033e03"=hex:21,00,00,00
"00033009"=hex:02,00,00,00
"001e6700"="C:\\EIGENE~1\\J\u00f6rg.pst"
"01023d0c"=hex:b1,01,5c,1e,7d,40,b8,4f,9a,3e,60,d2,f7,eb,01,b1
[Software\Microsoft\Windows]
[Other]
`

func TestUsers(t *testing.T) {
	cp := page(t, 1252)
	h, err := creg.Read(t.Context(), cregtest.Build(t, aliceProfile), creg.Options{CodePage: cp})
	require.NoError(t, err)
	require.Equal(t, cp, h.TextPage())
	_, err = h.Verify(t.Context())
	require.NoError(t, err)
	users := h.Users()
	require.Len(t, users, 3)
	require.Equal(t, []hive.Text{".DEFAULT", "Alice", ""}, []hive.Text{users[0].Name(), users[1].Name(), users[2].Name()})

	ps, err := mapi.Read(t.Context(), users[1].Registry(), mapi.Options{CodePage: cp})
	require.NoError(t, err)
	require.Len(t, ps.Profiles, 1)
	p := ps.Profiles[0]
	require.Equal(t, hive.Text("Jörg"), p.Name)
	require.Equal(t, mapi.Win9x, p.Root)
	require.True(t, p.Default)
	require.Equal(t, hive.Path(`Software\Microsoft\Windows Messaging Subsystem\Profiles\Jörg`), p.Key, "paths start at the user's key")
	require.Zero(t, p.LastWrite)
	require.Len(t, p.Services, 1)
	require.Equal(t, hive.Text("MSPST MS"), p.Services[0].Name)
	require.Len(t, p.Services[0].Providers, 1)
	require.Equal(t, hive.Text(`C:\EIGENE~1\Jörg.pst`), p.Services[0].Providers[0].PSTPath)
	require.Empty(t, h.Diagnostics())

	c, err := ntuser.Read(t.Context(), users[1].Registry())
	require.NoError(t, err)
	number, _, ok := c.CodePage()
	require.True(t, ok)
	require.Equal(t, 1252, number)

	ps, err = mapi.Read(t.Context(), users[0].Registry(), mapi.Options{CodePage: cp})
	require.NoError(t, err)
	require.Len(t, ps.Profiles, 1)
	require.True(t, users[2].Rest())
	var rest []string
	root, ok := users[2].Registry().Root()
	require.True(t, ok)
	require.NoError(t, hive.Walk(t.Context(), root, func(k hive.Key, _ int) error {
		rest = append(rest, string(k.Path()))
		return nil
	}))
	require.Equal(t, []string{"", "Software", `Software\Microsoft`, `Software\Microsoft\Windows`, "Other"}, rest, "the users' keys are theirs")
	_, ok = root.Subkey("Alice")
	require.False(t, ok)
}

// A reader's note about a user's key names the key by its path in the file.
func TestNoteOfAUser(t *testing.T) {
	h := read(t, cregtest.Build(t, aliceProfile))
	h.Users()[1].Registry().Note(hive.Diagnostic{Kind: hive.KindProperty, Path: `Software\x`})
	require.Equal(t, hive.Path(`Alice\Software\x`), h.Diagnostics()[0].Path)
	h.View().Note(hive.Diagnostic{Kind: hive.KindLimit, Path: `Alice`})
	require.Equal(t, hive.Path(`Alice`), h.Diagnostics()[1].Path)
}

func TestRealUsers(t *testing.T) {
	var names []hive.Text
	for _, u := range openReal(t, "USER.DAT").Users() {
		names = append(names, u.Name())
	}
	require.Equal(t, []hive.Text{".DEFAULT", ""}, names)
	require.Empty(t, openReal(t, "SYSTEM.DAT").Users())
}

func TestCodePage(t *testing.T) {
	number, fact, ok := openReal(t, "SYSTEM.DAT").CodePage()
	require.True(t, ok)
	require.Equal(t, 1252, number)
	require.Equal(t, hive.Path(`System\CurrentControlSet\control\Nls\Codepage`).Raised(), fact.Key.Raised())
	require.Positive(t, fact.Offset)
	_, _, ok = openReal(t, "USER.DAT").CodePage()
	require.False(t, ok)
	for data, want := range map[string]int{`"932"`: 932, `""`: 0, `"none"`: 0, `"-1"`: 0, `dword:3a4`: 0} {
		h := read(t, cregtest.Build(t, `[System\CurrentControlSet\Control\Nls\CodePage]`+"\n"+`"ACP"=`+data))
		number, _, ok := h.CodePage()
		require.Equal(t, want, number, data)
		require.Equal(t, want > 0, ok, data)
	}
}

// The view gives text as Windows hands it out.
func TestViewText(t *testing.T) {
	h := read(t, cregtest.Build(t, "[K]\n\"s\"=\"a\u00e4\"\n\"e\"=expand:\"%x%\"\n\"m\"=multi:\"a\",\"b\"\n\"b\"=hex:61,62\n\"none\"=hex(7):\n\"empty\"=\"\""))
	k, ok := hive.Lookup(mustRoot(t, h), `K`)
	require.True(t, ok)
	for name, want := range map[hive.Text]string{
		"s": "a\x00\xe4\x00\x00\x00", "e": "%\x00x\x00%\x00\x00\x00", "m": "a\x00\x00\x00b\x00\x00\x00\x00\x00", "b": "ab", "none": "\x00\x00\x00\x00", "empty": "\x00\x00",
	} {
		v, ok := k.Value(name)
		require.True(t, ok)
		data, whole := v.Data()
		require.True(t, whole)
		require.Equal(t, want, string(data), name)
		require.Equal(t, len(want), v.Size())
	}
	require.Zero(t, k.LastWrite())
	require.Nil(t, k.SecurityDescriptor())
}

func mustRoot(t *testing.T, h *creg.Hive) hive.Key {
	root, ok := h.View().Root()
	require.True(t, ok)
	return root
}
