package dump

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/hivetest"
	"mapihive/hive/regf"
	"mapihive/hive/regf/lost"
	"mapihive/hive/regf/translog"
	"mapihive/hive/secret"
)

// Every value type, well and badly filled, hostile names, a secret of each kind, and deleted records:
// a value and a key of live keys, and a tree whose parent lives.
const source = `
;@ lastwrite 2019-03-05T08:00:00.1234567Z
;@ class "Shell \"x\""
[Types]
"sz"="C:\\Mail\\work.pst"
"expand"=expand:"%APPDATA%"
"multi"=multi:"a","b \"c\""
"dword"=dword:0000002a
"big endian"=hex(5):00,00,00,2a
"qword"=qword:2a
"link"=hex(6):5c,00,52,00
"binary"=hex:01,02,ff
"none"=hex(0):
"unknown"=hex(ffff0012):61
"short dword"=hex(4):2a,00
"tail"=hex(1):61,00,00,00,62,00
"odd"=hex(1):61,00,62
"ascii"=hex(1):61,62,63,00
@="default"
[Hostile]
"quote\" \u0022 \\u0022"="a\" \u001b[2J \u202e"
"\ud800"="\udc00"
"new\u000aline"="x"
[Hostile\a] b]
"x"=dword:1
[Secrets]
"POP3 Password"=hex:68,75,6e,74,65,72,32
"001e6703"="hunter2"
"S001e6605"="hunter2"
"blob"=hex:02,01,00,00,00,d0,8c,9d,df,01,15,d1,11,8c,7a,00,c0,4f,c2,97,eb,68,75,6e,74,65,72,32
"by its key"="hunter2"
[Vendor]
"URL"="https://bob:hunter2@example.com/"
"URLs"=multi:"http://host:8080/a@b","ftp://u:hunter2@h"
"URL bytes"=hex:68,3a,2f,2f,75,3a,68,75,6e,74,65,72,32,40,68
"https://bob:hunter2@h"="Bypass"
"Bypass"="shown"
[Long]
"sz"="0123456789012345678901234567890123456789"
"hex"=hex:ab*40
[Gone]
"kept"="kept"
;@ deleted
"old"="was here"
;@ deleted
[Gone\Tree]
"a"="b"
[Gone\Tree\Leaf]
"c"="d"
[Gone\After]
"e"="f"
`

var update = flag.Bool("update", false, "write the golden files anew")

func openDump(t testing.TB, img []byte, logs ...translog.Input) *Dump {
	t.Helper()
	h, err := regf.Read(context.Background(), img, logs...)
	require.NoError(t, err)
	rec, err := lost.Recover(context.Background(), h)
	require.NoError(t, err)
	return &Dump{Path: "NTUSER.DAT", Hive: h, Recovered: rec, Form: Text, Width: 20}
}

func write(t testing.TB, d *Dump) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, d.Write(context.Background(), &b))
	return b.String()
}

func TestGolden(t *testing.T) {
	d := openDump(t, hivetest.Build(t, source))
	for _, form := range []Form{Text, JSONL} {
		d.Form = form
		got := write(t, d)
		path := filepath.Join("testdata", "dump."+string(form))
		if *update {
			require.NoError(t, os.WriteFile(path, []byte(got), 0o666))
		}
		want, err := os.ReadFile(path)
		require.NoError(t, err)
		require.Equal(t, string(want), got)
	}
}

// A dump places what was lost below n siblings without going through all siblings for each.
func TestDumpOfSiblingsIsLinear(t *testing.T) {
	steps := func(n int) int64 {
		tree := hivetest.NewTree()
		siblings := tree.Root.Add("siblings")
		for i := range n {
			siblings.Add(fmt.Sprintf("sibling %06d", i)).Add("child").Deleted = true
		}
		img, err := tree.Image()
		require.NoError(t, err)
		d := openDump(t, img)
		require.Len(t, d.Recovered.Keys, n)
		require.NotContains(t, write(t, d), "not in the live tree")
		return d.Hive.Cells().Steps
	}
	require.Less(t, steps(20_000), 12*steps(2_000))
}

// record is a line of a JSONL dump as a program reads it.
type record struct {
	Record, Type, Data, State, Source, Confidence, Note, Missing, Owner, Class string

	Path            *hive.Path
	Name            hive.Text
	Text            *hive.Text
	Texts           []hive.Text
	Number          *uint64
	Offset          int64
	Log             hive.Text
	DataOffset      int64     `json:"data_offset"`
	LastWrite       hive.Time `json:"last_write"`
	Reasons         []string
	PathStatus      string `json:"path_status"`
	DataStatus      string `json:"data_status"`
	Secret, Masked  bool
	Size            *int
	Whole           bool
	Keys, Values    int
	RecoveredKeys   int `json:"recovered_keys"`
	RecoveredValues int `json:"recovered_values"`
	Unplaced, Flags int
}

