package lost

import (
	"mapihive/hive/internal/base"
	"mapihive/hive/internal/cells"
	"mapihive/hive/regf"
	"mapihive/hive/regf/translog"
)

// changes is which live keys of the hive on disk are the same after replay: keys of which nothing stands in a bin
// that a log wrote into, and which stand where they stood.
type changes struct {
	all  bool         // nothing is known: any may have changed
	keys cells.Bitset // keys of which something changed
	open cells.Bitset // these, and the keys that they are below
}

// changedPages says for each page of the hive bins on disk whether its bin is another after replay.
func changedPages(disk, after *cells.File, patches []translog.Patch) []bool {
	pages := make([]bool, disk.BinsSize/base.PageSize)
	for p := range pages {
		a, b := disk.Bins.At(uint32(p*base.PageSize)), after.Bins.At(uint32(p*base.PageSize))
		pages[p] = disk.Wide != after.Wide || disk.CellHeader != after.CellHeader ||
			a == nil || b == nil || a.Rel != b.Rel || a.Size != b.Size || a.Pos != b.Pos || a.Pos != base.Size+int64(a.Rel)
	}
	for _, patch := range patches {
		end := min(patch.Offset+patch.Size-base.Size, disk.BinsSize)
		for at := max(0, patch.Offset-base.Size) / base.PageSize * base.PageSize; at < end; at += base.PageSize {
			if pages[at/base.PageSize] {
				continue
			}
			b := disk.Bins.At(uint32(at))
			for p := b.Rel / base.PageSize; p*base.PageSize < b.Rel+b.Size; p++ {
				pages[p] = true
			}
		}
	}
	return pages
}

// changesOf is what a pass over the hive on disk, of which the changed pages were watched, noted.
func changesOf(disk *cells.File) *changes {
	c := &changes{keys: disk.Affected(), open: cells.NewBitset(disk.BinsSize)}
	for rel := range c.keys.All() {
		for c.open.Add(rel) && rel != disk.RootCell {
			cell, ok := disk.CellAt(rel)
			if !ok || !cells.Signed(cell.Payload, "nk", cells.NKFixed) {
				return &changes{all: true}
			}
			if rel = cells.KeyNode(cell.Payload).Parent(); int64(rel) >= disk.BinsSize {
				return &changes{all: true}
			}
		}
	}
	return c
}

// same reports whether the key k on disk, its values and its list of subkeys are those of live, the key of its path
// after replay.
func (c *changes) same(k, live regf.Key) bool {
	return !c.all && live.Node() != nil && live.Cell() == k.Cell() && !c.keys.Has(k.Cell())
}

// sameBelow reports whether that goes for all keys below k too.
func (c *changes) sameBelow(k, live regf.Key) bool { return c.same(k, live) && !c.open.Has(k.Cell()) }
