package report

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/analyze"
	"mapihive/analyze/collect"
	"mapihive/hive/hivetest"
)

// shaped are the sections that make a key a profile with a data file.
const shaped = `
[$\9207f3e0a3b11019908b08002b2a56c2]
"01023d0e"=hex:a1*16
"01023d00"=hex:c1*16
[$\a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1]
"001f3d0a"=utf16:"mspst.dll"
"001f3d09"=utf16:"MSUPST MS"
"01023d00"=hex:c1*16
[$\c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1]
"00033e03"=hex:21,00,00,00
"001f300a"=utf16:"mspst.dll"
"01023d0c"=hex:a1*16
"001f6700"=utf16:"C:\\Mail\\a.pst"
`

func shapedAt(path string) string {
	return strings.ReplaceAll(shaped, `[$\`, `[`+strings.TrimPrefix(path+`\`, `\`))
}

// Every document says where profiles stand that are not where Outlook looks, and how sure that is.
func TestWhereProfilesStand(t *testing.T) {
	for _, c := range []struct {
		reg    string
		text   []string // in the report
		json   []string
		stores string
	}{
		{shapedAt(`Software\Microsoft\Office\16.0\Outlook\Before\A`),
			[]string{"\nProfiles  1 kept aside\n", `Profile "A"  kept aside` + "\n", "    Beside the key for profiles, high confidence: it stands below a key of\n    Outlook", "Next      look at what is kept aside"},
			[]string{`"state": "kept aside"`, `"place_kind": "beside profiles"`, `"place_confidence": "high"`, `"key": "Software\\Microsoft\\Office\\16.0\\Outlook\\Before"`},
			`Profile "A" (kept aside, data file): provider`},
		{shapedAt(`Profiles\A`),
			[]string{"\nProfiles  1 live\n          in 1 part of a registry: where the root key stood is not known\n", "    In a part of a registry, low confidence: "},
			[]string{`"state": "live"`, `"place_kind": "saved part"`, `"place_confidence": "low"`}, `Profile "A" (live, data file): provider`},
		{shapedAt(``),
			[]string{`Profile "ROOT"  live` + "\n    \\\n    offset ", "root key is a profile; where that stood is not known. The name"},
			[]string{`"key": ""`, `"place_kind": "saved part"`}, `Profile "ROOT" (live, data file): provider`},
	} {
		s := []analyze.Snapshot{built(t, "NTUSER.DAT", c.reg)}
		text := string(writtenAs(t, Analysis(&Report{Sources: s}), "text"))
		for _, want := range c.text {
			require.Contains(t, text, want)
		}
		doc := string(writtenAs(t, Analysis(&Report{Sources: s}), "json"))
		for _, want := range c.json {
			require.Contains(t, doc, want)
		}
		require.Contains(t, string(writtenAs(t, Stores(s), "text")), c.stores)
		require.Contains(t, string(writtenAs(t, Accounts(s), "text")), "No account.")
	}
}

// A hive that is no user's is named, by the keys that tell it.
func TestOtherHives(t *testing.T) {
	system := built(t, "x.dat", "[Select]\n[ControlSet001\\Control]\n")
	none := built(t, "y.dat", "[Anything]\n")
	text := func(s ...analyze.Snapshot) string {
		return strings.Join(strings.Fields(string(writtenAs(t, Analysis(&Report{Sources: s}), "text"))), " ")
	}
	const is = `this is the hive SYSTEM, the settings of a computer's services and devices, as its keys "Select" and "ControlSet001" tell`
	alone := text(system)
	require.Contains(t, alone, "Profiles none: "+is+" Verdict no finding Next give the NTUSER.DAT of the user in question: this hive holds no user's profiles ")
	require.Contains(t, alone, "No MAPI profile: "+is+". A user's profiles stand in NTUSER.DAT.")
	require.Contains(t, text(system, none), "No MAPI profile was found in 2 hives: [1] (SYSTEM) [2] ")
	require.Contains(t, text(none), "Profiles none, where Outlook and Windows keep them or elsewhere ")
	require.Contains(t, text(built(t, "z.dat", "[Microsoft\\Windows NT\\CurrentVersion\\ProfileList]\n"+shapedAt(`Microsoft\Office\16.0\Outlook\Profiles\A`))),
		`This is the hive SOFTWARE, the settings of a computer's programs, as its key "Microsoft\Windows NT\CurrentVersion\ProfileList" tells.`)
	doc := string(writtenAs(t, Analysis(&Report{Sources: []analyze.Snapshot{system}}), "json"))
	require.Contains(t, doc, `"name": "SYSTEM"`)
}

// Where only the known places were looked at, each form says so.
func TestKnownPlacesOnly(t *testing.T) {
	file := filepath.Join(t.TempDir(), "NTUSER.DAT")
	require.NoError(t, os.WriteFile(file, hivetest.Build(t, shapedAt(`Software\Kept\A`)), 0o666))
	live := []analyze.Whole{collect.TakeWhole(t.Context(), file, collect.Options{Live: true, Contents: true})}
	whole := []analyze.Whole{collect.TakeWhole(t.Context(), file, collect.Options{Contents: true})}
	require.Empty(t, live[0].Profiles)
	require.Len(t, whole[0].Profiles, 1)
	for _, c := range []struct {
		said, format string
		full         bool
	}{{"(--live)", "text", false}, {"known_places_only", "json", true}, {"where Outlook and Windows", "text", true}} {
		require.Contains(t, string(writtenAs(t, Profiles(live, c.full), c.format)), c.said)
		require.NotContains(t, string(writtenAs(t, Profiles(whole, c.full), c.format)), c.said)
	}
	require.Contains(t, string(writtenAs(t, Profiles(live, false), "jsonl")), "known_places_only")
}
