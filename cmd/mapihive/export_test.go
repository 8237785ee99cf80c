package main

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/analyze"
	"mapihive/hive"
	"mapihive/hive/hivetest"
	"mapihive/hive/mapi"
)

const wms = `Software\Microsoft\Windows NT\CurrentVersion\Windows Messaging Subsystem`

// A profile that was deleted and made anew under its name, one that was only deleted, one in two generations,
// and one whose key can be recovered.
const generations = `
[` + wms + `\Profiles\Mail\8503020000000000c000000000000046]
"0102300b"=hex:01*16
"001e6703"="hunter2"
[` + wms + `\Deleted Profiles\Mail\8503020000000000c000000000000046]
"0102300b"=hex:02*16
[` + wms + `\Deleted Profiles\Old\8503020000000000c000000000000046]
"0102300b"=hex:03*16
[` + wms + `\Profiles\Twice\8503020000000000c000000000000046]
"0102300b"=hex:04*16
"line\u000afeed"=dword:00000001
[Software\Microsoft\Office\16.0\Outlook\Profiles\Twice\8503020000000000c000000000000046]
"0102300b"=hex:05*16
`

func TestExport(t *testing.T) {
	desk(t)
	require.NoError(t, os.WriteFile("gen.dat", hivetest.Build(t, generations), 0o666))
	const reg8 = " --as reg-utf8"
	for _, c := range []struct {
		line           string
		status         int
		stdout, stderr string
	}{
		{"export gen.dat", 2, "", "--profile NAME is needed; there is:\n  --profile \"Mail\" --root wms --state live --offset "},
		{"export gen.dat --profile nope", 5, "", "no profile \"nope\" fits; there is:\n"},
		{"export gen.dat --profile mail", 2, "", "2 profiles are called \"mail\"; choose with --root, --state or --offset:\n"},
		{"export gen.dat --profile mail --state gone", 2, "", "--state is live, deleted, kept aside or recovered, not \"gone\""},
		{"export gen.dat --profile mail --state recovered", 5, "", "no profile \"mail\" fits"},
		{"export gen.dat --profile mail --offset 1", 5, "", "no profile \"mail\" fits"},
		{"export gen.dat --profile mail --as xml", 2, "", "--as is reg or reg-utf8, not \"xml\""},
		{"export gen.dat --profile mail --keep-path --to x", 2, "", "exclude each other"},
		{"export gen.dat gen.dat --profile mail", 2, "", "export takes 1 path"},
		{"export plain.dat --profile mail", 5, "", "no profile to export"},
		{"export nope.dat --profile mail", 4, "", "no such file"},
		{"export gen.dat -o gen.dat --profile old", 2, "", "evidence is never overwritten"},

		{"export gen.dat --profile MAIL --state live" + reg8, 0, `\Profiles\Mail\8503020000000000c000000000000046]` + "\n\"0102300b\"=hex:01,01", "1 secret left out: \"001e6703\"; --with-secrets writes them\n"},
		{"export gen.dat --profile Old" + reg8, 0, wms + `\Profiles\Old\8503020000000000c000000000000046]`, ""},
		{"export gen.dat --profile Old --keep-path" + reg8, 0, wms + `\Deleted Profiles\Old\8503020000000000c000000000000046]`, ""},
		{"export gen.dat --profile Mail --state deleted" + reg8, 2, "", "an import would mix the two"},
		{"export gen.dat --profile Mail --state deleted --to Again" + reg8, 0, wms + `\Profiles\Again\8503020000000000c000000000000046]`, ""},
		{"export gen.dat --profile Mail --state deleted --to Mail" + reg8, 0, wms + `\Profiles\Mail\8503020000000000c000000000000046]`, ""},
		{"export gen.dat --profile Mail --state deleted --keep-path" + reg8, 0, wms + `\Deleted Profiles\Mail]`, ""},
		{`export gen.dat --profile Old --to Software\X\Y` + reg8, 0, `[HKEY_CURRENT_USER\Software\X\Y\8503020000000000c000000000000046]`, ""},
		{`export gen.dat --profile Old --to HKEY_CURRENT_USER\Software\X` + reg8, 0, "[HKEY_CURRENT_USER\\Software\\X\\8503020000000000c000000000000046]", ""},
		{`export gen.dat --profile Old --to HKEY_LOCAL_MACHINE\Software\X`, 2, "", "below another root key"},
		{`export gen.dat --profile Old --to \X\` + reg8, 0, wms + `\Profiles\X]`, ""},
		{"export gen.dat --profile Twice --root 16.0" + reg8, 0, `[HKEY_CURRENT_USER\Software\Microsoft\Office\16.0\Outlook\Profiles\Twice]`, ""},
		{"export gen.dat --profile Twice --root WMS" + reg8, 3, "; left out: value", "1 part of the profile left out"},
		{"__complete export gen.dat --as ", 0, "reg-utf8", "Completion ended"},
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
			require.NotContains(t, stdout, "hunter2")
		})
	}

	status, stdout, _ := do("export", "gen.dat", "--profile", "Mail", "--state", "live", "--with-secrets", "--as", "reg-utf8")
	require.Zero(t, status)
	require.Contains(t, stdout, "hunter2")
}

// A profile that is kept aside is given back to where Outlook looks for it, and so is one of a part of a registry,
// where that is known.
func TestExportFromElsewhere(t *testing.T) {
	desk(t)
	const office = `Software\Microsoft\Office\16.0\Outlook`
	section := `\9207f3e0a3b11019908b08002b2a56c2]` + "\n\"01023d0e\"=hex:a1*16\n"
	write := func(name, reg string) { require.NoError(t, os.WriteFile(name, hivetest.Build(t, reg), 0o666)) }
	write("aside.dat", `[`+office+`\Old\Mail`+section+`[`+office+`\Old\Home`+section+`[`+office+`\Profiles\Mail`+section+`[Software\Kept\Far`+section)
	write("part.dat", `[Microsoft\Office\16.0\Outlook\Profiles\Mail`+section)
	write("alone.dat", `[`+section[1:])
	for _, c := range []struct {
		args           []string
		status         int
		stdout, stderr string
	}{
		{[]string{"aside.dat", "--profile", "Home"}, 0, office + `\Profiles\Home\9207`, ""},
		{[]string{"aside.dat", "--profile", "Home", "--keep-path"}, 0, office + `\Old\Home\9207`, ""},
		{[]string{"aside.dat", "--profile", "Mail"}, 2, "", `--state "kept aside" --offset`},
		{[]string{"aside.dat", "--profile", "Mail", "--state", "kept aside"}, 2, "", "an import would mix the two"},
		{[]string{"aside.dat", "--profile", "Mail", "--state", "kept aside", "--to", "Again"}, 0, office + `\Profiles\Again\9207`, ""},
		{[]string{"aside.dat", "--profile", "Far"}, 2, "", "is not known; say where it is to go"},
		{[]string{"aside.dat", "--profile", "Far", "--to", office + `\Profiles\Far`}, 0, "place: elsewhere, high confidence", ""},
		{[]string{"part.dat", "--profile", "Mail"}, 0, `[HKEY_CURRENT_USER\` + office + `\Profiles\Mail\9207`, ""},
		{[]string{"part.dat", "--profile", "Mail", "--keep-path"}, 2, "", "the hive is a part of a registry"},
		{[]string{"alone.dat", "--profile", "ROOT"}, 2, "", "is not known; say where it is to go"},
		{[]string{"alone.dat", "--profile", "ROOT", "--to", office + `\Profiles\Mail`}, 0, office + `\Profiles\Mail\9207`, ""},
	} {
		status, stdout, stderr := do(append([]string{"export", "--as", "reg-utf8"}, c.args...)...)
		require.Equal(t, c.status, status, "%q: %s", c.args, stderr)
		require.Contains(t, stdout, c.stdout)
		require.Contains(t, stderr, c.stderr)
	}
}

// A profile whose name cannot be typed is exported by its offset alone.
func TestExportByOffset(t *testing.T) {
	desk(t)
	require.NoError(t, os.WriteFile("odd.dat", hivetest.Build(t, `
[`+wms+`\Profiles\Mail\u0000x\8503020000000000c000000000000046]
"0102300b"=hex:01*16
[`+wms+`\Profiles\Half\ud801\8503020000000000c000000000000046]
"0102300b"=hex:02*16
`), 0o666))
	_, _, stderr := do("export", "odd.dat")
	lines := strings.Split(strings.TrimSpace(stderr), "\n")
	require.Len(t, lines, 3)
	offset := func(line, name string) string {
		require.NotContains(t, line, "--profile")
		require.Contains(t, line, `  profile "`+name+`"`)
		return strings.Fields(strings.SplitAfter(line, "--offset ")[1])[0]
	}
	half, mail := offset(lines[1], `Half\uD801`), offset(lines[2], `Mail\u0000x`)

	status, stdout, stderr := do("export", "odd.dat", "--offset", half)
	require.Zero(t, status, stderr)
	require.Contains(t, stdout, "H\x00a\x00l\x00f\x00\x01\xd8]\x00", "UTF-16 writes half a surrogate pair")

	status, stdout, stderr = do("export", "odd.dat", "--offset", mail)
	require.Equal(t, 2, status)
	require.Empty(t, stdout)
	require.Contains(t, stderr, `the name "Mail\u0000x" cannot stand in registry text: it holds the control character U+0000; choose another: --to NAME`)
	status, stdout, stderr = do("export", "odd.dat", "--offset", mail, "--to", "Mail", "--as", "reg-utf8")
	require.Zero(t, status, stderr)
	require.Contains(t, stdout, wms+`\Profiles\Mail\8503020000000000c000000000000046]`+"\n\"0102300b\"=hex:01,01")

	status, _, stderr = do("export", "odd.dat", "--offset", "1")
	require.Equal(t, 5, status)
	require.Contains(t, stderr, "no profile fits; there is:\n")
	status, _, stderr = do("export", "odd.dat", "--offset", half, "--state", "deleted")
	require.Equal(t, 5, status)
	require.Contains(t, stderr, "no profile fits; there is:\n")
}

// An offset is one of a file: a profile in a transaction log can have that of another in the hive.
func TestExportByPlace(t *testing.T) {
	desk(t)
	before := hivetest.Build(t, "["+wms+"\\Profiles]\n")
	after := hivetest.Build(t, "["+wms+"\\Profiles\\New\\8503020000000000c000000000000046]\n\"0102300b\"=hex:01*16\n")
	require.NoError(t, os.WriteFile("dirty.dat", hivetest.Dirty(before, 2, 1), 0o666))
	require.NoError(t, os.WriteFile("dirty.dat.LOG1", hivetest.NewLog(before, after, 1, 1), 0o666))
	_, _, stderr := do("export", "dirty.dat")
	require.Contains(t, stderr, ` --in "dirty.dat.LOG1"`)
	offset := strings.Fields(strings.SplitAfter(stderr, "--offset ")[1])[0]
	status, stdout, stderr := do("export", "dirty.dat", "--offset", offset, "--in", "dirty.dat.LOG1", "--as", "reg-utf8")
	require.Zero(t, status, stderr)
	require.Contains(t, stdout, `\Profiles\New]`)
	status, _, stderr = do("export", "dirty.dat", "--offset", offset, "--in", "dirty.dat")
	require.Equal(t, 5, status)
	require.Contains(t, stderr, "no profile fits")

	s := analyze.Whole{Contents: make([]mapi.Contents, 2)}
	s.Path = "case/NTUSER.DAT"
	s.Profiles = []mapi.Profile{{Name: "Old"}, {Name: "New"}}
	s.Profiles[0].Place = hive.Place{Offset: 4640}
	s.Profiles[1].Place = hive.Place{Offset: 4640, File: "case/NTUSER.DAT.LOG1"}
	var out bytes.Buffer
	a := &app{stderr: &out}
	pick := func(o exportOptions) hive.Text {
		_, p, err := a.pick([]analyze.Whole{s}, o)
		require.NoError(t, err)
		return p.Name
	}
	require.EqualValues(t, "Old", pick(exportOptions{offset: 4640, in: "NTUSER.DAT"}))
	require.EqualValues(t, "New", pick(exportOptions{offset: 4640, in: "case/NTUSER.DAT.LOG1"}))
	_, _, err := a.pick([]analyze.Whole{s}, exportOptions{offset: 4640})
	require.Error(t, err)
	require.Contains(t, out.String(), "2 profiles are at offset 4640; choose with --root, --state or --in:\n")
	require.Contains(t, out.String(), `--profile "Old" --root  --state  --offset 4640 --in "NTUSER.DAT"`)
	require.Contains(t, out.String(), `--in "NTUSER.DAT.LOG1"`)
}

// The file of --as reg begins as one that regedit takes, and says of the profile what the hive says. It is a result,
// which may be replaced; registry text of others is evidence.
func TestExportForRegedit(t *testing.T) {
	desk(t)
	require.NoError(t, os.WriteFile("gen.dat", hivetest.Build(t, generations), 0o666))
	status, _, stderr := do("export", "gen.dat", "--profile", "Old", "-o", "old.reg")
	require.Zero(t, status, stderr)
	text, err := os.ReadFile("old.reg")
	require.NoError(t, err)
	require.True(t, bytes.HasPrefix(text, []byte("\xff\xfeW\x00i\x00")))
	status, out, stderr := do("analyze", "old.reg")
	require.Zero(t, status, stderr)
	require.Contains(t, out, "Profiles  1 live\n")
	require.Contains(t, out, "export: registry text")
	for _, as := range []string{"reg", "reg-utf8"} {
		status, _, stderr = do("export", "gen.dat", "--profile", "Old", "--as", as, "-o", "old.reg", "--force")
		require.Zero(t, status, stderr)
	}
	require.NoError(t, os.WriteFile("others.reg", []byte("Windows Registry Editor Version 5.00\n\n[HKEY_CURRENT_USER\\Software]\n"), 0o666))
	_, _, stderr = do("export", "gen.dat", "--profile", "Old", "-o", "others.reg", "--force")
	require.Contains(t, stderr, "evidence is never overwritten")
}

// Where the profile's own key is lost, so is the place that it is to be given back to.
func TestExportOfALostPlace(t *testing.T) {
	desk(t)
	const lost = `
;@ deleted
[Gone and a long name]
[Gone and a long name\Profiles\Mail\9207f3e0a3b11019908b08002b2a56c2]
"01023d0e"=hex:a1*16
[Software]
;@ reuse record [Gone and a long name]
"over it"=hex:00*80
`
	require.NoError(t, os.WriteFile("lost.dat", hivetest.Build(t, lost), 0o666))
	_, stdout, stderr := do("profiles", "lost.dat")
	if !strings.Contains(stdout, "recovered") {
		t.Fatalf("no recovered profile to test with: %s%s", stdout, stderr)
	}
	_, _, candidates := do("export", "lost.dat")
	require.Contains(t, candidates, "--state recovered")
	require.Contains(t, candidates, "--root unknown")
	name := strings.Split(candidates, `"`)[1]
	status, _, stderr := do("export", "lost.dat", "--profile", name)
	require.Equal(t, 2, status)
	require.Contains(t, stderr, "is not known; say where it is to go")
	status, stdout, stderr = do("export", "lost.dat", "--profile", name, "--as", "reg-utf8", "--to", `Software\Microsoft\Office\16.0\Outlook\Profiles\Mail`)
	require.Contains(t, []int{0, 3}, status, stderr)
	require.Contains(t, stdout, `Profiles\Mail\9207f3e0a3b11019908b08002b2a56c2]`)
}
