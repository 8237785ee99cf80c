package hivetest

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/stretchr/testify/require"
)

// plainText keeps to what the three programs print alike: ASCII names, and strings without surprises.
// The splits under ri, a db, deleted keys and values are in it.
const plainText = `
;@ hive leaf=4
[Software]
"empty"=hex:
"tiny"=hex:01,02,03
"four"=hex:01,02,03,04
"dword"=dword:1234abcd
"qword"=qword:1122334455667788
"text"="some text"
"path"=utf16:"C:\\Mail\\work.pst"
"exp"=expand:"%USERPROFILE%/x"
"multi"=multi:"a","b"
"page"=hex:41*16344
"segments"=hex:42*40000
@="default"
[Software\k1]
[Software\k2]
;@ lastwrite 2012-02-29T23:59:59Z
[Software\k3]
;@ class "a class"
[Software\k4]
;@ owner S-1-5-21-1-2-3-1001
[Software\k5]
[Software\k6]
[Software\k7]
;@ deleted
[Software\k8]
"gone"="with the key"
;@ deleted
[Software\k9]
[Other\one\two\three]
"v"="deep"
;@ deleted
"w"="gone"
`

// tool runs a program over an image and returns what it prints. Any complaint fails the test.
func tool(t *testing.T, img []byte, stdin, name string, args ...string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Skipf("SKIPPED, NO PEER: %s is not installed, images are not compared with it", name)
	}
	file := filepath.Join(t.TempDir(), "hive")
	require.NoError(t, os.WriteFile(file, img, 0o600))
	cmd := exec.Command(path, append(args, file)...)
	cmd.Stdin = strings.NewReader(stdin)
	cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8", "TZ=UTC")
	var out, complaints strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &complaints
	require.NoError(t, cmd.Run(), "%s: %s", name, complaints.String())
	require.Empty(t, complaints.String(), name)
	return out.String()
}

// liveKeys calls f for every live key in depth-first order of the sorted tree.
func liveKeys(t *testing.T, tree *Tree, f func(path string, k *Key)) {
	t.Helper()
	img, err := tree.Image()
	require.NoError(t, err)
	keys := map[string]*Key{}
	var visit func(k *Key, path string)
	visit = func(k *Key, path string) {
		keys[path] = k
		for _, sub := range k.Subkeys {
			if !sub.Deleted {
				visit(sub, JoinPath(path, sub.Name))
			}
		}
	}
	visit(tree.Root, "")
	for _, path := range auditImage(img).paths { // in list order
		f(path, keys[path])
	}
}

func decodeSZ(data []byte) string {
	var u []uint16
	for i := 0; i+2 < len(data); i += 2 {
		u = append(u, le.Uint16(data[i:]))
	}
	return string(utf16.Decode(u))
}

