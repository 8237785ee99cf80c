package report

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/analyze"
	"mapihive/analyze/collect"
	"mapihive/hive"
	"mapihive/hive/hivetest"
	"mapihive/hive/mapi"
	"mapihive/hive/mapi/prop"
)

// A profile with every kind of value and name that registry text can hold.
const regProfile = `
[$P\Über "alle" [Mail]]
"on the profile"=dword:0000002a
[$P\Über "alle" [Mail]\9207f3e0a3b11019908b08002b2a56c2]
"01023d0e"=hex:a1*16
"01023d00"=hex:b1*16
[$P\Über "alle" [Mail]\a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1]
"001f3d09"=utf16:"MSUPST MS"
"001f3d0a"=utf16:"mspst.dll"
"01023d00"=hex:b1*16
[$P\Über "alle" [Mail]\b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1]
"00033e03"=hex:21,00,00,00
"01023d0c"=hex:a1*16
"001f6700"=utf16:"C:\\Mail\\日本.pst"
"001e6704"="hunter2"
"long"=hex:00*200
[$P\Über "alle" [Mail]\9375CFF0413111d3B88A00104B2A6676\00000001]
@="the default"
"clsid"="{ED475411-B0D6-11D2-8C3B-00104B2A6676}"
"Account Name"="\"alice\" \\ {x} ; want nothing"
"POP3 Password"=hex:02,68,75,6e,74,65,72,32
"Größe 日本 \ud83d\ude00"="ж"
"quote\"back\\slash=]"=dword:ffffffff
"sz empty"=hex(1):
"sz no NUL"=hex(1):61,00
"sz odd"=hex(1):61,00,00
"sz two NULs"=hex(1):61,00,00,00,62,00,00,00
"sz line feed"=hex(1):61,00,0a,00,00,00
"sz lone surrogate"=hex(1):00,d8,00,00
"sz bidi"=hex(1):2e,20,00,00
"none"=hex(0):01
"expand"=expand:"%USERPROFILE%\\x"
"binary empty"=hex:
"dword short"=hex(4):01
"dword big"=hex(5):00,00,00,01
"link"=hex(6):61,00
"multi"=multi:"a","b"
"resource"=hex(8):01,02
"full"=hex(9):01,02
"requirements"=hex(a):01,02
"qword"=qword:1122334455667788
"odd type"=hex(ffff0010):01,02,03
[$P\Über "alle" [Mail]\{D9734F19-8CFB-411D-BC59-833E334FCB5E}\Calendar Summary\ deep \x]
"v"=dword:00000001
`

func only(t testing.TB, s *analyze.Whole, state hive.Origin) mapi.Whole {
	t.Helper()
	var found mapi.Whole
	for i := range s.Profiles {
		if s.Profiles[i].State == state {
			require.Nil(t, found.Profile, "several %s profiles", state)
			found = s.Profile(i)
		}
	}
	require.NotNil(t, found.Profile, "no %s profile", state)
	return found
}

