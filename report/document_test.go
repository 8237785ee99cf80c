package report

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"mapihive/analyze"
	"mapihive/analyze/compare"
	"mapihive/hive"
)

func format(t testing.TB, name string) *Format {
	t.Helper()
	i := slices.IndexFunc(Formats(), func(f *Format) bool { return f.Name == name })
	require.GreaterOrEqual(t, i, 0, name)
	return Formats()[i]
}

func writtenAs(t testing.TB, d *Document, name string) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, d.Write(&b, format(t, name), TextOptions{}))
	return b.Bytes()
}

// documents is one of each kind, of hives with something to say and of hives with something to hide.
func documents(t *testing.T) map[string]*Document {
	a, b := builtWhole(t, "before/NTUSER.DAT", beforeDiff), builtWhole(t, "after/NTUSER.DAT", afterDiff())
	d := compare.Snapshots(&a, &b)
	out := map[string]*Document{
		"profiles":   Profiles([]analyze.Whole{b}, true),
		"stores":     Stores(stores(t)),
		"match":      StoreMatches(stores(t), `C:\mail\x.pst`),
		"collection": StoreCollection(stores(t), false),
		"target":     StoreCollection(stores(t), true),
		"accounts":   Accounts(accountSources(t)),
		"diff":       Diff(&a.Snapshot, &b.Snapshot, &d),
		"diffs": Diffs(&CollectionDiff{
			A: "before", B: "after", Same: []hive.Text{"C/Users/carl/NTUSER.DAT"}, OnlyA: stores(t), OnlyB: []analyze.Snapshot{b.Snapshot},
			Differ:  []HiveDiff{{Name: "NTUSER.DAT", By: "In A it is elsewhere.", A: &a.Snapshot, B: &b.Snapshot, Diff: d}},
			Skipped: []Skipped{{Path: "after/gone", Reason: "permission denied"}},
		}),
		"timeline":    Timeline([]analyze.Whole{a, b}),
		"overview":    Overview(analyze.All()),
		"manual":      Manual(analyze.All()[0]),
		"rule":        RuleManual(analyze.All()[0], analyze.All()[0].Rules[0]),
		"diagnostics": Kinds(),
		"secrets":     Secrets(),
	}
	for name, r := range shapes() {
		out["analyze, "+name] = Analysis(r)
	}
	bad := hostile("\x1b[31m\x00\r\n\t\u202e\u2066\u0085\x7f\xed\xa0\x80 \"name\" \\u0041")
	other := hostile("=1\n")
	for name, v := range map[string]View{"": {}, ", full": {Full: true}, ", summary": {Summary: true}, ", trees": {Trees: TreesAll}} {
		many := manyHostile()
		many.View = v
		out["analyze, many hostile"+name] = Analysis(many)
	}
	d2 := compare.Snapshots(&wholesOf(bad)[0], &wholesOf(other)[0])
	out["profiles, hostile"] = Profiles(wholesOf(bad), false)
	out["stores, hostile"] = Stores(bad.Sources)
	out["match, hostile"] = StoreMatches(bad.Sources, "\x1b[31m\u202e")
	out["target, hostile"] = StoreCollection(bad.Sources, true)
	out["accounts, hostile"] = Accounts(bad.Sources)
	out["diff, hostile"] = Diff(&bad.Sources[0], &other.Sources[0], &d2)
	out["diffs, hostile"] = Diffs(&CollectionDiff{
		A: "\x1b[31m\u202e", B: "=1", Same: []hive.Text{"\x1b[31m"}, OnlyA: bad.Sources, OnlyB: other.Sources,
		Differ: []HiveDiff{{Name: "\x1b[31m\u202e", A: &bad.Sources[0], B: &other.Sources[0], Diff: d2}},
	})
	out["timeline, hostile"] = Timeline(wholesOf(bad))
	return out
}

