package hivetest

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
)

const deletedText = `
;@ hive leaf=3
[Live]
"first"="stays here"
;@ deleted
"second"="goes away"
"third"="stays too"
;@ deleted
"last"="was the last one"
[Live\a]
;@ deleted
;@ class "gone class"
;@ owner S-1-5-21-9-9-9-1001
[Live\b]
"v"="value of b"
"small"=dword:5
[Live\b\c]
"deep"=hex:41*40000
;@ deleted
"before"="deleted before the key"
[Live\b\c\d]
[Live\e]
[Live\f]
;@ deleted
[Live\g]
;@ deleted
[Only]
[Only\child]
;@ deleted
[Twice]
"v"="old twice"
[Twice]
"v"="new twice"
[Twice\below]
[AllGone]
;@ deleted
"x"="1 of 2 values"
;@ deleted
"y"="2 of 2 values"
;@ deleted
[AllGone\k1]
;@ deleted
[AllGone\k2]
;@ deleted
[AllGone\k3]
;@ deleted
[AllGone\k4]
`

func TestDeletedIsFreedAsWindowsDoes(t *testing.T) {
	tree, err := Parse(deletedText)
	require.NoError(t, err)
	for minor := 1; minor <= 6; minor++ {
		t.Run(fmt.Sprintf("1.%d", minor), func(t *testing.T) {
			img, layout, err := tree.ImageLayout(WithMinor(minor))
			require.NoError(t, err)
			a := auditImage(img)
			require.Empty(t, a.errs, "what is left is a hive without a fault")
			requireLive(t, tree, a)
			require.ElementsMatch(t, a.paths, layout.Paths)

			var got []string
			for _, d := range layout.Deleted {
				line := d.Path
				if d.IsValue {
					line += " = " + d.ValueName
				}
				if d.OfDeleted {
					line += " *"
				}
				got = append(got, line)
				require.False(t, d.RecordReused || d.DataReused)
			}
			require.Equal(t, []string{
				`Live = second`, `Live = last`,
				`Live\b\c = before`, `Live\b\c\d`, `Live\b\c`, `Live\b\c = deep *`,
				`Live\b`, `Live\b = v *`, `Live\b = small *`,
				`Live\g`, `Only\child`, `Only`, `Twice`, `Twice = v *`,
				`AllGone = x`, `AllGone = y`, `AllGone\k1`, `AllGone\k2`, `AllGone\k3`, `AllGone\k4`,
			}, got)
		})
	}
}

// bodyAt is the old data of a freed cell, whose own header still tells its size.
func bodyAt(img []byte, l *Layout, cell int) []byte {
	return img[l.Body(cell) : cell+abs(int(int32(le.Uint32(img[cell:]))))]
}

func TestDeletedBytesStay(t *testing.T) {
	img, layout := BuildLayout(t, deletedText)
	a := auditImage(img)
	inFree := func(cell int) bool {
		for c, size := range a.free {
			if c <= cell && cell < c+size {
				return true
			}
		}
		return false
	}
	cells := map[string]int{}
	for _, d := range layout.Deleted {
		require.True(t, inFree(d.Cell), "%s %s", d.Path, d.ValueName)
		require.Positive(t, int32(le.Uint32(img[d.Cell:])), "size before a freed record is positive")
		b := bodyAt(img, layout, d.Cell)
		if !d.IsValue {
			require.Equal(t, "nk", string(b[:2]), d.Path)
			cells[d.Path] = d.Cell
			continue
		}
		require.Equal(t, "vk", string(b[:2]), d.ValueName)
		if d.DataCell != 0 && len(d.Data) <= bigDataSegment {
			require.True(t, bytes.HasPrefix(bodyAt(img, layout, d.DataCell), d.Data), d.ValueName)
		}
	}
	b := bodyAt(img, layout, cells[`Live\b`])
	require.Equal(t, rel(layout.Keys["Live"].Cell), le.Uint32(b[16:]), "parent")
	require.EqualValues(t, 2, le.Uint32(b[36:]), "value count stays in a deleted key")
	require.EqualValues(t, 0, le.Uint32(b[20:]), "subkeys went before it")
	require.Equal(t, rel(cells[`Live\b`]), le.Uint32(bodyAt(img, layout, cells[`Live\b\c`])[16:]))

	// The value list keeps the deleted last entry behind its end: [first third last] + [last].
	live := layout.Keys["Live"]
	list := bodyAt(img, layout, live.ValueList)
	require.EqualValues(t, 2, le.Uint32(bodyAt(img, layout, live.Cell)[36:]))
	var last int
	for _, d := range layout.Deleted {
		if d.ValueName == "last" {
			last = d.Cell
		}
	}
	require.Equal(t, rel(last), le.Uint32(list[8:]))
	require.Equal(t, rel(last), le.Uint32(list[12:]))

	gone := layout.Keys["AllGone"]
	require.Zero(t, gone.List)
	require.Zero(t, gone.ValueList)
}