// flat is a profile as Windows has it: every key and value below it, by name.
func flat(p mapi.Whole) map[string]string {
	out := map[string]string{}
	for _, v := range p.Properties {
		out["\\"+string(v.Raw.Name)] = fmt.Sprintf("%v %x", v.Raw.Type, v.Raw.Data)
	}
	var add func(path string, k *mapi.Key)
	add = func(path string, k *mapi.Key) {
		path += `\` + string(k.Name)
		out[path] = "key"
		for i, v := range k.Values {
			out[path+"\x00"+string(v.Name)] = fmt.Sprintf("%d %v %x", i, v.Type, v.Data)
		}
		for i := range k.Subkeys {
			add(path, &k.Subkeys[i])
		}
	}
	for i := range p.Sections {
		add("", &p.Sections[i].Key)
	}
	return out
}

func export(t testing.TB, s *analyze.Snapshot, p mapi.Whole, o RegOptions) (text []byte, lost int) {
	t.Helper()
	if o.To.Holder == "" {
		var ok bool
		o.To, ok = RegPlace(p.Profile)
		require.True(t, ok)
	}
	var b bytes.Buffer
	left, err := Reg(&b, s, p, o)
	require.NoError(t, err)
	if o.WithSecrets {
		require.Empty(t, left.Secrets)
	}
	return b.Bytes(), left.Lost
}

// plainReg is what an export says, as UTF-8 with LF.
func plainReg(t testing.TB, text []byte) string {
	t.Helper()
	if bytes.HasPrefix(text, []byte("\xff\xfe")) {
		s := string(hive.DecodeUTF16(text[2:]))
		require.NotContains(t, strings.ReplaceAll(s, "\r\n", ""), "\n", "every line ends in CRLF")
		return strings.ReplaceAll(s, "\r\n", "\n")
	}
	require.NotContains(t, string(text), "\r")
	return string(text)
}

// back builds a hive from an export and returns its one live profile.
func back(t testing.TB, text []byte) mapi.Whole {
	t.Helper()
	// The test kit reads UTF-8, which has no way to write half a surrogate pair, but for this one.
	plain := strings.ReplaceAll(plainReg(t, text), "\xed\xa0\x80", `\ud800`)
	s := collect.TakeWholeImage(context.Background(), "back", hivetest.Build(t, plain))
	require.Empty(t, s.Error)
	return only(t, &s, hive.Live)
}

func TestRegRoundTrip(t *testing.T) {
	s := builtWhole(t, "NTUSER.DAT", regProfile)
	p := only(t, &s, hive.Live)
	require.NotEmpty(t, p.Properties, "values of the profile key itself")
	for _, utf8 := range []bool{false, true} {
		text, lost := export(t, &s.Snapshot, p, RegOptions{WithSecrets: true, UTF8: utf8})
		require.Zero(t, lost)
		got := back(t, text)
		require.Equal(t, p.Key, got.Key)
		require.Equal(t, flat(p), flat(got))
		require.Contains(t, plainReg(t, text), "; secrets: 2 secrets below.")
	}
}

func TestRegForm(t *testing.T) {
	s := builtWhole(t, "NTUSER.DAT", regProfile)
	text, _ := export(t, &s.Snapshot, only(t, &s, hive.Live), RegOptions{})
	golden(t, "reg.txt", []byte(plainReg(t, text)))
	require.True(t, strings.HasPrefix(plainReg(t, text), "Windows Registry Editor Version 5.00\n\n; "))
	for line := range strings.Lines(plainReg(t, text)) {
		if strings.HasPrefix(line, ";") {
			require.NotContains(t, line, "\\\n", "would join the next line")
			continue
		}
		require.True(t, line[0] == '[' || line[0] == '"' || len(line) <= 81, line)
	}
	require.Equal(t, text, func() []byte { again, _ := export(t, &s.Snapshot, only(t, &s, hive.Live), RegOptions{}); return again }())
}

func TestRegLeavesSecretsOut(t *testing.T) {
	s := builtWhole(t, "NTUSER.DAT", regProfile)
	p := only(t, &s, hive.Live)
	for _, utf8 := range []bool{false, true} {
		text, lost := export(t, &s.Snapshot, p, RegOptions{UTF8: utf8})
		require.Zero(t, lost, "a secret that nobody asked for is not lost")
		plain := plainReg(t, text)
		require.NotContains(t, plain, "hunter2")
		require.NotContains(t, strings.ReplaceAll(plain, ",", ""), "68756e74657232")
		require.NotContains(t, strings.ReplaceAll(plain, ",", ""), "680075006e007400650072003200")
		require.Equal(t, 2, strings.Count(plain, "; left out: value "))
		want := flat(p)
		got := flat(back(t, text))
		require.Len(t, got, len(want)-2)
	}
}

// What registry text has no way to write is left out and named, never written as something else.
func TestRegRefusesNames(t *testing.T) {
	s := builtWhole(t, "NTUSER.DAT", `
[$P\Mail\8503020000000000c000000000000046]
"0102300b"=hex:5c*16
"line\u000afeed"=dword:00000001
"n\u0000ul"=dword:00000001
"half \ud800"=dword:00000001
[$P\Mail\sub\u000d\u000a[HKEY_CURRENT_USER\u005Cevil]\x]
"v"=dword:00000001
[$P\Mail\back\u005Cslash]
`)
	p := only(t, &s, hive.Live)
	text, lost := export(t, &s.Snapshot, p, RegOptions{})
	require.Equal(t, 4, lost)
	require.NotContains(t, plainReg(t, text), "\n[HKEY_CURRENT_USER\\evil")
	require.Contains(t, plainReg(t, text), "control character U+000A")
	require.Contains(t, plainReg(t, text), "control character U+0000")
	got := back(t, text)
	require.Len(t, got.Sections, 1)
	require.Len(t, got.Sections[0].Key.Values, 2, "UTF-16 writes half a surrogate pair")

	text, lost = export(t, &s.Snapshot, p, RegOptions{UTF8: true})
	require.Equal(t, 5, lost)
	require.Contains(t, plainReg(t, text), "half a surrogate pair")
	require.Len(t, back(t, text).Sections[0].Key.Values, 1)

	for _, o := range []mapi.Location{{Holder: "Software", Name: "a\nb"}, {Holder: "Soft\nware", Name: "a"}} {
		_, err := Reg(&bytes.Buffer{}, &s.Snapshot, p, RegOptions{To: o})
		require.ErrorContains(t, err, "control character U+000A")
	}
}

// Two keys or values of one name would be mixed by an import; data that are not whole would be another value.
func TestRegLeavesOutWhatIsNotWhole(t *testing.T) {
	key := func(name hive.Text, values ...prop.Value) mapi.Section {
		return mapi.Section{Key: mapi.Key{Name: name, Path: hive.Path("P").Join(name), Values: values}}
	}
	p := mapi.Whole{Profile: &mapi.Profile{
		Name: "X", Key: wms + `\X`, Root: "wms", State: hive.Recovered, Confidence: hive.Medium, Notes: []string{"partial: lost are 1 values"},
	}, Contents: &mapi.Contents{Sections: []mapi.Section{
		key("a", prop.Value{Name: "v", Type: hive.RegBinary, Data: []byte{1}}, prop.Value{Name: "V", Type: hive.RegBinary, Data: []byte{2}}),
		key("A", prop.Value{Name: "other", Type: hive.RegBinary}),
		key("b", prop.Value{Name: "half", Type: hive.RegBinary, Data: []byte{1}, Missing: "1 of 2 bytes are left"}),
	}}}
	p.Sections[2].Key.Lost = "3 values"
	text, lost := export(t, &analyze.Snapshot{Path: `C:\`}, p, RegOptions{UTF8: true})
	require.Equal(t, 4, lost)
	plain := plainReg(t, text)
	for _, want := range []string{"recovered, medium confidence", "note: partial", "1 of 2 bytes are left", "3 values", "stands before it"} {
		require.Contains(t, plain, want)
	}
	require.Equal(t, map[string]string{`\a`: "key", "\\a\x00v": "0 REG_BINARY 01", `\b`: "key"}, flat(back(t, text)))
}

func TestRegPlace(t *testing.T) {
	home := strings.TrimSuffix(wms, `\Profiles`)
	for _, c := range []struct {
		key    hive.Path
		root   mapi.Generation
		holder hive.Path
	}{
		{wms + `\A`, "wms", wms},
		{hive.Path(home + `\Deleted Profiles\A`), "wms", hive.Path(home + `\Profiles`)},
		{hive.Path(home + `\DELETED PROFILES\A`), "wms", hive.Path(home + `\Profiles`)},
		{`?\Profiles\A`, "unknown", ""},
		{`?`, "unknown", ""},
		{`Some\Key\A`, "unknown", ""},
	} {
		to, ok := RegPlace(&mapi.Profile{Name: "A", Key: c.key, Root: c.root})
		require.Equal(t, c.holder != "", ok, c.key)
		if ok {
			require.Equal(t, mapi.Location{Holder: c.holder, Name: "A"}, to)
		}
	}
}

// What stands where Outlook does not look is given back to where it does, if the generation is known.
func TestRegPlaceFromElsewhere(t *testing.T) {
	for _, c := range []struct {
		key    hive.Path
		root   mapi.Generation
		holder hive.Path
	}{
		{`Software\Microsoft\Office\16.0\Outlook\Old\A`, "16.0", `Software\Microsoft\Office\16.0\Outlook\Profiles`},
		{`Profiles\A`, "wms", wms},
		{`X\A`, "win9x", `Software\Microsoft\Windows Messaging Subsystem\Profiles`},
		{`X\A`, "unknown", ""},
		{``, "unknown", ""},
	} {
		to, ok := RegPlace(&mapi.Profile{Name: "A", Key: c.key, Root: c.root, Where: mapi.Where{Kind: mapi.Elsewhere}})
		require.Equal(t, c.holder != "", ok, c.key)
		require.Equal(t, mapi.Location{Holder: c.holder, Name: "A"}, to)
	}
}

// Registry text has no escapes in key names: a name that looks like the escape of a path is written as it is.
func TestRegNameLikeAnEscape(t *testing.T) {
	s := builtWhole(t, "NTUSER.DAT", `
[$P\\u0075005Cx]
[$P\\u0075005Cx\9207f3e0a3b11019908b08002b2a56c2]
"01023d0e"=hex:a1*16`)
	p := only(t, &s, hive.Live)
	require.Equal(t, hive.Text("u005Cx"), p.Name)
	text, lost := export(t, &s.Snapshot, p, RegOptions{})
	require.Zero(t, lost)
	for _, key := range []string{"", `\u005Cx`, `\u005Cx\9207f3e0a3b11019908b08002b2a56c2`} {
		require.Contains(t, plainReg(t, text), `[HKEY_CURRENT_USER\`+wms+key+"]\n")
	}
	for line := range strings.Lines(plainReg(t, text)) {
		require.False(t, line[0] == '[' && strings.Contains(line, `\\`), line)
	}

	text, _ = export(t, &s.Snapshot, p, RegOptions{To: mapi.Location{Holder: hive.Path("Software").Join("u0075"), Name: "u0000"}})
	require.Contains(t, plainReg(t, text), `[HKEY_CURRENT_USER\Software\u0075\u0000]`)
	_, err := Reg(&bytes.Buffer{}, &s.Snapshot, p, RegOptions{To: mapi.Location{Holder: hive.Path("Software").Join(`a\b`), Name: "A"}})
	require.ErrorContains(t, err, "it holds a backslash")
}

// A deleted profile, and one that is recovered from freed cells, come back below Profiles.
func TestRegGivesBack(t *testing.T) {
	const content = `\8503020000000000c000000000000046]
"0102300b"=hex:5c*16
"001f3001"=utf16:"kept"
`
	live := builtWhole(t, "live", "[$P\\Mail"+content)
	want := flat(only(t, &live, hive.Live))
	for state, reg := range map[hive.Origin]string{
		hive.Deleted:   "[$D\\Mail" + content,
		hive.Recovered: ";@ deleted\n[$P\\Mail]\n[$P\\Mail" + content,
	} {
		s := builtWhole(t, "NTUSER.DAT", reg)
		p := only(t, &s, state)
		text, lost := export(t, &s.Snapshot, p, RegOptions{})
		require.Zero(t, lost, plainReg(t, text))
		require.Contains(t, plainReg(t, text), "; state: "+string(state))
		got := back(t, text)
		require.Equal(t, hive.Path(wms+`\Mail`), got.Key)
		require.Equal(t, want, flat(got))
	}
}

func TestRegOfRealHives(t *testing.T) {
	for _, s := range realHives(t) {
		for i := range s.Profiles {
			p := s.Profile(i)
			if p.State != hive.Live {
				continue
			}
			text, lost := export(t, &s.Snapshot, p, RegOptions{WithSecrets: true})
			require.Zero(t, lost)
			require.Equal(t, flat(p), flat(back(t, text)), s.Path)
		}
	}
}

// hivexregedit is a reader of registry text that shares no code with this program.
func TestRegThroughHivexregedit(t *testing.T) {
	hivexregedit, err := exec.LookPath("hivexregedit")
	if err != nil {
		t.Skip("SKIPPED, NO PEER: hivexregedit is not installed, no outside program checks the exported text")
	}
	merge := func(s *analyze.Snapshot, p mapi.Whole) mapi.Whole {
		text, lost := export(t, s, p, RegOptions{WithSecrets: true, UTF8: true})
		require.Zero(t, lost)
		dir := t.TempDir()
		reg, into := filepath.Join(dir, "export.reg"), filepath.Join(dir, "NTUSER.DAT")
		require.NoError(t, os.WriteFile(reg, text, 0o666))
		require.NoError(t, os.WriteFile(into, hivetest.Build(t, "[]\n"), 0o666))
		out, err := exec.Command(hivexregedit, "--merge", "--prefix", "HKEY_CURRENT_USER", into, reg).CombinedOutput()
		require.NoError(t, err, string(out))
		merged := collect.TakeWhole(context.Background(), into, collect.Options{NoRecovery: true, Contents: true})
		require.Empty(t, merged.Error)
		return only(t, &merged, hive.Live)
	}
	s := builtWhole(t, "NTUSER.DAT", regProfile)
	p := only(t, &s, hive.Live)
	require.Equal(t, flat(p), flat(merge(&s.Snapshot, p)))

	for _, s := range realHives(t) {
		for i := range s.Profiles {
			if p := s.Profile(i); p.State == hive.Live {
				require.Equal(t, flat(p), flat(merge(&s.Snapshot, p)), s.Path)
			}
		}
	}
}

// FuzzReg: whatever names and data a profile has, the text reads back as what it says, and nothing else.
func FuzzReg(f *testing.F) {
	f.Add("name", "value", []byte("data\x00"), uint32(1), "other")
	f.Add("a\nb", "v\r\n[HKEY_CURRENT_USER\\x]", []byte("\x61\x00\x00\x00"), uint32(1), "")
	f.Add("]", `"=dword:00000000`, []byte(`\`), uint32(3), `\`)
	f.Fuzz(func(t *testing.T, key, value string, data []byte, typ uint32, comment string) {
		if len(key)+len(value)+len(data)+len(comment) > 4096 {
			return
		}
		for _, s := range []*string{&key, &value} {
			*s = string(hive.DecodeUTF16(hive.EncodeUTF16(hive.Text(*s)))) // as a hive can hold it
			if strings.Contains(*s, "u") {
				return // the test kit reads \uXXXX in key names and text
			}
		}
		if strings.Contains(key, "]") && strings.Contains(key, ";") {
			return // the test kit ends a key before a comment, importers at the last bracket
		}
		p := mapi.Whole{Profile: &mapi.Profile{
			Name: "P", Key: wms + `\P`, Root: "wms", State: hive.Live, Notes: []string{comment},
		}, Contents: &mapi.Contents{Sections: []mapi.Section{
			{Key: mapi.Key{Name: hive.Text(key), Path: hive.Path(comment), Values: []prop.Value{{Name: hive.Text(value), Type: hive.ValueType(typ), Data: data}}}},
		}}}
		for _, utf8 := range []bool{false, true} {
			var b bytes.Buffer
			left, err := Reg(&b, &analyze.Snapshot{Path: hive.Text(comment)}, p, RegOptions{To: mapi.Location{Holder: wms, Name: "P"}, WithSecrets: true, UTF8: utf8})
			require.NoError(t, err)
			text := plainReg(t, b.Bytes())
			if !utf8 && strings.Contains(text, "\xed") || strings.Contains(comment, "want ") || strings.TrimSpace(key) != key {
				continue // the test kit takes UTF-8 alone, and comments of its own
			}
			tree, err := hivetest.Parse(text)
			require.NoError(t, err, text)
			k := tree.Root
			for range strings.Count(wms+`\P`, `\`) + 1 {
				require.Len(t, k.Subkeys, 1, text)
				k = k.Subkeys[0]
			}
			require.Empty(t, k.Values)
			if len(k.Subkeys) == 0 {
				require.Positive(t, left.Lost)
				continue
			}
			require.Len(t, k.Subkeys, 1)
			k = k.Subkeys[0]
			require.Empty(t, k.Subkeys)
			require.Equal(t, key, hivetest.NameText(k.Name))
			if len(k.Values) == 0 {
				require.Positive(t, left.Lost)
				continue
			}
			require.Len(t, k.Values, 1)
			require.Equal(t, value, hivetest.NameText(k.Values[0].Name))
			require.Equal(t, typ, k.Values[0].Type)
			require.Equal(t, fmt.Sprintf("%x", data), fmt.Sprintf("%x", k.Values[0].Data))
		}
	})
}
