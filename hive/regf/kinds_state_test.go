package regf_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/hivetest"
	"mapihive/hive/internal/cells"
	"mapihive/hive/regf"
	"mapihive/hive/regf/lost"
	"mapihive/hive/regf/translog"
)

// stateText is what the hives of TestStateOfEachKind are built from where no class of hivetest shows the
// kind.
const stateText = `
;@ owner S-1-5-21-1-2-3-1001
[A]
"v"="value of A"
"w"=hex:01*40
[A\B]
;@ deleted
[Gone]
[Z]
`

// TestStateOfEachKind: what each kind of diagnostic makes of a hive. Damage leaves none clean; notes do.
func TestStateOfEachKind(t *testing.T) {
	img, l := hivetest.BuildLayout(t, stateText)
	class := func(name string) func() *regf.Hive {
		return func() *regf.Hive {
			i := slices.IndexFunc(hivetest.Classes(), func(c hivetest.Class) bool { return c.Name == name })
			require.GreaterOrEqual(t, i, 0, name)
			return read(t, hivetest.Classes()[i].Make())
		}
	}
	damaged := func(damages ...hivetest.Damage) func() *regf.Hive {
		return func() *regf.Hive { return read(t, hivetest.Apply(img, l, damages...)) }
	}
	other := func(kind hive.Kind) func() *regf.Hive { return func() *regf.Hive { return otherDamage(t)[kind] } }
	content := func(kind hive.Kind) func() *regf.Hive {
		return func() *regf.Hive {
			h := read(t, img)
			h.Note(hive.Diagnostic{Kind: kind, Place: hive.Place{Offset: int64(l.Keys["A"].Cell)}, Structure: "vk", Path: "A", Message: "as readers of the contents say"})
			return h
		}
	}
	// A key node in an allocated cell that nothing uses, as renaming a key leaves one.
	left := hivetest.ReuseCell(l.Deleted[0].Cell, slices.Clone(img[l.Body(l.Deleted[0].Cell):][:80]))
	security := hivetest.CellField(hivetest.SecurityCell("A"), 12)

	stated := map[hive.Kind]bool{}
	for _, c := range []struct {
		kind  hive.Kind
		make  func() *regf.Hive
		state hive.State
	}{
		{hive.KindBaseChecksum, class("csum-bad"), hive.Dirty}, // Windows would look for logs
		{hive.KindBaseSequence, class("seq-mismatch"), hive.Dirty},
		{hive.KindBaseField, class("minor-7"), hive.Damaged},
		{hive.KindTruncated, class("trunc-8191"), hive.Damaged},
		{hive.KindTail, other(hive.KindTail), hive.Clean},
		{hive.KindUnreadable, other(hive.KindUnreadable), hive.Damaged},
		{hive.KindFileChanged, other(hive.KindFileChanged), hive.Damaged},
		{hive.KindBin, class("hbin-sig"), hive.Damaged},
		{hive.KindBinShifted, class("shifted-bins"), hive.Damaged},
		{hive.KindForeignBins, func() *regf.Hive { img, _ := withTail(t, foreignText); return read(t, img) }, hive.Clean},
		{hive.KindCellSize, class("cell-size0"), hive.Damaged},
		{hive.KindCellBounds, class("sub-outside"), hive.Damaged},
		{hive.KindCellFree, class("cell-free-but-referenced"), hive.Damaged},
		{hive.KindCellTwice, class("db-dup-seg"), hive.Damaged},
		{hive.KindUnusedCells, damaged(left), hive.Clean},
		{hive.KindRoot, class("root-nil"), hive.Damaged},
		{hive.KindRecord, class("subkey-is-list"), hive.Damaged},
		{hive.KindName, class("name-len-past"), hive.Damaged},
		{hive.KindParent, class("self-parent"), hive.Damaged},
		{hive.KindFlags, other(hive.KindFlags), hive.Damaged},
		{hive.KindKeyTwice, class("shared-child"), hive.Damaged},
		{hive.KindDepth, class("deep-3000"), hive.Clean},
		{hive.KindDuplicateName, class("dup-names"), hive.Damaged},
		{hive.KindListCount, class("list-count-65535"), hive.Damaged},
		{hive.KindListOrder, class("list-unsorted"), hive.Damaged},
		{hive.KindListHash, class("lh-bad-hash"), hive.Damaged},
		{hive.KindListNested, class("ri-ri-cycle"), hive.Damaged},
		{hive.KindListTwice, class("ri-1000x-same-leaf"), hive.Damaged},
		{hive.KindValueList, class("vcount-1e9"), hive.Damaged},
		{hive.KindValueTwice, class("same-vk-1000"), hive.Damaged},
		{hive.KindDataBounds, class("vk-data-4g"), hive.Damaged},
		{hive.KindDataInline, class("vk-inline-5"), hive.Damaged},
		{hive.KindHidden, damaged(hivetest.ValueCount("A", 1)), hive.Damaged},
		{hive.KindBigData, class("db-short"), hive.Damaged},
		{hive.KindClass, class("class-past"), hive.Damaged},
		{hive.KindSecurity, class("sd-sid-count-255"), hive.Damaged},
		{hive.KindSecurityRing, class("sk-loop"), hive.Damaged},
		{hive.KindSecurityCount, damaged(left, hivetest.Put32(security, 7)), hive.Clean},
		{hive.KindLog, func() *regf.Hive {
			h, err := regf.Read(t.Context(), img, translog.Input{Path: "NTUSER.DAT.LOG1", Slot: translog.LOG1, Data: make([]byte, 8192)})
			require.NoError(t, err)
			return h
		}, hive.Clean},
		{hive.KindProperty, content(hive.KindProperty), hive.Clean},
		{hive.KindLimit, content(hive.KindLimit), hive.Clean},
	} {
		t.Run(string(c.kind), func(t *testing.T) {
			h := c.make()
			_, err := lost.Recover(t.Context(), h) // which verifies
			require.NoError(t, err)
			said := diagText(h.Diagnostics())
			require.Contains(t, kindsOf(h.Diagnostics()), c.kind, said)
			require.Equal(t, c.state, h.State(), said)
			if !c.kind.Damage() {
				require.False(t, slices.ContainsFunc(kindsOf(h.Diagnostics()), hive.Kind.Damage), said)
			} else {
				require.NotEqual(t, hive.Clean, c.state)
			}
			stated[c.kind] = true
		})
	}
	stated[hive.KindLine], stated[hive.KindRemoval] = true, true // of registry text
	for _, doc := range hive.KindDocs() {
		require.True(t, stated[doc.Kind], "%s", doc.Kind)
	}
}

// TestDroppedDamageCounts: notes that fill the list of diagnostics do not make a damaged hive clean.
func TestDroppedDamageCounts(t *testing.T) {
	h := read(t, hivetest.Build(t, "[A]"))
	for i := range int64(cells.MaxDiagnostics) {
		h.Note(hive.Diagnostic{Kind: hive.KindProperty, Place: hive.Place{Offset: i}, Structure: "vk", Message: "a note"})
	}
	require.Equal(t, hive.Clean, h.State())
	h.Note(hive.Diagnostic{Kind: hive.KindRecord, Structure: "nk", Message: "damage"})
	require.Equal(t, hive.Damaged, h.State())
}
