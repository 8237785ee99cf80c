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
	"mapihive/hive"
	"mapihive/hive/hivetest"
	"mapihive/hive/mapi"
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
	s := analyze.TakeWholeImage(context.Background(), name, hivetest.Build(t, reg))
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
		s := analyze.TakeWhole(context.Background(), path, analyze.Options{Contents: true})
		require.Empty(t, s.Error)
		require.NotEmpty(t, s.Profiles, path)
		out = append(out, s)
	}
	return out
}

// A user with a PST of either format, one of them with a stored password and an OST of IMAP; the shared
// archive also stands in a deleted profile, written otherwise; one provider is half made.
const storesOfAlice = `
[$P]
"DefaultProfile"="Outlook"
[$P\Outlook\9207f3e0a3b11019908b08002b2a56c2]
"01023d0e"=hex:a1*16,a2*16,a3*16
"01023d00"=hex:b1*16,b2*16,b3*16
[$P\Outlook\a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1]
"001f3d09"=utf16:"MSUPST MS"
"001f3d0a"=utf16:"mspst.dll"
"01023d00"=hex:b1*16
[$P\Outlook\b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1]
"00033e03"=hex:21,00,00,00
"00033009"=hex:02,00,00,00
"001f3001"=utf16:"Mail"
"01023d0c"=hex:a1*16
"001f3d09"=utf16:"MSUPST MS"
"001f300a"=utf16:"mspst.dll"
"00036770"=hex:00,00,00,80
"00036702"=hex:00,00,00,20
"001f6700"=utf16:"C:\\Users\\alice\\Mail.pst"
"01020ff9"=hex:c1*16
[$P\Outlook\a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2]
"001f3d09"=utf16:"MSPST MS"
"001f3d0a"=utf16:"mspst.dll"
"01023d00"=hex:b2*16
[$P\Outlook\b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2]
"00033e03"=hex:21,00,00,00
"001f3001"=utf16:"Archive"
"01023d0c"=hex:a2*16
"001f3d09"=utf16:"MSPST MS"
"001f300a"=utf16:"mspst.dll"
"00036770"=hex:00,00,00,80
"00036702"=hex:00,00,00,40
"000b6701"=hex:01,00
"01026704"=hex:68,75,6e,74,65,72,32
"001e6700"="\\\\server\\pst\\Archive.pst"
"01020ff9"=hex:c2*16
[$P\Outlook\a3a3a3a3a3a3a3a3a3a3a3a3a3a3a3a3]
"001f3d09"=utf16:"INTERSTOR"
"001f3d0a"=utf16:"pstprx.dll"
"01023d00"=hex:b3*16
[$P\Outlook\b3b3b3b3b3b3b3b3b3b3b3b3b3b3b3b3]
"00033e03"=hex:21,00,00,00
"001f3001"=utf16:"alice@example.com"
"01023d0c"=hex:a3*16
"001f3d09"=utf16:"INTERSTOR"
"001f300a"=utf16:"pstprx.dll"
"001f6700"=utf16:"C:\\Users\\alice\\imap.ost"
[$P\Outlook\b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4]
"001f300a"=utf16:"mspst.dll"
"00033009"=hex:80,08,00,00
"001f6700"=utf16:"C:\\Users\\alice\\half made.pst"
[$P\Outlook\0a0d020000000000c000000000000046]
"101f0445"=hex:01,00,00,00,08,00,00,00,43,00,3a,00,5c,00,55,00,73,00,65,00,72,00,73,00,5c,00,61,00,6c,00,69,00,63,00,65,00,5c,00,6d,00,61,00,69,00,6c,00,2e,00,70,00,73,00,74,00,00,00
[$D\Old\9207f3e0a3b11019908b08002b2a56c2]
"01023d0e"=hex:a5*16
"01023d00"=hex:b5*16
[$D\Old\a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5]
"001f3d09"=utf16:"MSUPST MS"
"001f3d0a"=utf16:"mspst.dll"
"01023d00"=hex:b5*16
[$D\Old\b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5]
"00033e03"=hex:21,00,00,00
"00033009"=hex:02,00,00,00
"01023d0c"=hex:a5*16
"001f3d09"=utf16:"MSUPST MS"
"001f6700"=utf16:"P:\\archive.pst"
"01020ff9"=hex:c2*16
`

// Another user: the same archive by its UNC path, a file of her own where alice has one too, and names that a
// spreadsheet would run or a terminal obey.
const storesOfBob = `
[$16\=HYPERLINK(\u0022x\u0022)\u001b[2J\9207f3e0a3b11019908b08002b2a56c2]
"01023d0e"=hex:a1*16
"01023d00"=hex:b1*16,b2*16
[$16\=HYPERLINK(\u0022x\u0022)\u001b[2J\a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1]
"001f3d09"=utf16:"MSUPST MS"
"001f3d0a"=utf16:"mspst.dll"
"001f3001"=utf16:"+cmd|' /c calc'!A1, \"quoted\""
"01023d00"=hex:b1*16,b2*16
[$16\=HYPERLINK(\u0022x\u0022)\u001b[2J\b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1]
"00033e03"=hex:21,00,00,00
"001f3001"=utf16:"@SUM(1)\n-2"
"01023d0c"=hex:a1*16
"001f6700"=utf16:"\\\\SERVER\\pst\\archive.pst"
[$16\=HYPERLINK(\u0022x\u0022)\u001b[2J\b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2]
"00033e03"=hex:21,00,00,00
"01023d0c"=hex:a1*16
"001f6700"=utf16:"C:\\Users\\alice\\Mail.pst"
`

