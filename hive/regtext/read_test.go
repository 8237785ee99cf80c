package regtext

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/codepage"
)

// readText reads a text that is registry text.
func readText(t testing.TB, text string) *File {
	t.Helper()
	f, err := Read(t.Context(), strings.NewReader(text), Options{})
	require.NoError(t, err)
	return f
}

// flat is every key and value of a file: "root\path" and "root\path\x00name" with type and data.
func flat(f *File) map[string]string {
	out := map[string]string{}
	for _, h := range f.Hives {
		var add func(k hive.Key)
		add = func(k hive.Key) {
			path := string(h.Name()) + `\` + string(k.Path())
			out[path] = "key"
			for v := range k.Values() {
				data, _ := v.Data()
				out[path+"\x00"+string(v.Name())] = fmt.Sprintf("%v %x", v.Type(), data)
			}
			for sub := range k.Subkeys() {
				add(sub)
			}
		}
		root, _ := h.Root()
		add(root)
	}
	return out
}

// notes are what was said, as "line kind".
func notes(f *File) (out []string) {
	for _, d := range f.Notes {
		out = append(out, fmt.Sprintf("%d %s", d.Line, d.Kind))
	}
	for _, h := range f.Hives {
		for _, d := range h.Diagnostics() {
			out = append(out, fmt.Sprintf("%d %s", d.Line, d.Kind))
		}
	}
	return out
}

// What a value's line says, by its text behind the name; "" for none. version is the heading.
func TestValues(t *testing.T) {
	for _, c := range []struct{ version, text, want string }{
		{heading, `"text"`, "REG_SZ 7400650078007400" + "0000"},
		{heading, `""`, "REG_SZ 0000"},
		{heading, ` "a\\b\"c" ; why`, "REG_SZ 61005c006200220063000000"},
		{heading, `"a\b"`, "REG_SZ 610062000000"},
		{heading, `"ends in \\"`, "REG_SZ 65006e0064007300200069006e0020005c000000"},
		{heading, `"open`, ""},
		{heading, `"open \"`, ""},
		{heading, `"closed" twice"`, ""},
		{heading, `bare`, ""},
		{heading, ``, ""},
		{heading, `dword:1`, "REG_DWORD 01000000"},
		{heading, `dword:fFfffFff ; all`, "REG_DWORD ffffffff"},
		{heading, `dword:`, ""},
		{heading, `dword:0x12`, ""},
		{heading, `dword:000000001`, ""},
		{heading, `dword:12 34`, ""},
		{heading, "dword:1234\\\n5678", ""},
		{heading, `DWORD:1`, ""},
		{heading, `hex:`, "REG_BINARY "},
		{heading, `hex:1,02,fF,`, "REG_BINARY 0102ff"},
		{heading, `hex:1,02 ; two`, "REG_BINARY 0102"},
		{heading, `hex:100`, ""},
		{heading, `hex:01,,02`, ""},
		{heading, `hex:01 02`, ""},
		{heading, `hex(0):01`, "REG_NONE 01"},
		{heading, `hex(ffffffff):01`, "0xffffffff 01"},
		{heading, `hex(100000000):01`, ""},
		{heading, `hex(0x2):01`, ""},
		{heading, `hex(+2):01`, ""},
		{heading, `hex():01`, ""},
		{heading, `hex(2:01`, ""},
		{heading, "hex:01,\\\n  02,\t\\ \n\n; between\n  03", "REG_BINARY 010203"},
		{heading, "hex:01,\\; why\r\n02", "REG_BINARY 0102"},
		{heading, "hex(7):\\\n61,00,00,00", "REG_MULTI_SZ 61000000"},
		{heading, "hex:01,\\\n\n;\n", ""},
		{heading, "hex:01\\\n02", ""},
		{heading, "hex:01,\n02", "REG_BINARY 01"},
		{heading, "hex:01,\\\n\\\n02", ""},
		{heading, "hex:01,\\\n# no\n02", ""},
		{heading, "hex:01,\\#no\n02", ""},
		{heading, "hex:01,\\\n,02", ""},
		{heading, `hex:,\`, ""},
		{heading, `hex:01,\02`, ""},
		{heading, `-`, ""},
		{heading, `- x`, ""},
		{heading, `hex(2):61,00`, "REG_EXPAND_SZ 6100"},
		{heading4, `hex(2):61`, "REG_EXPAND_SZ 61000000"},
		{heading4, `hex(2):61,00`, "REG_EXPAND_SZ 61000000"},
		{heading4, `hex(7):61,00,e4,00,00`, "REG_MULTI_SZ 61000000e40000000000"},
		{heading4, `hex(1):`, "REG_SZ "},
		{heading4, `hex:e4`, "REG_BINARY e4"},
		{heading4, "\"\xe4\"", "REG_SZ e4000000"},
		{heading4, "\"\xc3\xa4\"", "REG_SZ c300a4000000"},
		{heading, "\"\xc3\xa4\"", "REG_SZ e4000000"},
		{heading, "\"\xe4\"", "REG_SZ e4000000"},
	} {
		f := readText(t, c.version+"\n\n[HKEY_CURRENT_USER\\A]\n\"v\"="+c.text+"\n\"after\"=dword:1\n")
		got := flat(f)
		require.Equal(t, c.want, got["HKEY_CURRENT_USER\\A\x00v"], "%s", c.text)
		if c.want == "" {
			require.NotEmpty(t, notes(f), "%s", c.text)
		}
	}
}

// Where the text ends in a value that is to be continued, what was read counts.
func TestTheEnd(t *testing.T) {
	for _, end := range []string{"", "\n", "\n\n ; nothing"} {
		f := readText(t, heading+"\n[HKEY_CURRENT_USER\\A]\n\"v\"=hex:01,\\"+end)
		require.Equal(t, "REG_BINARY 01", flat(f)["HKEY_CURRENT_USER\\A\x00v"])
	}
	require.Equal(t, "REG_DWORD 01000000", flat(readText(t, heading+"\n[HKEY_CURRENT_USER\\A]\n@=dword:1"))["HKEY_CURRENT_USER\\A\x00"])
}

func TestNames(t *testing.T) {
	f := readText(t, heading+`
[HKEY_CURRENT_USER\A]
@="default"
""="the same"
 "indented" = "x"
"a=b;\"c\\"="y"
"no end="z"
no start"="z"
"no equals" "z"
@x="z"
`)
	require.Equal(t, map[string]string{
		`HKEY_CURRENT_USER\`: "key", `HKEY_CURRENT_USER\A`: "key",
		"HKEY_CURRENT_USER\\A\x00":          "REG_SZ 7400680065002000730061006d0065000000",
		"HKEY_CURRENT_USER\\A\x00indented":  "REG_SZ 78000000",
		"HKEY_CURRENT_USER\\A\x00a=b;\"c\\": "REG_SZ 79000000",
	}, flat(f))
	require.Equal(t, []string{"3 text-line", "7 text-line", "8 text-line", "9 text-line", "10 text-line"}, notes(f))
}

// Where a key stands: which hive, and what of its line is its name.
func TestKeys(t *testing.T) {
	for _, c := range []struct{ line, hive, path string }{
		{`[HKEY_CURRENT_USER]`, "HKEY_CURRENT_USER", ""},
		{`[hkey_current_user\A\B]`, "HKEY_CURRENT_USER", `A\B`},
		{`[HKEY_CURRENT_USER\A\\B\\]`, "HKEY_CURRENT_USER", `A\B`},
		{`[HKEY_CURRENT_USER\A]B] ; why`, "HKEY_CURRENT_USER", `A]B`},
		{`[HKEY_CURRENT_USER\A ]`, "HKEY_CURRENT_USER", `A `},
		{` 	[HKEY_CURRENT_USER\A]`, "HKEY_CURRENT_USER", `A`},
		{`[HKEY_USERS\S-1-5-21-1-2-3-1001\Software]`, `HKEY_USERS\S-1-5-21-1-2-3-1001`, "Software"},
		{`[HKEY_LOCAL_MACHINE\loaded\Software]`, `HKEY_LOCAL_MACHINE\loaded`, "Software"},
		{`[HKEY_CLASSES_ROOT\.pst]`, "HKEY_CLASSES_ROOT", ".pst"},
		{`[HKEY_USERS]`, "", ""},
		{`[HKEY_USERSX\A]`, "", ""},
		{`[HKCU\A]`, "", ""},
		{`[\A]`, "", ""},
		{`[]`, "", ""},
		{`[ HKEY_CURRENT_USER\A]`, "", ""},
		{`[HKEY_CURRENT_USER\A`, "", ""},
		{`[HKEY_CURRENT_USER\` + strings.Repeat("n", 256) + `]`, "HKEY_CURRENT_USER", ""},
	} {
		f := readText(t, heading+"\n"+c.line+"\n\"v\"=dword:1\n")
		if c.hive == "" {
			require.Empty(t, f.Hives, c.line)
			require.NotEmpty(t, f.Notes, c.line)
			continue
		}
		require.Len(t, f.Hives, 1, c.line)
		require.Equal(t, hive.Path(c.hive), f.Hives[0].Name())
		root, _ := f.Hives[0].Root()
		k, ok := hive.Lookup(root, hive.Path(c.path))
		require.True(t, ok, c.line)
		require.Equal(t, hive.Path(c.path), k.Path())
		require.Equal(t, hive.Place{Offset: int64(len(heading) + 1), Line: 2}, k.Place())
	}
}

// A text is read from the top: what is set again or removed is as the last line says.
func TestOrderOfLines(t *testing.T) {
	f := readText(t, heading+`

[HKEY_CURRENT_USER\A]
"kept"=dword:1
"gone"=dword:2
"set again"=dword:3
"gone"=-
"never there"=-
[HKEY_CURRENT_USER\A\B\C]
"v"=dword:4
[HKEY_CURRENT_USER\a]
"SET AGAIN"=dword:5
[-HKEY_CURRENT_USER\A\b]
"nowhere"=dword:6
[-HKEY_CURRENT_USER\Never\There]
[HKEY_CURRENT_USER\A\B]
"new"=dword:7
[-HKEY_CURRENT_USER]
`)
	require.Equal(t, map[string]string{
		`HKEY_CURRENT_USER\`: "key", `HKEY_CURRENT_USER\A`: "key", `HKEY_CURRENT_USER\A\B`: "key",
		"HKEY_CURRENT_USER\\A\x00kept":      "REG_DWORD 01000000",
		"HKEY_CURRENT_USER\\A\x00set again": "REG_DWORD 05000000",
		"HKEY_CURRENT_USER\\A\\B\x00new":    "REG_DWORD 07000000",
	}, flat(f))
	require.Equal(t, []string{"7 text-removal", "8 text-removal", "6 text-line", "13 text-removal", "14 text-line", "15 text-removal", "18 text-line"}, notes(f))
	d := f.Hives[0].Diagnostics()
	require.Equal(t, hive.Path("A"), d[0].Path)
	require.Contains(t, d[0].Message, `removes value "gone" of this key; what line 5 has`)
	require.Equal(t, hive.Path(`A\b`), d[3].Path)
	require.Contains(t, d[3].Message, "line 9")
	require.Equal(t, hive.Path(`Never\There`), d[5].Path)
	keys, values := f.Hives[0].Counts()
	require.Equal(t, []int{3, 3}, []int{keys, values})
}

// A line that is taken for the continuation of a value is lost with it. Where it was a key's, its values are in
// doubt: an import would put them into the key before.
func TestLostContinuation(t *testing.T) {
	f := readText(t, heading+`
[HKEY_CURRENT_USER\A]
"v"=hex:01,\
"lost"=dword:1
"kept"=dword:2
"w"=hex:01,\
[HKEY_CURRENT_USER\B]
"whose"=dword:3
[HKEY_CURRENT_USER\C]
"x"=dword:4
`)
	require.Equal(t, map[string]string{
		`HKEY_CURRENT_USER\`: "key", `HKEY_CURRENT_USER\A`: "key", `HKEY_CURRENT_USER\C`: "key",
		"HKEY_CURRENT_USER\\A\x00kept": "REG_DWORD 02000000",
		"HKEY_CURRENT_USER\\C\x00x":    "REG_DWORD 04000000",
	}, flat(f))
	require.Equal(t, []string{"4 text-line", "3 text-line", "7 text-line", "6 text-line", "8 text-line"}, notes(f))
}

func TestEncodings(t *testing.T) {
	text := heading + "\r\n\r\n[HKEY_CURRENT_USER\\Größe 😀]\r\n\"ж\"=\"日本\"\r\n"
	utf16 := hive.EncodeUTF16(hive.Text(text))
	swapped := make([]byte, len(utf16))
	for i := range utf16 {
		swapped[i] = utf16[i^1]
	}
	want := flat(readText(t, text))
	require.Len(t, want, 3)
	for name, in := range map[string]string{
		"UTF-16LE": "\xff\xfe" + string(utf16), "UTF-16LE without mark": string(utf16),
		"UTF-16BE": "\xfe\xff" + string(swapped),
		"UTF-8":    text, "UTF-8 with mark": "\xef\xbb\xbf" + text,
		"UTF-8, CR alone": strings.ReplaceAll(text, "\r\n", "\r"), "UTF-8, LF alone": strings.ReplaceAll(text, "\r\n", "\n"),
	} {
		f := readText(t, in)
		require.Equal(t, want, flat(f), name)
		require.True(t, strings.HasPrefix(name, f.Encoding), name)
		require.Equal(t, 4, f.Lines, name)
		require.Empty(t, notes(f), name)
		k, _ := f.Hives[0].root.Subkey("größe 😀")
		require.Equal(t, 3, k.Place().Line)
		require.True(t, Looks([]byte(in[:min(len(in), 256)])), name)
	}
	require.Equal(t, "ASCII", readText(t, heading4+"\n").Encoding)

	russian, _ := codepage.New(1251, "a test")
	f, err := Read(t.Context(), strings.NewReader(heading4+"\n[HKEY_CURRENT_USER\\\xcf]\n\"\xcf\"=hex(2):cf\n"), Options{CodePage: russian})
	require.NoError(t, err)
	require.Equal(t, "REG_EXPAND_SZ 1f040000", flat(f)["HKEY_CURRENT_USER\\П\x00П"])
	require.Equal(t, []string{"2 text-line"}, notes(f))
	require.Contains(t, f.Notes[0].Message, "code page 1251 (a test)")
}

func TestHeadings(t *testing.T) {
	for line, want := range map[string]error{
		heading: nil, "  \t" + heading4: nil,
		"REGEDIT5": ErrNothing, "REGEDIT 4": ErrNothing, "REGEDIT4 FOO": ErrNothing, heading + " ": ErrNothing,
		"Windows Registry Editor Version 4.00": ErrNothing, "REGEDIT": ErrWin31,
		"windows registry editor version 5.00": ErrNotText, "": ErrNotText, "\n" + heading: ErrNotText, "regf": ErrNotText,
	} {
		_, err := Read(t.Context(), strings.NewReader(line+"\n[HKEY_CURRENT_USER\\A]\n"), Options{})
		require.ErrorIs(t, err, want, "%q", line)
		require.Equal(t, want != ErrNotText, Looks([]byte(line)), "%q", line)
	}
	_, err := Read(t.Context(), strings.NewReader(""), Options{})
	require.ErrorIs(t, err, ErrNotText)
}
