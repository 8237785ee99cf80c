package hivetest

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"
)

// folder is a file system of registry texts.
func folder(files map[string]string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

// Included parts give the very hive that the same text gives when it is written out.
func TestInclude(t *testing.T) {
	tree, err := ParseFS(folder(map[string]string{
		"case.reg": `Windows Registry Editor Version 5.00
;@ include parts/head.reg

;@ lastwrite 2011-03-07T23:30:00Z
[Profiles\One]
;@ include parts/profile.reg n=01 name="Data File"
"own"="of One" ; want one

[Profiles\One\b1015c1e]
"001f6700"=utf16:"C:\\x.pst" ; want path

;@ deleted
[Profiles\Two]
;@ include parts/profile.reg n=ff name=Plain
`,
		"parts/head.reg":    "Windows Registry Editor Version 5.00\n;@ hive minor=3\n[Software]\n\"v\"=dword:1 ; want head\n",
		"parts/profile.reg": "\ufeff; a profile with one store\r\n[]\r\n\"name\"=\"$(name)\"\r\n;@ include parts/store.reg n=$(n)\r\n[9207]\r\n\"list\"=hex:$(n),5c,\\\r\n  1e\r\n",
		"parts/store.reg":   "[b1$(n)5c1e]\n\"uid\"=hex:b1,$(n),5c,1e\n",
	}), "case.reg")
	require.NoError(t, err)
	got, err := tree.Image()
	require.NoError(t, err)

	want := Build(t, `;@ hive minor=3
[Software]
"v"=dword:1
;@ lastwrite 2011-03-07T23:30:00Z
[Profiles\One]
"name"="Data File"
[Profiles\One\b1015c1e]
"uid"=hex:b1,01,5c,1e
[Profiles\One\9207]
"list"=hex:01,5c,1e
[Profiles\One]
"own"="of One"
[Profiles\One\b1015c1e]
"001f6700"=utf16:"C:\\x.pst"
;@ deleted
[Profiles\Two]
"name"="Plain"
[Profiles\Two\b1ff5c1e]
"uid"=hex:b1,ff,5c,1e
[Profiles\Two\9207]
"list"=hex:ff,5c,1e
`)
	require.Equal(t, want, got)
	require.Equal(t, []Want{
		{"parts/head.reg", 4, "Software", "v", false, "head"},
		{"case.reg", 7, `Profiles\One`, "own", false, "one"},
		{"case.reg", 10, `Profiles\One\b1015c1e`, "001f6700", false, "path"},
	}, tree.Wants)
	require.Equal(t, `parts/head.reg: line 4: [Software] "v": want head`, tree.Wants[0].String())
}

// Each slip is named with its place; a slip in an included file with that file.
func TestIncludeErrors(t *testing.T) {
	part := map[string]string{
		"ok.reg":     "[Sub]\n\"v\"=\"$(n)\"",
		"plain.reg":  "[Sub]",
		"wrong.reg":  "[Sub]\n\n\"v\"=nothing",
		"value.reg":  "\"v\"=dword:1",
		"want.reg":   "; want x\n[Sub]",
		"open.reg":   "[Sub]\n;@ deleted",
		"bytes.reg":  "[Sub]\n\"v\"=hex:01,\\",
		"nested.reg": "[Deep]\n;@ include wrong.reg",
		"self.reg":   "[Sub]\n;@ include self.reg",
		"ring.reg":   ";@ include ring2.reg",
		"ring2.reg":  "[Sub]\n;@ include ring.reg",
		"back.reg":   ";@ include case.reg",
	}
	for _, c := range []struct{ text, file, says string }{
		{"[K]\n;@ include", "case.reg: line 2", "needs the name"},
		{"[K]\n;@ include none.reg", "case.reg: line 2", "none.reg"},
		{"[K]\n;@ include ../out.reg", "case.reg: line 2", "not a path below"},
		{"[K]\n;@ include /etc/passwd", "case.reg: line 2", "not a path below"},
		{"[K]\n;@ include a/../plain.reg", "case.reg: line 2", "not a path below"},
		{"[K]\n;@ include ok.reg", "case.reg: line 2", "line 2 has $(n)"},
		{"[K]\n;@ include ok.reg N=1", "case.reg: line 2", "not name=text"},
		{"[K]\n;@ include ok.reg n", "case.reg: line 2", "not name=text"},
		{"[K]\n;@ include ok.reg n=1 n=2", "case.reg: line 2", "given twice"},
		{"[K]\n;@ include ok.reg n=\"1", "case.reg: line 2", "closing quote"},
		{"[K]\n;@ include ok.reg n=1 mm=2 m=3", "case.reg: line 2", "no place for m, mm"},
		{"[K]\n;@ include ok.reg n=a\"b", "ok.reg: line 2", "unexpected"},
		{"[K]\n;@ deleted\n;@ include plain.reg", "case.reg: line 3", "belongs to nothing"},
		{"[K]\n;@ include plain.reg\n;@ include wrong.reg", "wrong.reg: line 3", "data"},
		{"[K]\n;@ include value.reg", "value.reg: line 1", "before the first key"},
		{"[K]\n;@ include want.reg", "want.reg: line 1", "before the first key"},
		{"[K]\n;@ include open.reg", "open.reg: line 2", "nothing after it"},
		{"[K]\n;@ include bytes.reg\n  02", "bytes.reg: line 2", ""},
		{"[K]\n;@ include nested.reg", "wrong.reg: line 3", ""},
		{"[K]\n;@ include self.reg", "self.reg: line 2", "includes itself"},
		{"[K]\n;@ include ring.reg", "ring2.reg: line 2", "includes itself"},
		{"[K]\n;@ include back.reg", "back.reg: line 1", "includes itself"},
		{";@ include plain.reg\n\"v\"=dword:1", "case.reg: line 2", "before the first key"},
		{"[K]\n;@ include ok.reg n=1\n[K\\Sub]\n\"v\"=\"2\"", "case.reg: line 4", "already"},
		{"[K]\n;@ include plain.reg\n[K]\n;@ hive minor=3", "case.reg: line 4", "before everything"},
	} {
		files := map[string]string{"case.reg": c.text}
		for name, text := range part {
			files[name] = text
		}
		_, err := ParseFS(folder(files), "case.reg")
		var pe *ParseError
		require.True(t, errors.As(err, &pe), "%q: %v", c.text, err)
		require.True(t, strings.HasPrefix(err.Error(), c.file+": "), "%q: %v", c.text, err)
		require.ErrorContains(t, err, c.says)
	}
	_, err := Parse("[K]\n;@ include plain.reg")
	require.ErrorContains(t, err, "line 2: include plain.reg: this text has no folder")
	_, err = ParseFS(folder(nil), "case.reg")
	require.Error(t, err)
}

// Files that include two files each, level below level, end after a bounded number.
func TestIncludesAreBounded(t *testing.T) {
	files := map[string]string{"40.reg": "[Leaf]"}
	for n := range 40 {
		files[fmt.Sprintf("%d.reg", n)] = strings.Repeat(fmt.Sprintf("[L%d]\n;@ include %d.reg\n", n, n+1), 2)
	}
	_, err := ParseFS(folder(files), "0.reg")
	require.ErrorContains(t, err, "more than 256 files")

	ok := map[string]string{"p.reg": "[Sub]", "0.reg": strings.Repeat("[K]\n;@ include p.reg\n", maxIncludes)}
	_, err = ParseFS(folder(ok), "0.reg")
	require.NoError(t, err)
}

// A text reads nothing outside its folder, whatever way a path or a link goes.
func TestParseFileStaysInItsFolder(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o777))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o666))
		return path
	}
	write("out.reg", "[Out]")
	write("in/parts/p.reg", "[In]")
	good := write("in/good.reg", "[K]\n;@ include parts/p.reg")
	tree, err := ParseFile(good)
	require.NoError(t, err)
	require.Equal(t, "In", NameText(tree.Root.Subkeys[0].Subkeys[0].Name))

	_, err = ParseFile(write("in/up.reg", "[K]\n;@ include ../out.reg"))
	require.ErrorContains(t, err, "not a path below")
	if err := os.Symlink(filepath.Join(dir, "out.reg"), filepath.Join(dir, "in", "link.reg")); err != nil {
		t.Skip("no symbolic links here")
	}
	_, err = ParseFile(write("in/links.reg", "[K]\n;@ include link.reg"))
	require.ErrorContains(t, err, "escapes")
	_, err = ParseFile(filepath.Join(dir, "none", "x.reg"))
	require.ErrorIs(t, err, os.ErrNotExist)
}
