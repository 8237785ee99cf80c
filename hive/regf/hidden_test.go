package regf_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/hivetest"
)

// TestHiddenThings: counts, sizes and flags that hide what is still there, each with a near miss that Windows
// writes.
func TestHiddenThings(t *testing.T) {
	const text = `
;@ class "class"
[A]
"cell"=hex:01*40
"big"=hex:02*20000
"inline"=dword:20
[B]
"one"="x"
"two"="y"
;@ deleted
"three"="z"
[C]
;@ deleted
"only"="x"
`
	img, l := hivetest.BuildLayout(t, text)
	size := func(value string, n uint32) hivetest.Damage { return hivetest.DataSize("A", value, n) }
	for _, c := range []struct {
		name   string
		damage []hivetest.Damage
		hidden bool
	}{
		{"as Windows deletes", nil, false},
		{"value count lowered", []hivetest.Damage{hivetest.ValueCount("B", 1)}, true},
		{"value count 0", []hivetest.Damage{hivetest.ValueCount("B", 0)}, true},
		{"predefined key", []hivetest.Damage{hivetest.KeyFlags("B", 0x60)}, true},
		{"predefined key without values", []hivetest.Damage{hivetest.KeyFlags("C", 0x60), hivetest.ValueCount("C", 0x80000050)}, false},
		{"class of no length", []hivetest.Damage{hivetest.Put16(hivetest.KeyField("A", 74), 0)}, true},
		{"no data", []hivetest.Damage{size("cell", 0)}, true},
		{"inline data", []hivetest.Damage{size("cell", 0x80000004)}, true},
		{"big data made small", []hivetest.Damage{size("big", 8)}, true},
	} {
		h := read(t, hivetest.Apply(img, l, c.damage...))
		_, err := h.Verify(t.Context())
		require.NoError(t, err)
		require.Equal(t, c.hidden, slices.Contains(kindsOf(h.Diagnostics()), hive.KindHidden), "%s\n%s", c.name, diagText(h.Diagnostics()))
		if !c.hidden {
			require.Equal(t, hive.Clean, h.State(), c.name)
		}
	}
}

// TestDeepKeysHideNothing: keys deeper than are shown keep nothing else from being checked, and are themselves.
func TestDeepKeysHideNothing(t *testing.T) {
	deep := strings.Repeat(`k\`, 2*hive.MaxDepth+100) + "k"
	img, l := hivetest.BuildLayout(t, "[B]\n\"one\"=\"x\"\n\"two\"=\"y\"\n["+deep+"]\n\"one\"=\"x\"\n\"two\"=\"y\"\n")
	for _, c := range []struct {
		name   string
		damage []hivetest.Damage
		kinds  []hive.Kind
		state  hive.State
	}{
		{"nothing hidden", nil, []hive.Kind{hive.KindDepth}, hive.Clean},
		{"hidden above", []hivetest.Damage{hivetest.ValueCount("B", 1)}, []hive.Kind{hive.KindDepth, hive.KindUnusedCells, hive.KindHidden}, hive.Damaged},
		{"hidden below", []hivetest.Damage{hivetest.ValueCount(deep, 1)}, []hive.Kind{hive.KindDepth, hive.KindUnusedCells, hive.KindHidden}, hive.Damaged},
		{"a security record that counts too few", []hivetest.Damage{hivetest.Put32(hivetest.CellField(hivetest.SecurityCell("B"), 12), 7)}, []hive.Kind{hive.KindDepth, hive.KindSecurityRing}, hive.Damaged},
	} {
		h := read(t, hivetest.Apply(img, l, c.damage...))
		counts, err := h.Verify(t.Context())
		require.NoError(t, err)
		require.Equal(t, c.kinds, kindsOf(h.Diagnostics()), "%s\n%s", c.name, diagText(h.Diagnostics()))
		require.Equal(t, c.state, h.State(), c.name)
		require.Equal(t, hive.MaxDepth+2, counts.Keys, "what is shown") // with the root and B
	}
}