func stores(t *testing.T) []analyze.Snapshot {
	// \n in quoted registry text is no escape; the tests want a line feed in a name.
	bob := strings.ReplaceAll(storesOfBob, `\n-2`, `\u000a-2`)
	return []analyze.Snapshot{built(t, "alice/NTUSER.DAT", storesOfAlice), built(t, "bob/NTUSER.DAT", bob)}
}

func output(t *testing.T, write func(io.Writer) error) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, write(&b))
	return b.Bytes()
}

func TestStores(t *testing.T) {
	sources := stores(t)
	golden(t, "stores.txt", output(t, func(w io.Writer) error { return Stores(w, sources, TextOptions{}) }))
	searched := slices.Clone(sources)
	searched[1].Context.Stores = []ntuser.Store{
		{Version: "16.0", Kind: "pst", Path: `c:\users\alice\mail.pst`, Fact: hive.Fact{Key: "K", Value: `c:\users\alice\mail.pst`, State: hive.Live}},
		{Version: "16.0", Kind: "ost", Path: `C:\gone.ost`, Fact: hive.Fact{Key: "K", Value: `C:\gone.ost`, State: hive.Live}},
		{Version: "16.0", Path: `C:\notes.one`},
	}
	golden(t, "stores-search.txt", output(t, func(w io.Writer) error { return Stores(w, searched, TextOptions{}) }))
	golden(t, "stores-one.txt", output(t, func(w io.Writer) error { return Stores(w, sources[:1], TextOptions{}) }))
	golden(t, "stores-none.txt", output(t, func(w io.Writer) error { return Stores(w, noProfiles().Sources, TextOptions{}) }))
	golden(t, "stores.json", output(t, func(w io.Writer) error { return StoresJSON(w, sources) }))
	golden(t, "stores.csv", output(t, func(w io.Writer) error { return StoresCSV(w, sources) }))
}

func TestStoreFiles(t *testing.T) {
	files := analyze.StoreFiles(analyze.StoreReferences(stores(t)))
	byPath := map[hive.Text]analyze.StoreFile{}
	for _, f := range files {
		byPath[f.Path] = f
	}
	require.Len(t, files, 5)
	require.Len(t, byPath[`C:\Users\alice\Mail.pst`].References, 1, "bob's C: is another computer's")

	archive := byPath[`\\server\pst\Archive.pst`]
	require.Len(t, archive.References, 3, "joined by record key and by UNC path")
	require.Equal(t, []int{0, 0, 1}, []int{archive.References[0].Source, archive.References[1].Source, archive.References[2].Source})
	v := archive.References[0].StoreProvider
	require.Equal(t, "ansi", v.FormatByService)
	require.Equal(t, "unicode", v.FormatByFlags)
	require.True(t, v.PasswordStored)
	require.True(t, *v.RememberPassword)
	require.False(t, v.Default)

	require.Equal(t, mapi.OST, byPath[`C:\Users\alice\imap.ost`].Kind)
	require.Equal(t, mapi.SourceUnlisted, byPath[`C:\Users\alice\half made.pst`].References[0].Where)
}

// A cell that starts like a formula is text for a spreadsheet, and one row is one reference.
func TestStoresCSVIsGuarded(t *testing.T) {
	out := output(t, func(w io.Writer) error { return StoresCSV(w, stores(t)) })
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
		out := output(t, func(w io.Writer) error { return writeCSV(w, rows) })
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
		func(w io.Writer) error { return Stores(w, stores(t), TextOptions{}) },
		func(w io.Writer) error { return StoresJSON(w, stores(t)) },
		func(w io.Writer) error { return StoresCSV(w, stores(t)) },
	} {
		out := string(output(t, f))
		require.NotContains(t, out, "hunter2")
		require.NotContains(t, out, "68756e74657232")
	}
}

// safe checks that an output has nothing that acts on a terminal, and that only a fact makes a long line.
func safe(t *testing.T, out []byte) {
	t.Helper()
	for line := range strings.Lines(string(out)) {
		line = strings.TrimRight(line, "\n")
		for _, c := range line {
			require.False(t, unicode.IsControl(c) || unicode.In(c, unicode.Bidi_Control, unicode.Cf), "%U in %q", c, line)
		}
	}
}

func TestListsOfRealHives(t *testing.T) {
	sources := analyze.Snapshots(realHives(t))
	for _, s := range sources {
		require.NotEmpty(t, analyze.StoreFiles(analyze.StoreReferences([]analyze.Snapshot{s})), s.Path)
	}
	for _, f := range []func(io.Writer) error{
		func(w io.Writer) error { return Stores(w, sources, TextOptions{}) },
		func(w io.Writer) error { return AccountsText(w, sources, TextOptions{}) },
	} {
		out := output(t, f)
		safe(t, out)
		for line := range strings.Lines(string(out)) {
			line = strings.TrimRight(line, "\n")
			require.True(t, width(line) <= 80 || strings.Contains(line, `\`) || strings.Contains(line, "/"), line)
		}
	}
	require.True(t, json.Valid(output(t, func(w io.Writer) error { return StoresJSON(w, sources) })))
	require.True(t, json.Valid(output(t, func(w io.Writer) error { return AccountsJSON(w, sources) })))
}

func goldenBytes(t *testing.T, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	require.NoError(t, err)
	return b
}
