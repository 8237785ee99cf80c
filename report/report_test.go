package report

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"mapihive/analyze"
	"mapihive/hive"
)

var update = flag.Bool("update", false, "write the golden files anew")

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o777))
		require.NoError(t, os.WriteFile(path, got, 0o666))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err, "run: go test ./report -update")
	require.Equal(t, string(want), string(got))
}

func textOf(t *testing.T, r *Report, o TextOptions) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, Analysis(r).Write(&b, format(t, "text"), o))
	return b.Bytes()
}

func jsonOf(t *testing.T, r *Report) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, Analysis(r).Write(&b, format(t, "json"), TextOptions{}))
	return b.Bytes()
}

func TestText(t *testing.T) {
	for name, r := range shapes() {
		t.Run(name, func(t *testing.T) { golden(t, name+".txt", textOf(t, r, TextOptions{})) })
	}
}

func TestJSON(t *testing.T) {
	for name, r := range shapes() {
		t.Run(name, func(t *testing.T) { golden(t, name+".json", jsonOf(t, r)) })
	}
}

func TestJSONRoundTrip(t *testing.T) {
	for name, r := range shapes() {
		t.Run(name, func(t *testing.T) {
			first := jsonOf(t, r)
			var back Report
			require.NoError(t, json.Unmarshal(first, &back))
			require.Equal(t, string(first), string(jsonOf(t, &back)))
		})
	}
}

func TestJSONLeavesTheReportAlone(t *testing.T) {
	r := manySources()
	before := manySources()
	jsonOf(t, r)
	textOf(t, r, TextOptions{})
	require.Equal(t, before, r)
}

// Lists that are known to be empty are there; of a source that was not read nothing is claimed.
func TestJSONLists(t *testing.T) {
	doc := func(r *Report) (d map[string]any) {
		require.NoError(t, json.Unmarshal(jsonOf(t, r), &d))
		return d
	}
	d := doc(&Report{})
	for _, list := range []string{"sources", "findings", "skipped"} {
		require.Equal(t, []any{}, d[list], list)
	}
	require.Equal(t, []any{}, d["tool"].(map[string]any)["args"])

	read := doc(noProfiles())["sources"].([]any)[0].(map[string]any)
	for _, list := range []string{"profiles", "diagnostics", "outlook", "drives"} {
		require.Equal(t, []any{}, read[list], list)
	}
	unread := doc(unreadable())["sources"].([]any)[0].(map[string]any)
	for _, list := range []string{"profiles", "diagnostics", "outlook", "drives"} {
		require.NotContains(t, unread, list)
	}

	r := dirty()
	r.Sources[0].Profiles[0].Services, r.Sources[0].Profiles[0].Accounts = nil, nil
	r.Sources[0].Profiles[0].Order.Stores = nil
	p := doc(r)["sources"].([]any)[0].(map[string]any)["profiles"].([]any)[0].(map[string]any)
	require.Equal(t, []any{}, p["services"])
	require.Equal(t, []any{}, p["accounts"])
	require.Equal(t, []any{}, p["order"].(map[string]any)["stores"])
}

func TestColorOnlyPaintsSeverities(t *testing.T) {
	for name, r := range shapes() {
		plain := textOf(t, r, TextOptions{})
		painted := string(textOf(t, r, TextOptions{Color: true}))
		if len(r.Findings) > 0 {
			require.Contains(t, painted, "\x1b[1;31mHIGH\x1b[0m", name)
		}
		for _, code := range []string{"\x1b[1;31m", "\x1b[33m", "\x1b[0m"} {
			painted = strings.ReplaceAll(painted, code, "")
		}
		require.Equal(t, string(plain), painted, name)
	}
}

