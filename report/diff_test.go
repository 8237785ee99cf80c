package report

import (
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/analyze/compare"
	"mapihive/hive"
	"mapihive/hive/mapi"
)

// From beforeDiff to afterDiff: the second mailbox of "Inside MAPI Profiles", another home server, flags and
// password, a profile that was marked for deletion, a new one, another drive.
const beforeDiff = `
[Network\P]
"RemotePath"="\\\\files\\mail"
[$P]
"DefaultProfile"="Cached"
[$P\Cached\9207f3e0a3b11019908b08002b2a56c2]
"01023d0e"=hex:a1*16
"01023d00"=hex:b1*16,b2*16
[$P\Cached\a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1]
"001f3d09"=utf16:"MSEMS"
"001f3d0a"=utf16:"emsui.dll"
"001f3001"=utf16:"Microsoft Exchange Server"
"01023d00"=hex:b1*16,b2*16
[$P\Cached\13dbb0c8aa05101a9bb000aa002fc45a]
"001e6602"="EXCH01"
"00036601"=hex:84,01,00,00
"01023d00"=hex:b1*16,b2*16
"001e6610"="C:\\Documents and Settings\\alice\\Local Settings\\Application Data\\Microsoft\\Outlook\\outlook.ost"
[$P\Cached\b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1]
"00033e03"=hex:21,00,00,00
"00033009"=hex:06,10,00,00
"0003660a"=hex:01,00,00,00
"001f3001"=utf16:"Mailbox - Alice"
"01023d0c"=hex:a1*16
[$P\Cached\b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2]
"00033e03"=hex:21,00,00,00
"0003660a"=hex:03,00,00,00
"001f3001"=utf16:"Public Folders"
"01023d0c"=hex:a1*16
[$P\Cached\9375CFF0413111d3B88A00104B2A6676\00000001]
"clsid"="{ED475411-B0D6-11D2-8C3B-00104B2A6676}"
"Account Name"="home"
"POP3 Password"=hex:02,68,75,6e,74,65,72,32
[$P\Scan\8503020000000000c000000000000046]
"0102300b"=hex:5d*16
`

func afterDiff() string {
	return strings.NewReplacer(
		`"01023d00"=hex:b1*16,b2*16`, `"01023d00"=hex:b1*16,b2*16,b3*16`,
		"EXCH01", "EXCH02", "files", "backup",
		`"00033009"=hex:06,10,00,00`, `"00033009"=hex:04,10,00,00`,
		"74,65,72,32", "74,65,72,33", `alice\\Local`, `alice.OLD\\Local`,
		`[$P\Scan`, `[$D\Scan`,
	).Replace(beforeDiff) + `
;@ lastwrite 2011-03-08T16:40:02.5012345Z
[$P\Cached\b3b3b3b3b3b3b3b3b3b3b3b3b3b3b3b3]
"00033e03"=hex:21,00,00,00
"0003660a"=hex:02,00,00,00
"001f3001"=utf16:"Mailbox - Bob"
"001e660b"="/o=Example/ou=First Administrative Group/cn=Recipients/cn=bob"
"001e660c"="EXCH01"
"01023d0c"=hex:a1*16
[$P\New\u001b[2J\9207f3e0a3b11019908b08002b2a56c2]
"01023d0e"=hex:a1*16
[$P\New\u001b[2J\a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1]
"001f3d09"=utf16:"MSUPST MS"
"001f3d0a"=utf16:"mspst.dll"
"001f3001"=utf16:"\u202ehostile"
`
}

