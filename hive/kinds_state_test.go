package hive

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive/hivetest"
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
	class := func(name string) func() *Hive {
		return func() *Hive {
			i := slices.IndexFunc(hivetest.Classes(), func(c hivetest.Class) bool { return c.Name == name })
			require.GreaterOrEqual(t, i, 0, name)
			return read(t, hivetest.Classes()[i].Make())
		}
	}
	damaged := func(damages ...hivetest.Damage) func() *Hive {
		return func() *Hive { return read(t, hivetest.Apply(img, l, damages...)) }
	}
	other := func(kind Kind) func() *Hive { return func() *Hive { return otherDamage(t)[kind] } }
	content := func(kind Kind) func() *Hive {
		return func() *Hive {
			h := read(t, img)
			h.Note(Diagnostic{Kind: kind, Place: Place{Offset: int64(l.Keys["A"].Cell)}, Structure: "vk", Path: "A", Message: "as readers of the contents say"})
			return h
		}
	}
	// A key node in an allocated cell that nothing uses, as renaming a key leaves one.
	left := hivetest.ReuseCell(l.Deleted[0].Cell, slices.Clone(img[l.Body(l.Deleted[0].Cell):][:80]))
	security := hivetest.CellField(hivetest.SecurityCell("A"), 12)

	stated := map[Kind]bool{}
	for _, c := range []struct {
		kind  Kind
		make  func() *Hive
		state State
	}{
		{KindBaseChecksum, class("csum-bad"), Dirty}, // Windows would look for logs
		{KindBaseSequence, class("seq-mismatch"), Dirty},
		{KindBaseField, class("minor-7"), Damaged},
		{KindTruncated, class("trunc-8191"), Damaged},
		{KindTail, other(KindTail), Clean},
		{KindUnreadable, other(KindUnreadable), Damaged},
		{KindFileChanged, other(KindFileChanged), Damaged},
		{KindBin, class("hbin-sig"), Damaged},
		{KindBinShifted, class("shifted-bins"), Damaged},
		{KindForeignBins, func() *Hive { img, _ := withTail(t, foreignText); return read(t, img) }, Clean},
		{KindCellSize, class("cell-size0"), Damaged},
		{KindCellBounds, class("sub-outside"), Damaged},
		{KindCellFree, class("cell-free-but-referenced"), Damaged},
		{KindCellTwice, class("db-dup-seg"), Damaged},
		{KindUnusedCells, damaged(left), Clean},
		{KindRoot, class("root-nil"), Damaged},
		{KindRecord, class("subkey-is-list"), Damaged},
		{KindName, class("name-len-past"), Damaged},
		{KindParent, class("self-parent"), Damaged},
		{KindFlags, other(KindFlags), Damaged},
		{KindKeyTwice, class("shared-child"), Damaged},
		{KindDepth, class("deep-3000"), Clean},
		{KindDuplicateName, class("dup-names"), Damaged},
		{KindListCount, class("list-count-65535"), Damaged},
		{KindListOrder, class("list-unsorted"), Damaged},
		{KindListHash, class("lh-bad-hash"), Damaged},
		{KindListNested, class("ri-ri-cycle"), Damaged},
		{KindListTwice, class("ri-1000x-same-leaf"), Damaged},
		{KindValueList, class("vcount-1e9"), Damaged},
		{KindValueTwice, class("same-vk-1000"), Damaged},
		{KindDataBounds, class("vk-data-4g"), Damaged},
		{KindDataInline, class("vk-inline-5"), Damaged},
		{KindHidden, damaged(hivetest.ValueCount("A", 1)), Damaged},
		{KindBigData, class("db-short"), Damaged},
		{KindClass, class("class-past"), Damaged},
		{KindSecurity, class("sd-sid-count-255"), Damaged},
		{KindSecurityRing, class("sk-loop"), Damaged},
		{KindSecurityCount, damaged(left, hivetest.Put32(security, 7)), Clean},
		{KindLog, func() *Hive {
			h, err := Read(t.Context(), img, translog.Input{Path: "NTUSER.DAT.LOG1", Slot: translog.LOG1, Data: make([]byte, 8192)})
			require.NoError(t, err)
			return h
		}, Clean},
		{KindProperty, content(KindProperty), Clean},
		{KindLimit, content(KindLimit), Clean},
	} {
		t.Run(string(c.kind), func(t *testing.T) {
			h := c.make()
			_, err := h.Recover(t.Context()) // which verifies
			require.NoError(t, err)
			said := diagText(h.Diagnostics())
			require.Contains(t, kindsOf(h.Diagnostics()), c.kind, said)
			require.Equal(t, c.state, h.State(), said)
			if !c.kind.Damage() {
				require.False(t, slices.ContainsFunc(kindsOf(h.Diagnostics()), Kind.Damage), said)
			} else {
				require.NotEqual(t, Clean, c.state)
			}
			stated[c.kind] = true
		})
	}
	for _, doc := range KindDocs() {
		require.True(t, stated[doc.Kind], "%s", doc.Kind)
	}
}

// TestDroppedDamageCounts: notes that fill the list of diagnostics do not make a damaged hive clean.
func TestDroppedDamageCounts(t *testing.T) {
	h := read(t, hivetest.Build(t, "[A]"))
	for i := range int64(maxDiagnostics) {
		h.Note(Diagnostic{Kind: KindProperty, Place: Place{Offset: i}, Structure: "vk", Message: "a note"})
	}
	require.Equal(t, Clean, h.State())
	h.Note(Diagnostic{Kind: KindRecord, Structure: "nk", Message: "damage"})
	require.Equal(t, Damaged, h.State())
}
