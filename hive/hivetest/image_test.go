package hivetest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const richText = `Windows Registry Editor Version 5.00

;@ hive seq=7/7 name="\\??\\C:\\Users\\alice\\NTUSER.DAT" leaf=3 lastwritten=2019-03-05T08:00:00.1234567Z
[HKEY_CURRENT_USER]
@="root value"

;@ lastwrite 2010-07-20T12:34:56.1234567Z
;@ class "Shell"
;@ owner S-1-5-21-1-2-3-1001
[Software\Mail\Profiles]
"DefaultProfile"="Work"
"dw"=dword:0000002a
"qw"=qword:1122334455667788
"empty"=hex:
"three"=hex:01,02,03
"four"=hex(b):01,02,03,04
"five"=hex(7):01,\
  02,03,\
  04,05
"path"=utf16:"C:\\Mail\\work.pst"
"old"=ansi:"C:\\M\u00fcll\\old.pst"
"list"=multi:"a","b",\
  "c"
"none"=multi:
"exp"=expand:"%USERPROFILE%\\x"
"odd type"=hex(ffff0012):41,00
"one page"=hex:41*16344
"two"=hex:42*16345
"five segments"=hex(3):43*81725,44
@="the default"
;@ utf16
"wide on purpose"=dword:1
"日本"=dword:2
"\ud801"=dword:3
"with \"quotes\" and \\"=dword:4
;@ flags 0x80
[Software\Mail\Profiles\A]
;@ utf16
[Software\Mail\Profiles\b]
[Software\Mail\Profiles\C]
[Software\Mail\Profiles\d]
[Software\Mail\Profiles\E]
[Software\Mail\Profiles\f]
[Software\Mail\Profiles\G]
[Software\Mail\Profiles\h [x]; y]
[Müller\ß2]
[Müller\ss1]
[Müller\SS3]
[Müller\日本語]
[Müller\\ud801]
[Müller\\ud801\udc00]
[Müller\cr\u000d\u000a]
`

func TestImageHoldsTheTree(t *testing.T) {
	tree, err := Parse(richText)
	require.NoError(t, err)
	for minor := 1; minor <= 6; minor++ {
		t.Run(fmt.Sprintf("1.%d", minor), func(t *testing.T) {
			img, layout, err := tree.ImageLayout(WithMinor(minor))
			require.NoError(t, err)
			a := auditImage(img)
			require.Empty(t, a.errs)
			requireLive(t, tree, a)
			require.ElementsMatch(t, a.paths, layout.Paths)
			for path, at := range layout.Keys {
				require.Equal(t, "nk", string(img[layout.Body(at.Cell):][:2]), path)
				require.Len(t, at.Values, len(a.keys[path].values), path)
				for _, v := range at.Values {
					require.Equal(t, "vk", string(img[layout.Body(v.Cell):][:2]), path)
				}
				for _, leaf := range at.Leaves {
					require.Equal(t, "l", string(img[layout.Body(leaf)]), path)
				}
			}
		})
	}
}

// requireLive compares what was read from an image with the live part of its tree.
func requireLive(t *testing.T, tree *Tree, a *audit) {
	t.Helper()
	n := 0
	var visit func(k *Key, path, owner string)
	visit = func(k *Key, path, owner string) {
		if k.Owner != "" {
			owner = k.Owner
		}
		n++
		got, ok := a.keys[path]
		require.True(t, ok, "key %q is missing", path)
		written := k.LastWritten
		if !k.HasTime {
			written = tree.Header.LastWritten
		}
		require.Equal(t, written, got.written, path)
		require.Equal(t, string(utf16LE(k.Class)), string(utf16LE(units(got.class))), path)
		require.Equal(t, k.Flags, got.flags&k.Flags, path)
		rawOwner, err := sid(owner)
		require.NoError(t, err)
		require.Equal(t, string(rawOwner), got.owner, path)
		var want []readValue
		for _, v := range k.Values {
			if !v.Deleted {
				wide := len(v.Name) > 0 && (v.WideName || a.minor == 1 || !isLatin1(v.Name))
				want = append(want, readValue{NameText(v.Name), v.Type, string(v.Data), wide})
			}
		}
		require.Equal(t, want, got.values, path)
		for _, sub := range k.Subkeys {
			if !sub.Deleted {
				visit(sub, JoinPath(path, sub.Name), owner)
			}
		}
	}
	visit(tree.Root, "", defaultOwner)
	require.Len(t, a.keys, n)
}

func TestBaseBlock(t *testing.T) {
	img := Build(t, `;@ hive minor=3 seq=9/8 name="0123456789012345678901234567890123456789" lastwritten=0x1d4d327e5c4a387
[K]`)
	require.Equal(t, "regf", string(img[:4]))
	require.EqualValues(t, 9, le.Uint32(img[4:]))
	require.EqualValues(t, 8, le.Uint32(img[8:]))
	require.Equal(t, uint64(0x1d4d327e5c4a387), le.Uint64(img[12:]))
	require.EqualValues(t, 3, le.Uint32(img[24:]))
	require.Equal(t, "9\x000\x00", string(img[48:52]), "last 31 units")
	require.Equal(t, "\x00\x00", string(img[110:112]))
	require.Empty(t, auditImage(img).errs)
}

func TestSplitLists(t *testing.T) {
	for _, tc := range []struct {
		minor, keys int
		top, leaf   string
		leaves      int
	}{
		{1, 1014, "li", "li", 1}, {1, 1015, "ri", "li", 2},
		{2, 1015, "ri", "li", 2},
		{3, 507, "lf", "lf", 1}, {3, 508, "ri", "li", 2},
		{5, 507, "lh", "lh", 1}, {5, 508, "ri", "lh", 2}, {6, 5000, "ri", "lh", 10},
	} {
		t.Run(fmt.Sprintf("1.%d/%d", tc.minor, tc.keys), func(t *testing.T) {
			tree := NewTree()
			for i := range tc.keys {
				tree.Root.Add(fmt.Sprint(i))
			}
			img, layout, err := tree.ImageLayout(WithMinor(tc.minor))
			require.NoError(t, err)
			a := auditImage(img)
			require.Empty(t, a.errs)
			require.Len(t, a.keys, tc.keys+1)
			at := layout.Keys[""]
			require.Equal(t, tc.top, string(img[layout.Body(at.List):][:2]))
			require.Equal(t, tc.leaf, string(img[layout.Body(at.Leaves[0]):][:2]))
			require.Len(t, at.Leaves, tc.leaves)
		})
	}
}

func TestImageRefuses(t *testing.T) {
	long := strings.Repeat("x", 65536)
	for name, change := range map[string]func(*Tree){
		"minor 0":         func(tr *Tree) { tr.Header.Minor = 0 },
		"minor 7":         func(tr *Tree) { tr.Header.Minor = 7 },
		"deleted root":    func(tr *Tree) { tr.Root.Deleted = true },
		"long key name":   func(tr *Tree) { tr.Root.Add(long) },
		"long class":      func(tr *Tree) { tr.Root.Add("k").Class = units(long) },
		"long value name": func(tr *Tree) { tr.Root.AddValue(long, 1, nil) },
		"bad owner":       func(tr *Tree) { tr.Root.Add("k").Owner = "S-2" },
	} {
		t.Run(name, func(t *testing.T) {
			tree := NewTree()
			change(tree)
			_, err := tree.Image()
			require.Error(t, err)
		})
	}
}