// Every document is written in every format that it has, each of them well-formed and safe to show, and the same
// twice.
func TestEveryDocumentInEveryFormat(t *testing.T) {
	valid := validators(t)
	for name, d := range documents(t) {
		for _, f := range Formats() {
			if !f.Of(d) {
				continue
			}
			t.Run(name+"/"+f.Name, func(t *testing.T) {
				out := writtenAs(t, d, f.Name)
				require.Equal(t, string(out), string(writtenAs(t, d, f.Name)))
				safe(t, out)
				for _, secret := range []string{"hunter2", "68756e74657232"} {
					require.NotContains(t, string(out), secret)
				}
				switch f.Name {
				case "text":
					require.NotEmpty(t, out)
				case "json":
					if name != "analyze, nothing" { // a report that nobody made
						require.NoError(t, valid[layoutOf(t, out)](out))
					}
				case "jsonl":
					checkLines(t, out)
					for line := range bytes.Lines(out) {
						require.NoError(t, valid["records"](line), string(line))
					}
				case "csv":
					rows, err := csv.NewReader(bytes.NewReader(out)).ReadAll()
					require.NoError(t, err)
					require.NotEmpty(t, rows)
					require.NotContains(t, rows[0], "where", "a word of SQL")
					require.NotContains(t, strings.ReplaceAll(string(out), "\r\n", ""), "\n", "RFC 4180")
				case "timesketch":
					for line := range bytes.Lines(out) {
						var m struct {
							Message  string
							Datetime time.Time
							Desc     string `json:"timestamp_desc"`
						}
						require.NoError(t, json.Unmarshal(line, &m), string(line))
						require.NotEmpty(t, m.Message)
						require.NotEmpty(t, m.Desc)
						require.NotZero(t, m.Datetime)
					}
				case "sarif":
					checkSARIF(t, d, out)
				case "html":
					checkHTML(t, out)
				case "bodyfile":
					for line := range strings.Lines(string(out)) {
						require.Regexp(t, `^0\|[^|]+\|0\|0\|0\|0\|0\|0\|[0-9]+\|0\|0\n$`, line)
					}
				default:
					t.Fatal("what is right of this format?")
				}
			})
		}
	}
}

// checkLines checks that each line is a record that names its source, and that the last one ends them.
func checkLines(t *testing.T, out []byte) {
	t.Helper()
	lines := strings.Split(strings.TrimSuffix(string(out), "\n"), "\n")
	for i, line := range lines {
		var r struct {
			Record, Schema string
			Source, SHA256 *string
			A, B           *string
			Whole          bool
			Records        int
			Error          string
			Profiles       *int
		}
		require.NoError(t, json.Unmarshal([]byte(line), &r), line)
		require.True(t, strings.HasPrefix(line, `{"record":"`+r.Record+`"`), line)
		switch r.Record {
		case "end":
			require.Equal(t, len(lines)-1, i)
			require.True(t, r.Whole)
			require.Equal(t, i, r.Records)
		case "run":
			require.Zero(t, i)
			require.Equal(t, RecordsSchema, r.Schema)
		case "difference":
			require.NotNil(t, r.A)
			require.NotNil(t, r.B)
		case "rule", "kind", "decision":
		case "source", "skipped":
			require.NotNil(t, r.Source, line)
			require.Equal(t, r.Record == "source" && r.Error == "", r.Profiles != nil, "of what was not read nothing is claimed")
		default:
			require.NotNil(t, r.Source, line)
			require.NotNil(t, r.SHA256, line)
		}
	}
	require.True(t, strings.HasPrefix(lines[len(lines)-1], `{"record":"end"`))
}

func TestLines(t *testing.T) {
	all := documents(t)
	for _, name := range []string{"profiles", "stores", "accounts", "diff"} {
		golden(t, name+".jsonl", writtenAs(t, all[name], "jsonl"))
	}
	for name, r := range shapes() {
		golden(t, name+".jsonl", writtenAs(t, Analysis(r), "jsonl"))
	}
}

