package report

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"

	"mapihive/analyze"
	"mapihive/analyze/collect"
	"mapihive/hive"
	"mapihive/hive/hivetest"
	"mapihive/hive/ntuser"
)

// built takes a snapshot of a hive made from registry text, in which $P stands for the Profiles key of Windows
// Messaging and $16 for that of Outlook 16.0.
func built(t testing.TB, name, reg string) analyze.Snapshot {
	t.Helper()
	return builtWhole(t, name, reg).Snapshot
}

func builtWhole(t testing.TB, name, reg string) analyze.Whole {
	t.Helper()
	reg = strings.NewReplacer(
		"$P", wms, "$D", strings.TrimSuffix(wms, `\Profiles`)+`\Deleted Profiles`, "$16", `Software\Microsoft\Office\16.0\Outlook\Profiles`,
	).Replace(reg)
	s := collect.TakeWholeImage(context.Background(), name, hivetest.Build(t, reg))
	require.Empty(t, s.Error)
	return s
}

// realHives takes every real hive with a profile; the test is skipped where there are none.
func realHives(t *testing.T) []analyze.Whole {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(hivetest.Real(t, "profiles"), "*.DAT"))
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	var out []analyze.Whole
	for _, path := range paths {
		s := collect.TakeWhole(context.Background(), path, collect.Options{Contents: true})
		require.Empty(t, s.Error)
		require.NotEmpty(t, s.Profiles, path)
		out = append(out, s)
	}
	return out
}

// listed takes a snapshot of what analyze tests its lists with.
func listed(t *testing.T, name, file string) analyze.Snapshot {
	t.Helper()
	reg, err := os.ReadFile(filepath.Join("../analyze/testdata/lists", file))
	require.NoError(t, err)
	return built(t, name, string(reg))
}

func stores(t *testing.T) []analyze.Snapshot {
	return []analyze.Snapshot{listed(t, "alice/NTUSER.DAT", "stores-alice.reg"), listed(t, "bob/NTUSER.DAT", "stores-bob.reg")}
}

func output(t *testing.T, write func(io.Writer) error) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, write(&b))
	return b.Bytes()
}

func TestStores(t *testing.T) {
	sources := stores(t)
	golden(t, "stores.txt", writtenAs(t, Stores(sources), "text"))
	searched := slices.Clone(sources)
	searched[1].Context.Stores = []ntuser.Store{
		{Version: "16.0", Kind: "pst", Path: `c:\users\alice\mail.pst`, Fact: hive.Fact{Key: "K", Value: `c:\users\alice\mail.pst`, State: hive.Live}},
		{Version: "16.0", Kind: "ost", Path: `C:\gone.ost`, Fact: hive.Fact{Key: "K", Value: `C:\gone.ost`, State: hive.Live}},
		{Version: "16.0", Path: `C:\notes.one`},
	}
	golden(t, "stores-search.txt", writtenAs(t, Stores(searched), "text"))
	golden(t, "stores-one.txt", writtenAs(t, Stores(sources[:1]), "text"))
	golden(t, "stores-none.txt", writtenAs(t, Stores(noProfiles().Sources), "text"))
	golden(t, "stores.json", writtenAs(t, Stores(sources), "json"))
	golden(t, "stores.csv", writtenAs(t, Stores(sources), "csv"))
}

// A cell that starts like a formula is text for a spreadsheet, and one row is one reference.
func TestStoresCSVIsGuarded(t *testing.T) {
	out := writtenAs(t, Stores(stores(t)), "csv")
	rows, err := csv.NewReader(bytes.NewReader(out)).ReadAll()
	require.NoError(t, err)
	require.Len(t, rows, 1+len(analyze.StoreReferences(stores(t))))
	column := map[string]int{}
	for i, name := range rows[0] {
		column[name] = i
	}
	for _, row := range rows[1:] {
		for _, cell := range row {
			require.NotContains(t, "=+-@\t\r", string((cell + "x")[0]))
		}
	}
	last := rows[len(rows)-2]
	require.Equal(t, `'=HYPERLINK("x")\u001B[2J`, last[column["profile"]])
	require.Equal(t, `'@SUM(1)\u000A-2`, last[column["display_name"]])
	for in, want := range map[string]string{"": "", "a": "a", "=1": "'=1", "+1": "'+1", "-1": "'-1", "@a": "'@a", "\tx": "'\tx", "\rx": "'\rx"} {
		require.Equal(t, want, guard(in))
	}
}