// A line may be too long only if it is one fact that must not be cut: a path, a key, hex.
func TestTextWidth(t *testing.T) {
	for name, r := range shapes() {
		if name == "hostile" {
			continue // its text has no spaces where lines could break
		}
		for _, w := range []int{40, 60, 80, 100} {
			for _, out := range [][]byte{textOf(t, r, TextOptions{Width: w}), profilesOf(t, r, TextOptions{Width: w})} {
				for line := range strings.Lines(string(out)) {
					line = strings.TrimRight(line, "\n")
					if width(line) <= w || strings.Contains(line, `\`) {
						continue
					}
					last := line[strings.LastIndexByte(line, ' ')+1:]
					require.Greater(t, width(last), w-30, "%s at %d: %s", name, w, line)
				}
			}
		}
	}
}

func TestWrap(t *testing.T) {
	require.Equal(t, []string{""}, wrap("", 10))
	require.Equal(t, []string{"one two", "three"}, wrap("one two three", 10))
	require.Equal(t, []string{"see", `C:\a\very\long\path.pst`, "now"}, wrap(`see C:\a\very\long\path.pst now`, 10))
	require.Equal(t, []string{"use", `"C:\a b\c d.pst",`, "then wait"}, wrap(`use "C:\a b\c d.pst", then wait`, 10))
	require.Equal(t, []string{"read", `"/mnt/my case/NTUSER.DAT"`}, wrap(`read "/mnt/my case/NTUSER.DAT"`, 10))
	require.Equal(t, []string{`"a" and/or`, `"b" of`, `("/c d")`}, wrap(`"a" and/or "b" of ("/c d")`, 10))
	require.Equal(t, []string{`"a b`, `c" "d`}, wrap(`"a b c" "d`, 6))
	require.Equal(t, []string{"日本", "日本"}, wrap("日本 日本", 5))
}

func TestExplain(t *testing.T) {
	a := &analyze.Analyzer{
		Name: "pst-path",
		Doc:  "# one PST under several spellings\n\nFirst line\nof a paragraph.\n\n\tkept  as it is\n\n## case\n\nMeans\nthis.\n\n## spelling\n\nThat.\n",
		Rules: []analyze.Rule{
			{Name: "case", Severity: analyze.HighSeverity},
			{Name: "spelling", Severity: analyze.LowSeverity},
		},
	}
	var b bytes.Buffer
	require.NoError(t, Overview([]*analyze.Analyzer{a}).Write(&b, format(t, "text"), TextOptions{}))
	require.NoError(t, Manual(a).Write(&b, format(t, "text"), TextOptions{}))
	require.NoError(t, RuleManual(a, a.Rules[0]).Write(&b, format(t, "text"), TextOptions{}))
	golden(t, "explain.txt", b.Bytes())
}

func TestProfiles(t *testing.T) {
	for name, r := range shapes() {
		t.Run(name, func(t *testing.T) { golden(t, name+".profiles.txt", profilesOf(t, r, TextOptions{})) })
	}
}

func profilesOf(t *testing.T, r *Report, o TextOptions) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, Profiles(wholesOf(r), true).Write(&b, format(t, "text"), o))
	return b.Bytes()
}

// FuzzHostileText: whatever a hive holds, no output has a byte that acts on a terminal.
func FuzzHostileText(f *testing.F) {
	for _, s := range []string{"", "Outlook", "\x1b[31mred", "\u202egnp.exe", "\x00\x9b\u009b", "\xed\xa0\x80", `\u001B`, "a\nb\r\n", "日本\u200b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > 4096 {
			return
		}
		r := hostile(hive.Text(s))
		outs := [][]byte{textOf(t, r, TextOptions{}), jsonOf(t, r), profilesOf(t, r, TextOptions{})}
		for _, d := range []*Document{Analysis(r), Stores(r.Sources), Accounts(r.Sources)} {
			for _, f := range Formats() {
				if f.Of(d) {
					outs = append(outs, writtenAs(t, d, f.Name))
				}
			}
		}
		for _, out := range outs {
			require.True(t, utf8.Valid(out))
			for _, c := range lf(out) {
				if c != '\n' && (unicode.IsControl(c) || unicode.Is(unicode.Bidi_Control, c) || c == '\u2028' || c == '\u2029') {
					t.Fatalf("%U in the output of %q", c, s)
				}
			}
		}
		var back Report
		require.NoError(t, json.Unmarshal(jsonOf(t, r), &back))
	})
}

// The snapshots of a report, read again from its JSON, give the findings, stores and accounts of those that it
// was written from.
func TestSnapshotsOfReportsSurviveJSON(t *testing.T) {
	for name, r := range shapes() {
		t.Run(name, func(t *testing.T) {
			var again Report
			require.NoError(t, json.Unmarshal(jsonOf(t, r), &again))
			require.Equal(t, analyze.Run(&analyze.Case{Sources: r.Sources}, analyze.All()), analyze.Run(&analyze.Case{Sources: again.Sources}, analyze.All()))
			require.Equal(t, analyze.StoreFiles(analyze.StoreReferences(r.Sources)), analyze.StoreFiles(analyze.StoreReferences(again.Sources)))
			if name != "hostile" { // it has hostile bytes where hives have none, in words of ours
				require.Equal(t, analyze.Accounts(r.Sources), analyze.Accounts(again.Sources))
			}
		})
	}
}
