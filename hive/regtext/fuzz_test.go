package regtext

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
)

// FuzzRead reads any bytes as registry text. What it has can be written and read again, and is the same; every place
// is a line of the text.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"", heading, heading4 + "\r\n[HKEY_CURRENT_USER\\A]\r\n@=\"x\"\r\n\"n\"=hex(7):61,00,\\\r\n 00,00\r\n",
		heading + "\n[HKEY_USERS\\S-1-5-21-1\\A]\n\"a\\\"b\"=dword:1\n\"a\"=-\n[-HKEY_USERS\\S-1-5-21-1\\A]\n[HKEY_USERS\\S-1-5-21-1\\A]\n",
		heading + "\n[HKEY_CURRENT_USER\\A]\n\"v\"=hex:01,\\\n[HKEY_CURRENT_USER\\B]\n\"w\"=hex:,\n#\n;\n",
		"\xff\xfe" + string(hive.EncodeUTF16(heading+"\r\n[HKEY_CURRENT_USER\\ж]\r\n\"\xed\xa0\x80\"=\"😀\"\r\n")),
	} {
		f.Add([]byte(seed))
	}
	cases, err := filepath.Glob("../../analyze/testdata/*.reg")
	require.NoError(f, err)
	for _, file := range cases[:min(len(cases), 5)] {
		text, err := os.ReadFile(file)
		require.NoError(f, err)
		f.Add(append([]byte(heading+"\n"), text...))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		if len(in) > 1<<16 {
			return
		}
		file, err := Read(t.Context(), bytes.NewReader(in), Options{})
		if err != nil {
			return
		}
		require.True(t, Looks(in), "a reader of evidence would pass it by")
		for _, d := range append(diagnostics(file), file.Notes...) {
			require.NotEmpty(t, d.Message)
			require.True(t, d.Line > 0 && d.Line <= file.Lines && d.Offset >= 0 && d.Offset <= int64(len(in)), "%+v", d)
		}
		for _, h := range file.Hives {
			text := &Text{}
			whole := true
			var write func(k hive.Key)
			write = func(k hive.Key) {
				require.True(t, k.Place().Line > 1 && k.Place().Line <= file.Lines)
				for name := range k.Path().Names() {
					whole = whole && text.BadName(name) == ""
				}
				text.Key(pathOf(k))
				for v := range k.Values() {
					require.True(t, v.Place().Line > 1 && v.Place().Line <= file.Lines)
					if v.Name() != "" && text.BadText(v.Name()) != "" {
						continue
					}
					data, _ := v.Data()
					text.Value(v.Name(), v.Type(), data)
				}
				for sub := range k.Subkeys() {
					found, ok := k.Subkey(sub.Name())
					require.True(t, ok)
					require.Equal(t, sub.Place(), found.Place())
					write(sub)
				}
			}
			root, _ := h.Root()
			write(root)
			keys, _ := h.Counts()
			if !whole || keys > 200 {
				continue // a control character, for one, has no form in a line
			}
			var b bytes.Buffer
			require.NoError(t, Write(&b, text))
			again, err := Read(t.Context(), &b, Options{})
			require.NoError(t, err)
			require.Len(t, again.Hives, 1)
			got, _ := again.Hives[0].Counts()
			require.Equal(t, keys, got, "%s", b.Bytes())
			require.Empty(t, diagnostics(again), "%s", b.Bytes())
		}
	})
}

func diagnostics(f *File) (out []hive.Diagnostic) {
	for _, h := range f.Hives {
		out = append(out, h.Diagnostics()...)
	}
	return out
}

// pathOf is a key's path without escapes.
func pathOf(k hive.Key) (path hive.Text) {
	for name := range k.Path().Names() {
		if path != "" {
			path += `\`
		}
		path += name
	}
	return path
}