// Each fact of the JSON document of a report stands in a line.
func TestLinesHaveEveryFact(t *testing.T) {
	for name, r := range shapes() {
		count := map[string]int{}
		for rec := range Analysis(r).Records {
			count[rec.RecordKind()]++
		}
		want := map[string]int{"run": 1, "source": len(r.Sources), "finding": len(r.Findings), "skipped": len(r.Skipped)}
		for i := range r.Sources {
			want["profile"] += len(r.Sources[i].Profiles)
			want["diagnostic"] += len(r.Sources[i].Diagnostics)
		}
		for kind, n := range want {
			require.Equal(t, n, count[kind], "%s of %s", kind, name)
			delete(count, kind)
		}
		require.Empty(t, count, name)
	}
	sources := stores(t)
	n := 0
	for rec := range Stores(sources).Records {
		if r, ok := rec.(storeRecord); ok {
			n++
			require.NotEmpty(t, r.Path)
			require.NotEmpty(t, r.Source)
		}
	}
	require.Len(t, analyze.StoreReferences(sources), n)
}

// A toy format is one value; it needs nothing but what a document has.
func TestOneMoreFormat(t *testing.T) {
	toy := &Format{
		Name: "count", Has: func(d *Document) bool { return d.Blocks != nil },
		Write: func(w io.Writer, d *Document, _ TextOptions) error {
			for b := range d.Blocks {
				if b.Kind == Title || b.Kind == Rows && len(b.Rows) > 0 {
					io.WriteString(w, Scrub(b.Text)+"\n")
					break // it may stop when it has seen enough
				}
			}
			return nil
		},
	}
	for name, d := range documents(t) {
		require.True(t, toy.Of(d), name)
		require.NoError(t, d.Write(io.Discard, toy, TextOptions{}), name)
	}
	var b bytes.Buffer
	require.NoError(t, Kinds().Write(&b, toy, TextOptions{}))
	require.Equal(t, "Diagnostics\n", b.String())
}

// What writes a document better than a format could does so, also in a format that the document has no data for.
func TestOwnWriter(t *testing.T) {
	d := &Document{Name: "toy", Own: map[string]Writer{"jsonl": func(w io.Writer, _ TextOptions) error {
		_, err := io.WriteString(w, "own\n")
		return err
	}}}
	for _, f := range Formats() {
		require.Equal(t, f.Name == "jsonl", f.Of(d), f.Name)
	}
	require.Equal(t, "own\n", string(writtenAs(t, d, "jsonl")))
}

// narrowPipe takes so many bytes and no more.
type narrowPipe int

var errNarrow = errors.New("no more room")

func (n *narrowPipe) Write(b []byte) (int, error) {
	if len(b) > int(*n) {
		return 0, errNarrow
	}
	*n -= narrowPipe(len(b))
	return len(b), nil
}

// A report that cannot be written to its end is an error in every format, wherever it breaks off.
func TestNoHalfReportPasses(t *testing.T) {
	for name, d := range documents(t) {
		for _, f := range Formats() {
			if !f.Of(d) {
				continue
			}
			size := len(writtenAs(t, d, f.Name))
			for _, room := range []int{0, size / 2, size - 1} {
				if size == 0 {
					continue // a timeline without a time
				}
				pipe := narrowPipe(room)
				require.ErrorIs(t, d.Write(&pipe, f, TextOptions{}), errNarrow, "%s as %s in %d of %d bytes", name, f.Name, room, size)
			}
		}
	}
}

// Nothing is made for a format that was not asked for.
func TestNothingIsMadeInVain(t *testing.T) {
	d := Accounts([]analyze.Snapshot{{Path: "x", State: hive.Clean}})
	d.Value = func() any { t.Fatal("the JSON document"); return nil }
	d.Records = func(func(Record) bool) { t.Fatal("the records") }
	require.NotEmpty(t, writtenAs(t, d, "text"))
}