func TestDiff(t *testing.T) {
	a, b := builtWhole(t, "before/NTUSER.DAT", beforeDiff), builtWhole(t, "after/NTUSER.DAT", afterDiff())
	d := compare.Snapshots(&a, &b)
	text := writtenAs(t, Diff(&a.Snapshot, &b.Snapshot, &d), "text")
	document := writtenAs(t, Diff(&a.Snapshot, &b.Snapshot, &d), "json")
	golden(t, "diff.txt", text)
	golden(t, "diff.json", document)
	for _, out := range [][]byte{text, document} {
		safe(t, out)
		require.NotContains(t, string(out), "hunter")
		require.NotContains(t, string(out), "68756e7465723")
		require.NotContains(t, string(out), "sha256 2df47e25722b2883b9dfdbf203890f9b81cfc67dd9408119fc45b2e575b7810e", "of a secret only that it changed")
	}
	for line := range strings.Lines(string(text)) {
		require.True(t, width(line) <= 81 || strings.Contains(line, `\`) || strings.HasPrefix(line, "        "), line)
	}
}

func TestDiffOfTheSame(t *testing.T) {
	a, b := builtWhole(t, "a", beforeDiff), builtWhole(t, "b", beforeDiff+"[Other]\n")
	same := compare.Snapshots(&a, &a)
	require.Contains(t, string(writtenAs(t, Diff(&a.Snapshot, &a.Snapshot, &same), "text")), "byte for byte")
	d := compare.Snapshots(&a, &b)
	text := string(writtenAs(t, Diff(&a.Snapshot, &b.Snapshot, &d), "text"))
	require.Contains(t, text, "No difference in profiles")
	require.NotContains(t, text, "byte for byte")

	b.Profiles = append(b.Profiles, pstProfile("Gone", "x.pst", false))
	b.Contents = append(b.Contents, mapi.Contents{})
	b.Profiles[len(b.Profiles)-1].State = hive.Recovered
	d = compare.Snapshots(&a, &b)
	require.Contains(t, string(writtenAs(t, Diff(&a.Snapshot, &b.Snapshot, &d), "text")), "not compared with each other: A has 0, B has 1")
}

func TestDiffOfRealHives(t *testing.T) {
	sources := realHives(t)
	for i := range sources {
		same := compare.Snapshots(&sources[i], &sources[i])
		require.True(t, same.Equal(), sources[i].Path)
		d := compare.Snapshots(&sources[0], &sources[i])
		safe(t, writtenAs(t, Diff(&sources[0].Snapshot, &sources[i].Snapshot, &d), "text"))
	}
}

// Whatever a hive says, nothing of it acts on a terminal.
func TestHostileTextInLists(t *testing.T) {
	for _, text := range []hive.Text{"\x1b[31m\x00\r\n\t\u202e\u0085\x7f\xed\xa0\x80 \"name\"", "=1\n", `\`, ""} {
		r := hostile(text)
		p := &r.Sources[0].Profiles[0]
		p.Paths = []mapi.PathRef{{Kind: "pst", Path: text, Source: mapi.PathSource(text), Fact: hive.Fact{Key: hive.Path(text), Value: text, Text: text}}}
		p.Services[0].Mailbox = text
		other := hostile(text + "x")
		d := compare.Snapshots(&wholesOf(r)[0], &wholesOf(other)[0])
		for _, f := range []func(io.Writer) error{
			func(w io.Writer) error { return Stores(r.Sources).Write(w, format(t, "text"), TextOptions{}) },
			func(w io.Writer) error { return Stores(r.Sources).Write(w, format(t, "json"), TextOptions{}) },
			func(w io.Writer) error { return Stores(r.Sources).Write(w, format(t, "csv"), TextOptions{}) },
			func(w io.Writer) error { return Accounts(r.Sources).Write(w, format(t, "text"), TextOptions{}) },
			func(w io.Writer) error { return Accounts(r.Sources).Write(w, format(t, "json"), TextOptions{}) },
			func(w io.Writer) error { return Accounts(r.Sources).Write(w, format(t, "csv"), TextOptions{}) },
			func(w io.Writer) error {
				return Diff(&r.Sources[0], &other.Sources[0], &d).Write(w, format(t, "text"), TextOptions{})
			},
			func(w io.Writer) error {
				return Diff(&r.Sources[0], &other.Sources[0], &d).Write(w, format(t, "json"), TextOptions{})
			},
		} {
			safe(t, output(t, f))
		}
	}
}
