package regf_test

import (
	"encoding/binary"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/hivetest"
	"mapihive/hive/internal/cells"
	"mapihive/hive/regf"
)

// TestRootIsFound: a root offset that names no key, or one that is not the root, hides nothing.
func TestRootIsFound(t *testing.T) {
	const text = "[A\\B]\n\"v\"=\"x\"\n[C]\n;@ deleted\n[Gone]"
	for _, minor := range []int{1, 3, 5} {
		img, l := hivetest.BuildLayout(t, text, hivetest.WithMinor(minor))
		sound := dump(t, read(t, img))
		rootFlags := hivetest.KeyFlags("", 0x20)
		point := func(aim hivetest.Aim) hivetest.Damage { return hivetest.Point(hivetest.BaseField(36), aim) }
		for name, damages := range map[string][]hivetest.Damage{
			"a subkey":                       {point(hivetest.KeyCell("A"))},
			"a deeper one":                   {point(hivetest.KeyCell(`A\B`))},
			"a subkey that claims to be it":  {point(hivetest.KeyCell(`A\B`)), hivetest.KeyFlags(`A\B`, 0x24)},
			"a subkey, the root not flagged": {point(hivetest.KeyCell(`A\B`)), rootFlags},
			"a deleted key":                  {point(func(l *hivetest.Layout) int { return l.Deleted[0].Cell })},
			"a value":                        {point(hivetest.ValueCell(`A\B`, "v"))},
			"nothing":                        {hivetest.RootHuge()},
		} {
			h := read(t, hivetest.Apply(img, l, damages...))
			require.Contains(t, kindsOf(h.Diagnostics()), hive.KindRoot, name)
			require.Equal(t, hive.Damaged, h.State(), name)
			require.Equal(t, pathsOf(sound), pathsOf(dump(t, h)), name)
			lazy := readLazy(t, hivetest.Apply(img, l, damages...))
			require.Equal(t, pathsOf(sound), pathsOf(dump(t, lazy)), name)
		}
		h := read(t, hivetest.Apply(img, l, rootFlags)) // which a good root may lack
		_, err := h.Verify(t.Context())
		require.NoError(t, err)
		require.Empty(t, h.Diagnostics())
	}
}

// TestForgedRootsAreBounded: thousands of keys that all say they are the root, in one long list, are not
// worth reading that list for each of them.
func TestForgedRootsAreBounded(t *testing.T) {
	img := hivetest.ManySubkeys(20_000)
	h := read(t, img)
	root, _ := h.Root()
	require.NoError(t, h.Walk(t.Context(), root, func(k regf.Key, depth int) error {
		flags := uint16(cells.NKLatin1 | cells.NKRoot)
		if depth == 0 {
			flags = cells.NKLatin1
		}
		binary.LittleEndian.PutUint16(img[k.Offset()+6:], flags)
		return nil
	}))
	forged := hivetest.Apply(img, nil, hivetest.RootNil())
	found, left := regf.FlaggedRoot(read(t, forged), int64(len(img)))
	require.False(t, found)
	require.Less(t, left, int64(0), "all that an honest hive has was read, and no more")
	h = read(t, forged)
	require.Contains(t, kindsOf(h.Diagnostics()), hive.KindRoot)
	_, ok := h.Root()
	require.False(t, ok)
	require.Equal(t, hive.Damaged, h.State())
}