func TestHivexshReadsTheSame(t *testing.T) {
	for _, text := range []string{plainText, richNames} {
		tree, err := Parse(text)
		require.NoError(t, err)
		var script, want strings.Builder
		liveKeys(t, tree, func(path string, k *Key) {
			fmt.Fprintf(&script, "cd \\%s\nls\nlsval\n", path)
			img, err := (&Tree{tree.Header, &Key{Subkeys: k.Subkeys}, nil}).Image()
			require.NoError(t, err)
			for _, p := range auditImage(img).paths[1:] {
				if !strings.Contains(p, `\`) {
					fmt.Fprintln(&want, p)
				}
			}
			for _, v := range k.Values {
				if v.Deleted {
					continue
				}
				name := NameText(v.Name)
				if name == "" {
					name = "@"
				}
				fmt.Fprintf(&want, "\"%s\"=%s\n", name, hivexData(v))
			}
		})
		for minor := 2; minor <= 6; minor++ {
			t.Run(fmt.Sprintf("1.%d", minor), func(t *testing.T) {
				img, err := tree.Image(WithMinor(minor))
				require.NoError(t, err)
				require.Equal(t, want.String(), tool(t, img, script.String(), "hivexsh"))
			})
		}
	}
}

// richNames are names that need UTF-16, and the order that follows from Windows' upper case.
const richNames = `
[M\u00fcller\ß2]
[Müller\ss1]
[Müller\SS3]
"日本"=dword:2
"é"="x"
[Müller\日本語\\ud801\udc00]
[Привет]
`

func hivexData(v *Value) string {
	switch v.Type {
	case regSZ:
		return fmt.Sprintf("%q", decodeSZ(v.Data))
	case regExpandSZ:
		return fmt.Sprintf("str(2):%q", decodeSZ(v.Data))
	case regDword:
		return fmt.Sprintf("dword:%08x", le.Uint32(v.Data))
	}
	var hex []string
	for _, b := range v.Data {
		hex = append(hex, fmt.Sprintf("%02x", b))
	}
	return fmt.Sprintf("hex(%d):%s", v.Type, strings.Join(hex, ","))
}

func TestReglookupReadsTheSame(t *testing.T) {
	tree, err := Parse(plainText)
	require.NoError(t, err)
	want := []string{"PATH,TYPE,VALUE,MTIME"}
	liveKeys(t, tree, func(path string, k *Key) {
		path = "/" + strings.ReplaceAll(path, `\`, "/")
		written := defaultTime
		if k.HasTime {
			written = time.Date(2012, 2, 29, 23, 59, 59, 0, time.UTC)
		}
		want = append(want, fmt.Sprintf("%s,KEY,,%s", path, written.Format(time.DateTime)))
		for _, v := range k.Values {
			if v.Deleted {
				continue
			}
			typ, data := reglookupData(v)
			want = append(want, fmt.Sprintf("%s/%s,%s,%s,", path, NameText(v.Name), typ, data))
		}
	})
	for _, minor := range []int{2, 3, 5} { // it knows no db in version 1.4
		t.Run(fmt.Sprintf("1.%d", minor), func(t *testing.T) {
			img, err := tree.Image(WithMinor(minor))
			require.NoError(t, err)
			require.Equal(t, strings.Join(want, "\n")+"\n", tool(t, img, "", "reglookup"))
		})
	}
}

func reglookupData(v *Value) (typ, data string) {
	switch v.Type {
	case regSZ:
		return "SZ", decodeSZ(v.Data)
	case regExpandSZ:
		return "EXPAND_SZ", strings.ReplaceAll(decodeSZ(v.Data), "%", "%25")
	case regDword:
		return "DWORD", fmt.Sprintf("0x%08X", le.Uint32(v.Data))
	case regQword:
		return "QWORD", fmt.Sprintf("0x%016X", le.Uint64(v.Data))
	case regMultiSZ:
		return "MULTI_SZ", "a|b"
	}
	if len(v.Data) == 0 {
		return "BINARY", "(null)"
	}
	var b strings.Builder
	for _, c := range v.Data {
		if c < 0x20 || c > 0x7E || strings.ContainsRune(`,"|%`, rune(c)) {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return "BINARY", b.String()
}

func TestRegfexportReadsTheSame(t *testing.T) {
	for _, text := range []string{plainText, richNames} {
		tree, err := Parse(text)
		require.NoError(t, err)
		var want []string
		liveKeys(t, tree, func(path string, k *Key) {
			full := "ROOT"
			if path != "" {
				full += `\` + path
			}
			want = append(want, "Key path: "+full)
			if k.Class != nil {
				want = append(want, "Class name: "+string(utf16.Decode(k.Class)))
			}
			n := 0
			for _, v := range k.Values {
				if v.Deleted {
					continue
				}
				name := NameText(v.Name)
				if name == "" {
					name = "(default)"
				}
				want = append(want, fmt.Sprintf("Value: %d %s", n, name), fmt.Sprintf("Data size: %d", len(v.Data)))
				n++
				switch v.Type {
				case regSZ, regExpandSZ:
					want = append(want, "Data: "+decodeSZ(v.Data))
				case regDword:
					want = append(want, fmt.Sprintf("Data: %d", le.Uint32(v.Data)))
				case regQword:
					want = append(want, fmt.Sprintf("Data: %d", le.Uint64(v.Data)))
				}
			}
		})
		for _, minor := range []int{2, 3, 5, 6} { // it knows no db in version 1.4
			t.Run(fmt.Sprintf("1.%d", minor), func(t *testing.T) {
				img, err := tree.Image(WithMinor(minor))
				require.NoError(t, err)
				var got []string
				for line := range strings.Lines(tool(t, img, "", "regfexport")) {
					line = strings.TrimRight(line, "\n")
					for _, prefix := range []string{"Key path: ", "Class name: ", "Value: ", "Data size: ", "Data: "} {
						if strings.HasPrefix(line, prefix) {
							got = append(got, line)
						}
					}
				}
				require.Equal(t, want, got)
			})
		}
	}
}
