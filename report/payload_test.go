package report

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"mapihive/analyze"
	"mapihive/analyze/collect"
	"mapihive/analyze/compare"
	"mapihive/hive"
	"mapihive/hive/hivetest"
	"mapihive/hive/regf"
	"mapihive/hive/regf/lost"
	"mapihive/report/dump"
)

// payloads are what a name or a path in a hive can hold to act on whoever reads of it.
var payloads = map[string]string{
	"ESC":      "\x1b]0;title\x07\x1b[2J\u009b31m",
	"CR":       "C:\\good.pst\rC:\\evil.pst\nline",
	"NUL":      "C:\\a.pst\x00.txt",
	"bidi":     "\u202Egnp.exe\u2066\u200B\u2028",
	"formula":  `=HYPERLINK("http://example.org/?"&A1)`,
	"formula2": "+1;@SUM(1)\t-2|cmd",
	"cell":     "a\",\"b\";'c\r\n=1",
	"HTML":     `"'><script>alert(1)</script><img src=x onerror=alert(1)><!--`,
	"SVG":      `</text></svg><svg onload=alert(1)><a xlink:href="javascript:alert(1)">`,
	"Markdown": "[a](javascript:alert(1)) | `b` ![](x) **c**\n# d",
	"JSON":     "\"}\n{\"record\":\"finding\",\"rule\":\"forged\"}",
	"bodyfile": "a|0|0|0|0|0|0|0|1|0|0\n0|forged",
}

// regEscaped is a text as names and quoted texts of the test kit's registry text have it.
func regEscaped(s string) string {
	var b strings.Builder
	units := hive.EncodeUTF16(hive.Text(s))
	for i := 0; i < len(units); i += 2 {
		fmt.Fprintf(&b, `\u%02x%02x`, units[i+1], units[i])
	}
	return b.String()
}

// hostileHive is a hive that has a payload as the name of a profile, of a key below one and of a value, as a path, as
// display names, as an account, a server, a user and a drive. Two profiles disagree, so that there are findings.
func hostileHive(t *testing.T, payload string) []byte {
	t.Helper()
	x := regEscaped(payload)
	section := `
[$P\{x}\9207f3e0a3b11019908b08002b2a56c2]
"01023d00"=hex:11*16
"01023d0e"=hex:aa*16
"001f3001"=utf16:"{x}"
[$P\{x}\9207f3e0a3b11019908b08002b2a56c2\{x}]
"{x}"="{x}"
[$P\{x}\aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa]
"001f3d09"=utf16:"MSUPST MS"
"001f3001"=utf16:"{x}"
"001f3d0a"=utf16:"{x}.dll"
"01023d00"=hex:11*16
[$P\{x}\11111111111111111111111111111111]
"001f3d09"=utf16:"MSUPST MS"
"001f3001"=utf16:"{x}"
"00033e03"=hex:21,00,00,00
"01023d0c"=hex:aa*16
"001f6700"=utf16:"C:\\{x}\\Mail.pst"
"01020ff9"=hex:5c*16
"{x}"=utf16:"{x}"
[$P\{x}\9375CFF0413111d3B88A00104B2A6676\00000001]
"clsid"="{ED475411-B0D6-11D2-8C3B-00104B2A6676}"
"Account Name"="{x}"
"Email"="{x}"
"POP3 Server"="{x}"
"Display Name"="{x}"
`
	second := strings.NewReplacer(`$P\{x}\`, `$P\{x}2\`, "Mail.pst", "MAIL.PST").Replace(section)
	return hivetest.Build(t, strings.NewReplacer("$P", wms, "{x}", x).Replace(`
[$P]
"DefaultProfile"="{x}"
[Network\P]
"RemotePath"="\\\\{x}\\share"
[Software\Microsoft\Windows\CurrentVersion\Explorer]
"Logon User Name"="{x}"
`+section+second))
}

// hostileDocuments is one of each kind of a hive with a payload, which lies at a path with the payload.
func hostileDocuments(t *testing.T, payload string) map[string]*Document {
	t.Helper()
	image := hostileHive(t, payload)
	w := collect.TakeWholeImage(t.Context(), payload+"/NTUSER.DAT", image)
	require.Empty(t, w.Error)
	require.Len(t, w.Profiles, 2)
	ws := []analyze.Whole{w}
	s := analyze.Snapshots(ws)
	r := base("analyze", hive.Text(payload))
	r.Sources, r.Findings = s, analyze.Run(&analyze.Case{Sources: s}, analyze.All())
	require.NotEmpty(t, r.Findings)
	r.Skipped = []Skipped{{Path: hive.Text(payload), Reason: "symbolic link"}}
	plain := collect.TakeWholeImage(t.Context(), "plain", hivetest.Build(t, "[Software]\n"))
	d := compare.Snapshots(&plain, &w)
	h, err := regf.Read(t.Context(), image)
	require.NoError(t, err)
	dumped := &dump.Dump{Path: w.Path, Hive: h}
	dumped.Recovered, err = lost.Recover(t.Context(), h)
	require.NoError(t, err)
	return map[string]*Document{
		"analyze": Analysis(r), "profiles": Profiles(ws, true), "tree": Profiles(ws, false), "stores": Stores(s), "accounts": Accounts(s),
		"timeline": Timeline(ws), "diff": Diff(&plain.Snapshot, &s[0], &d), "match": StoreMatches(s, hive.Text(payload)),
		"collect": StoreCollection(s, false), "kape": StoreCollection(s, true), "dump": Dumped(t.Context(), dumped),
	}
}

// active is what no page may have of a payload: its tags, what they would do, links that run.
var active = regexp.MustCompile(`(?i)<script>alert|<img src=x|<svg onload|<a xlink|<!--\s*$|<[^<>]*(javascript:|onerror=|onload=)`)

// No payload acts in any format, wherever it stands: no terminal, spreadsheet, browser or reader of lines takes it for
// its own.
func TestNoPayloadActs(t *testing.T) {
	for name, payload := range payloads {
		for doc, d := range hostileDocuments(t, payload) {
			for _, f := range Formats() {
				if !f.Of(d) {
					continue
				}
				t.Run(name+"/"+doc+"/"+f.Name, func(t *testing.T) {
					out := writtenAs(t, d, f.Name)
					require.True(t, utf8.Valid(out))
					safe(t, out)
					harmless(t, f.Name, d, out)
				})
			}
		}
	}
}

// harmless checks what is particular to a format.
func harmless(t *testing.T, format string, d *Document, out []byte) {
	switch format {
	case "text":
	case "html":
		checkHTML(t, out)
		require.NotRegexp(t, active, string(out))
	case "json", "sarif":
		require.True(t, json.Valid(out))
	case "jsonl", "timesketch":
		records := map[string]bool{}
		for line := range bytes.Lines(out) {
			var r struct{ Record, Rule string }
			require.NoError(t, json.Unmarshal(line, &r))
			require.NotEqual(t, "forged", r.Rule)
			records[r.Record] = true
		}
		require.NotEmpty(t, records)
	case "csv":
		rows, err := csv.NewReader(bytes.NewReader(out)).ReadAll() // which wants as many cells in every row
		require.NoError(t, err)
		for _, row := range rows {
			for _, cell := range row {
				require.NotRegexp(t, `^[=+\-@\t\r＝＋－＠]`, cell)
				require.NotRegexp(t, `[;\t]\s*"?[=+\-@]`, cell)
			}
		}
	case "bodyfile":
		for line := range bytes.Lines(out) {
			require.Equal(t, 10, bytes.Count(line, []byte("|")), string(line))
		}
	default:
		t.Fatal("what is right of this format?")
	}
}