func parseDump(t testing.TB, s string) (out []record) {
	t.Helper()
	for l := range strings.Lines(s) {
		var r record
		require.NoError(t, json.Unmarshal([]byte(l), &r), l)
		out = append(out, r)
	}
	return out
}

// TestJSONLHoldsTheHive: every live key and value comes back from the lines exactly as the hive has
// it, for every class of hostile input.
func TestJSONLHoldsTheHive(t *testing.T) {
	images := map[string][]byte{"dump": hivetest.Build(t, source)}
	for _, c := range hivetest.Classes() {
		// The large ones repeat what the small ones have. The output bomb announces more data than is handed
		// out, so that what comes depends on the order of reading.
		if img := c.Make(); len(img) < 1<<20 && c.Name != "output-bomb" {
			images[c.Name] = img
		}
	}
	for name, img := range images {
		t.Run(name, func(t *testing.T) {
			h, err := regf.Read(context.Background(), img)
			if err != nil {
				require.Nil(t, h, "there is nothing to dump: %v", err)
				return
			}
			d := &Dump{Hive: h, Form: JSONL}
			recs := parseDump(t, write(t, d))
			require.Equal(t, "hive", recs[0].Record)
			end := recs[len(recs)-1]
			require.Equal(t, "end", end.Record)
			require.True(t, end.Whole)
			counts, err := h.Verify(context.Background())
			require.NoError(t, err)
			require.Equal(t, counts, regf.Counts{Keys: end.Keys, Values: end.Values})

			var values map[int64]regf.Value // of the key, by offset
			for _, r := range recs {
				switch r.Record {
				case "key":
					values = map[int64]regf.Value{}
					k, ok := h.Lookup(*r.Path)
					if !ok || k.Offset() != r.Offset {
						continue // a second key of one name
					}
					require.Equal(t, k.LastWrite(), r.LastWrite)
					require.Equal(t, k.Owner(), r.Owner)
					require.Equal(t, hive.Hex(k.Class()).String(), r.Class)
					require.Equal(t, k.Name(), r.Name)
					for v := range k.Values() {
						values[v.Offset()] = v
					}
				case "value":
					v, ok := values[r.Offset]
					if !ok {
						require.Empty(t, values, "value at %d", r.Offset)
						continue
					}
					data, whole := v.Data()
					require.Equal(t, secret.MaskURLs(v.Name()), r.Name)
					require.Equal(t, v.Type().String(), r.Type)
					require.Equal(t, whole, r.Missing == "")
					if r.Secret || r.Masked {
						require.Nil(t, r.Size)
						require.Empty(t, r.Data)
						continue
					}
					require.Equal(t, v.Size(), *r.Size)
					require.Equal(t, hive.Hex(data).String(), r.Data)
				}
			}
		})
	}
}

func TestTextIsOneLineForEachRecord(t *testing.T) {
	d := openDump(t, hivetest.Build(t, source))
	d.Width = 0
	text := write(t, d)
	d.Form = JSONL
	var names []hive.Text
	for _, r := range parseDump(t, write(t, d)) {
		if r.Record == "value" {
			names = append(names, r.Name)
		}
	}
	var got []hive.Text
	for l := range strings.Lines(text) {
		require.NotRegexp(t, `[\x00-\x09\x0b-\x1f\x7f]`, l)
		l = strings.TrimPrefix(strings.TrimSuffix(l, "\n"), "  ")
		l, deleted := strings.CutPrefix(l, deletedMark)
		if rest, ok := strings.CutPrefix(l, `"`); ok {
			name, _, _ := strings.Cut(rest, `"`)
			got = append(got, hive.Unescape(name))
		} else if strings.HasPrefix(l, "(default)") {
			got = append(got, "")
		} else if deleted {
			require.Equal(t, byte('['), l[0])
		}
	}
	require.Equal(t, names, got)
}

