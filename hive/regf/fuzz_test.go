package regf_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/hivetest"
	"mapihive/hive/regf"
)

// FuzzHive opens, verifies and walks any bytes, and looks every key up by the path it was listed under.
// With seal the checksum is set right first, so that what is behind it is reached.
func FuzzHive(f *testing.F) {
	for minor := 1; minor <= 6; minor++ {
		f.Add(hivetest.Build(f, ";@ class \"c\"\n[A\\B]\n\"v\"=\"x\"\n[C]\n\"w\"=dword:1\n[C\\D]\n[C\\E]", hivetest.WithMinor(minor), hivetest.WithLeaf(2)), false)
	}
	for _, c := range hivetest.Classes() {
		if img := c.Make(); c.Logs == nil && len(img) < 64<<10 {
			f.Add(img, false)
		}
	}
	f.Fuzz(func(t *testing.T, img []byte, seal bool) {
		if len(img) > 1<<20 {
			return
		}
		if seal && len(img) >= 512 {
			img = slices.Clone(img)
			hivetest.Seal(img)
		}
		require.Empty(t, holds(t, img))
		h, err := regf.Read(t.Context(), img)
		if err != nil {
			return
		}
		keys := dump(t, h)
		listed := map[hive.Path]int{}
		for _, k := range keys {
			listed[k.Path.Raised()]++
		}
		// Of two keys of one name, only the first has a path that leads to it and to what is below it.
		twice := func(path hive.Path) bool {
			for ; path != ""; path = path.Parent() {
				if listed[path.Raised()] > 1 {
					return true
				}
			}
			return false
		}
		for _, k := range keys[:min(len(keys), 500)] {
			if twice(k.Path) {
				continue
			}
			found, ok := h.Lookup(k.Path)
			require.True(t, ok, "%s is listed but not found", k.Path)
			require.True(t, k.Depth == 0 || hive.EqualFold(found.Name(), k.Path.Base()), "%s finds %s", k.Path, found.Name())
		}
	})
}

// FuzzNames stores any name as key, subkey and value name, and finds each again by its name and path.
func FuzzNames(f *testing.F) {
	for _, name := range []hive.Text{"", "Outlook", "Müller", "ПриВет", "\U00010400", "\xed\xa0\x81", "a\\b", "u005C", "u0075", `\u0075`, "\x00", "ÿß\u0178"} {
		f.Add(hive.EncodeUTF16(name), hive.EncodeUTF16("other"), uint8(5))
	}
	f.Fuzz(func(t *testing.T, a, b []byte, minor uint8) {
		names := [][]uint16{unitsOf(a), unitsOf(b)}
		if len(a)+len(b) > 1000 {
			return
		}
		tree := hivetest.NewTree()
		for _, name := range names {
			k := &hivetest.Key{Name: name}
			k.Subkeys = []*hivetest.Key{{Name: names[0]}}
			k.Values = []*hivetest.Value{{Name: name, Type: 3, Data: []byte{1}}}
			tree.Root.Subkeys = append(tree.Root.Subkeys, k)
		}
		img, err := tree.Image(hivetest.WithMinor(1 + int(minor)%6))
		require.NoError(t, err)
		h := read(t, img)
		_, err = h.Verify(t.Context())
		require.NoError(t, err)
		twice := hive.EqualFold(hive.DecodeUTF16(a[:len(a)&^1]), hive.DecodeUTF16(b[:len(b)&^1]))
		for _, d := range h.Diagnostics() {
			ok := d.Kind == hive.KindName && slices.ContainsFunc(names, func(n []uint16) bool { return len(n) == 0 || slices.Contains(n, '\\') }) || d.Kind == hive.KindDuplicateName && twice
			require.True(t, ok, "%v", d)
		}
		for _, k := range dump(t, h) {
			found, ok := h.Lookup(k.Path)
			require.True(t, ok, "%q", string(k.Path))
			require.True(t, found.Path().Equal(k.Path))
			same, ok := h.Lookup(k.Path.Raised())
			require.True(t, ok, "%q", string(k.Path))
			require.Equal(t, found.Offset(), same.Offset())
			if !twice {
				require.Equal(t, k.Offset, found.Offset())
				require.Equal(t, k.Path, found.Path())
			}
			for _, v := range k.Values {
				_, ok := found.Value(hive.UpcaseText(v.Name))
				require.True(t, ok)
			}
		}
	})
}

func unitsOf(b []byte) []uint16 {
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = uint16(b[2*i]) | uint16(b[2*i+1])<<8
	}
	return units
}