func TestFreeLinksOverwriteTheHead(t *testing.T) {
	text := "[A]\n;@ deleted\n[B]\n"
	img, layout := BuildLayout(t, ";@ hive minor=3 freelinks=4\n"+text)
	b := img[layout.Body(layout.Deleted[0].Cell):]
	require.Equal(t, "\xff\xff\xff\xff", string(b[:4]))
	require.Equal(t, Filetime(defaultTime), le.Uint64(b[4:]), "only the head is lost")

	img, layout = BuildLayout(t, ";@ hive minor=1\n"+text)
	require.Equal(t, "\xff\xff\xff\xff\xff\xff\xff\xff", string(img[layout.Body(layout.Deleted[0].Cell):][:8]))
}

func TestReuse(t *testing.T) {
	const reg = `
;@ deleted
[2]
@="2222222222222222222222"
"v"=dword:2
"w"="left alone"
[1]
%s
@=%s
`
	for _, tc := range []struct {
		directive, data string
		hit             string // deleted record that loses bytes
		record          bool   // its record or its data
	}{
		{`;@ reuse data [2] @`, `"1111"`, `2=`, false},
		{`;@ reuse record [2] "v"`, `dword:11`, `2=v`, true},
		{`;@ reuse record [2]`, `"1111"`, `2`, true},
		{`;@ reuse record [2]`, `dword:1`, `2`, true},
	} {
		for minor := 1; minor <= 6; minor++ {
			text := fmt.Sprintf(reg, tc.directive, tc.data)
			tree, err := Parse(text)
			require.NoError(t, err)
			img, layout, err := tree.ImageLayout(WithMinor(minor))
			require.NoError(t, err)
			a := auditImage(img)
			require.Empty(t, a.errs)
			requireLive(t, tree, a)
			for _, d := range layout.Deleted {
				name := d.Path
				if d.IsValue {
					name += "=" + d.ValueName
				}
				require.Equal(t, name == tc.hit && tc.record, d.RecordReused, "%s: %s", tc.directive, name)
				require.Equal(t, name == tc.hit && !tc.record, d.DataReused, "%s: %s", tc.directive, name)
			}
		}
	}
}

func TestReuseRefuses(t *testing.T) {
	for name, reg := range map[string]string{
		"nothing there":      "[1]\n;@ reuse record [2]\n@=\"11111\"",
		"no data cell":       ";@ deleted\n[2]\n@=dword:1\n[1]\n;@ reuse data [2] @\n@=\"11111\"",
		"no room":            ";@ deleted\n[2]\n[3]\n[1]\n;@ reuse record [2]\n@=hex:41*9000",
		"taken twice":        ";@ deleted\n[2]\n[1]\n;@ reuse record [2]\n@=\"11\"\n;@ reuse record [2]\n\"b\"=\"11\"",
		"in a deleted key":   ";@ deleted\n[2]\n;@ deleted\n[1]\n;@ reuse record [2]\n@=\"11111\"",
		"more than one cell": ";@ deleted\n[2]\n[1]\n;@ reuse record [2]\n@=hex:41*20000",
	} {
		_, _, err := build(reg)
		require.Error(t, err, name)
	}
}