// Nor does a formula come out of a cell where a spreadsheet splits the line elsewhere.
func TestCSVIsGuardedForEverySeparator(t *testing.T) {
	for in, want := range map[string]string{
		`;=1+1;`:         `;'=1+1;`,
		`a;=1,+2` + "\t": `a;'=1,'+2` + "\t",
		`a; "=1"`:        `a; "'=1"`,
		`a;b=1`:          `a;b=1`,
		`C:\a-b=c+d@e`:   `C:\a-b=c+d@e`,
		`/o=A/ou=B`:      `/o=A/ou=B`,
		`＝1; ＠x`:         `'＝1; '＠x`,
		"a\t=1":          "a\t'=1",
		"x;\t-1":         "x;'\t'-1",
		"x\n@1":          "x\n'@1",
	} {
		require.Equal(t, want, guard(in), in)
	}

	// Every cell of these characters up to five long, between two others.
	const letters = `;,"=- a` + "\t"
	cells := []string{""}
	for first, length := 0, 1; length <= 5; length++ {
		last := len(cells)
		for _, c := range cells[first:last] {
			for _, letter := range letters {
				cells = append(cells, c+string(letter))
			}
		}
		first = last
	}
	for ; len(cells) > 0; cells = cells[min(len(cells), 500):] {
		var rows [][]string
		for _, c := range cells[:min(len(cells), 500)] {
			rows = append(rows, []string{"a", c, "b", c})
		}
		out := output(t, func(w io.Writer) error { return writeCSV(w, slices.Values(rows)) })
		for line := range strings.Lines(string(out)) {
			for _, separator := range ",;\t" {
				r := csv.NewReader(strings.NewReader(line))
				r.Comma, r.LazyQuotes, r.FieldsPerRecord = separator, true, -1
				row, err := r.Read()
				require.NoError(t, err, line)
				for _, cell := range append(row, strings.Split(line, string(separator))...) {
					if cell = strings.TrimLeft(cell, ` "`); cell != "" && strings.Contains("=-\t", cell[:1]) {
						t.Fatalf("%q split at %q has the cell %q", line, separator, cell)
					}
				}
			}
		}
	}
}

func TestStoresShowNoSecret(t *testing.T) {
	for _, f := range []func(io.Writer) error{
		func(w io.Writer) error { return Stores(stores(t)).Write(w, format(t, "text"), TextOptions{}) },
		func(w io.Writer) error { return Stores(stores(t)).Write(w, format(t, "json"), TextOptions{}) },
		func(w io.Writer) error { return Stores(stores(t)).Write(w, format(t, "csv"), TextOptions{}) },
	} {
		out := string(output(t, f))
		require.NotContains(t, out, "hunter2")
		require.NotContains(t, out, "68756e74657232")
	}
}

// safe checks that an output has nothing that acts on a terminal, and that only a fact makes a long line.
func safe(t *testing.T, out []byte) {
	t.Helper()
	for line := range strings.Lines(lf(out)) {
		line = strings.TrimRight(line, "\n")
		for _, c := range line {
			require.False(t, unicode.IsControl(c) || unicode.In(c, unicode.Bidi_Control, unicode.Cf), "%U in %q", c, line)
		}
	}
}

// For a spreadsheet, names of digits are no numbers; every other table has them as they are.
func TestNamesOfDigits(t *testing.T) {
	for cell, want := range map[string]bool{
		"00033e03": true, "001e6700": true, "1E5": true, "00000001": true, "1234567890123456": true,
		"": false, "0": false, "5376": false, "123456789012345": false, "001f6700": false, "e5": false, "1e": false, "1e5x": false, "2011-03-08T17:02:11Z": false,
	} {
		require.Equal(t, want, misread(cell), cell)
	}
	d := Stores(stores(t))
	require.Contains(t, string(writtenAs(t, d, "csv")), ",001e6700,")
	var b bytes.Buffer
	require.NoError(t, d.Write(&b, format(t, "csv"), TextOptions{BOM: true}))
	require.True(t, strings.HasPrefix(b.String(), "\uFEFFhive,"))
	require.Contains(t, b.String(), ",'001e6700,")
}

// lf is what was written with LF at the end of each line, where all of them end in CRLF.
func lf(out []byte) string {
	if s := strings.ReplaceAll(string(out), "\r\n", ""); !strings.Contains(s, "\n") {
		return strings.ReplaceAll(string(out), "\r\n", "\n")
	}
	return string(out)
}

func TestListsOfRealHives(t *testing.T) {
	sources := analyze.Snapshots(realHives(t))
	for _, s := range sources {
		require.NotEmpty(t, analyze.StoreFiles(analyze.StoreReferences([]analyze.Snapshot{s})), s.Path)
	}
	for _, f := range []func(io.Writer) error{
		func(w io.Writer) error { return Stores(sources).Write(w, format(t, "text"), TextOptions{}) },
		func(w io.Writer) error { return Accounts(sources).Write(w, format(t, "text"), TextOptions{}) },
	} {
		out := output(t, f)
		safe(t, out)
		for line := range strings.Lines(string(out)) {
			line = strings.TrimRight(line, "\n")
			require.True(t, width(line) <= 80 || strings.Contains(line, `\`) || strings.Contains(line, "/"), line)
		}
	}
	require.True(t, json.Valid(writtenAs(t, Stores(sources), "json")))
	require.True(t, json.Valid(writtenAs(t, Accounts(sources), "json")))
}

func goldenBytes(t *testing.T, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	require.NoError(t, err)
	return b
}