func TestSecretsStayHidden(t *testing.T) {
	d := openDump(t, hivetest.Build(t, source+"[Secrets]\n;@ deleted\n\"Old Password\"=hex:68,75,6e,74,65,72,32\n"))
	for _, form := range []Form{Text, JSONL} {
		d.Form, d.Width = form, 0
		got := write(t, d)
		for _, s := range []string{"hunter2", "68756e74657232", "680075006e00"} {
			require.NotContains(t, got, s)
		}
		require.NotContains(t, got, "f52fbd32b2b3b86ff88ef6c490628285f482af15ddcb29541f94bcf526a3f6c7") // sha256 of "hunter2"
		require.Contains(t, got, "Old Password")
	}
	d.Form = JSONL
	secrets := 0
	for _, r := range parseDump(t, write(t, d)) {
		if r.Secret {
			secrets++
			require.Empty(t, r.Data+r.Note)
			require.Nil(t, r.Text)
			require.Nil(t, r.Size)
		}
	}
	require.Equal(t, 7, secrets)
	require.Contains(t, write(t, openDump(t, hivetest.Build(t, source))), `"POP3 Password"  REG_BINARY  @`)
}

func TestDeletedAlone(t *testing.T) {
	d := openDump(t, hivetest.Build(t, source))
	d.NoLive, d.Form = true, JSONL
	var got []string
	for _, r := range parseDump(t, write(t, d)) {
		if r.Record == "key" || r.Record == "value" {
			require.Equal(t, "recovered", r.State)
			require.Equal(t, "free-cell", r.Source)
			require.NotEmpty(t, r.Confidence)
			require.NotEmpty(t, r.Reasons)
			got = append(got, fmt.Sprintf("%s %s %s", r.Record, *r.Path, r.Name))
		}
	}
	require.Equal(t, []string{
		`value Gone old`, `key Gone\Tree Tree`, `value Gone\Tree a`, `key Gone\Tree\Leaf Leaf`, `value Gone\Tree\Leaf c`,
	}, got)

	d.Form = Text
	text := write(t, d)
	require.Regexp(t, `\n\[Gone\]  @\d+.*\n  DELETED "old"  REG_SZ  18  @\d+  "was here"  \(free-cell, high confidence\)\n`, text)
	require.NotContains(t, text, "kept")

	d.Recovered = &hive.Recovery{}
	require.Contains(t, write(t, d), "# 0 keys and 0 values, 0 keys and 0 values deleted\n# end\n")
}

func TestBelow(t *testing.T) {
	d := openDump(t, hivetest.Build(t, source))
	d.Form = JSONL
	for _, c := range []struct {
		below hive.Path
		live  []string
		lost  []string
	}{
		{"Gone", []string{"Gone", `Gone\After`}, []string{`Gone\Tree`, `Gone\Tree\Leaf`}},
		{`Gone\After`, []string{`Gone\After`}, nil},
		{`Gone\Tree`, nil, []string{`Gone\Tree`, `Gone\Tree\Leaf`}},
		{`gone\tree\leaf`, nil, []string{`Gone\Tree\Leaf`}},
		{"Long", []string{"Long"}, nil},
	} {
		d.Below = c.below
		var live, lost []string
		for _, r := range parseDump(t, write(t, d)) {
			switch {
			case r.Record != "key":
			case r.State == "live":
				live = append(live, string(*r.Path))
			default:
				lost = append(lost, string(*r.Path))
			}
		}
		require.Equal(t, c.live, live, c.below)
		require.Equal(t, c.lost, lost, c.below)
	}
}

// TestLostPlaces: records whose key is lost come last, in no key's name.
func TestLostPlaces(t *testing.T) {
	d := openDump(t, hivetest.Build(t, "[A]\n\"x\"=\"y\"\n"))
	d.Recovered = &hive.Recovery{
		Keys: []hive.RecoveredKey{
			{Name: "Orphan", Path: `?\Orphan`, PathStatus: hive.UnknownPath, Place: hive.Place{Offset: 100}, Parent: -1, Source: hive.FreeCell, Confidence: hive.Medium, Reasons: []string{"its parent is lost\x1b"}, Subkeys: []int{1}},
			{Name: "Sub", Path: `?\Orphan\Sub`, PathStatus: hive.PartialPath, Place: hive.Place{Offset: 200}, Parent: 0, Source: hive.FreeCell, Confidence: hive.Medium},
			{Name: "P", Path: `?\P`, Place: hive.Place{Offset: 300}, Parent: 3, Subkeys: []int{3}},
			{Name: "Q", Path: `?\Q`, Place: hive.Place{Offset: 400}, Parent: 2, Subkeys: []int{2}},
			{Name: "Under", Path: `Lost\Under`, PathStatus: hive.FullPath, Place: hive.Place{Offset: 500}, Parent: -1},
		},
		Values: []hive.RecoveredValue{
			{Name: "nobody", Type: hive.RegSz, Size: 4, Place: hive.Place{Offset: 600}, Status: hive.Overwritten, Source: hive.FreeCell, Confidence: hive.Medium},
			{Name: "elsewhere", Key: `Lost\Key`, Place: hive.Place{Offset: 700}, Status: hive.Intact},
			{Name: "root's", Key: `\`, Place: hive.Place{Offset: 800}, Status: hive.Intact},
		},
	}
	text := write(t, d)
	require.Equal(t, 1, strings.Count(text, "# Deleted records whose key"))
	for _, l := range []string{
		`DELETED [?\Orphan]  @100  (free-cell, medium confidence: its parent is lost\u001B)`, `DELETED [?\Orphan\Sub]  @200`, `DELETED [?\P]`, `DELETED [?\Q]`,
		"[?]\n  DELETED \"nobody\"  REG_SZ  4  @600  (no data)  data overwritten: 0 of 4 bytes", "[Lost\\Key]\n  DELETED \"elsewhere\"",
		"# 2 keys and 1 value, 5 keys and 3 values deleted\n# end\n",
	} {
		require.Equal(t, 1, strings.Count(text, l), "%s\n%s", l, text)
	}
	require.Less(t, strings.Index(text, `DELETED "root's"`), strings.Index(text, "# Deleted records whose key"))

	d.Below = "A"
	require.Contains(t, write(t, d), "# 5 deleted records may have stood below this key and are not shown")

	d.Below, d.Form = "", JSONL
	for _, r := range parseDump(t, write(t, d)) {
		if r.Name == "nobody" {
			require.Nil(t, r.Path)
			require.Equal(t, "overwritten", r.DataStatus)
			require.Nil(t, r.Text, "lost data are no empty text")
		}
	}
}

func TestTellsDamage(t *testing.T) {
	img, l := hivetest.BuildLayout(t, "[A]\n\"x\"=\"a long text of some bytes\"\n")
	img = hivetest.Apply(img, l, hivetest.CellSizeZero(hivetest.DataCell("A", "x")))
	d := openDump(t, img)
	require.Contains(t, write(t, d), "data damaged: 0 of 52 bytes")
	require.Contains(t, write(t, d), "# cell-bounds  offset")
	d.Form = JSONL
	require.True(t, slices.ContainsFunc(parseDump(t, write(t, d)), func(r record) bool { return r.Record == "diagnostic" }))
}

func TestEndsWhenItMust(t *testing.T) {
	d := openDump(t, hivetest.ManyValues(20000))
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	require.ErrorIs(t, d.Write(ctx, io.Discard), context.Canceled)

	ctx, cancel = context.WithCancel(context.Background())
	defer cancel()
	require.ErrorIs(t, d.Write(ctx, writer(func(b []byte) (int, error) { cancel(); return len(b), nil })), context.Canceled)

	full := errors.New("no space left")
	require.ErrorIs(t, d.Write(context.Background(), writer(func([]byte) (int, error) { return 0, full })), full)
}

type writer func([]byte) (int, error)

func (w writer) Write(b []byte) (int, error) { return w(b) }

// TestOfAForgedTreeIsBounded: every one of many values carries a path of 130,000 bytes.
func TestOfAForgedTreeIsBounded(t *testing.T) {
	name := strings.Repeat("k", 255)
	path := strings.Repeat(name+`\`, 500) + name
	var reg strings.Builder
	fmt.Fprintf(&reg, "[%s]\n", path)
	for i := range 2000 {
		fmt.Fprintf(&reg, "\"%d\"=dword:1\n", i)
	}
	d := openDump(t, hivetest.Build(t, reg.String()))
	d.Form = JSONL
	var size int64
	err := d.Write(context.Background(), writer(func(b []byte) (int, error) { size += int64(len(b)); return len(b), nil }))
	require.ErrorIs(t, err, ErrLimit)
	require.LessOrEqual(t, size, sizeFactor*d.Hive.FileSize()+sizeSlack+1<<20)
}

// Benchmark measures a dump of live records in MB of hive per second.
func Benchmark(b *testing.B) {
	var reg strings.Builder
	for i := range 2000 {
		fmt.Fprintf(&reg, "[Software\\Vendor%d\\Application]\n\"Path\"=\"C:\\\\Program Files\\\\Vendor\"\n\"Flags\"=dword:%x\n\"Data\"=hex:ab*64\n\"List\"=multi:\"a\",\"b\"\n", i, i)
	}
	img := hivetest.Build(b, reg.String())
	h, err := regf.Read(context.Background(), img)
	require.NoError(b, err)
	for _, form := range []Form{Text, JSONL} {
		b.Run(string(form), func(b *testing.B) {
			b.SetBytes(int64(len(img)))
			b.ReportAllocs()
			for b.Loop() {
				d := Dump{Hive: h, Form: form, Width: 160}
				require.NoError(b, d.Write(context.Background(), io.Discard))
			}
		})
	}
}
