package lost

import (
	"mapihive/hive"
	"mapihive/hive/internal/cells"
)

// findList looks for the value list of a recovered key.
func (c *carver) findList(k *carvedKey) {
	n := int(k.rec.ValueCount())
	if n == 0 || k.rec.Flags()&cells.NKPredefine != 0 {
		return
	}
	k.lost = int32(n)
	if _, status := c.place(k.rec.ValueList(), cells.ValueOffset*n); status == hive.Intact {
		k.listed = int32(n)
	}
}

// spend reports whether n more entries of value lists may be read.
func (c *carver) spend(n int) bool {
	if c.offsets < int64(n) {
		c.f.Diag(hive.KindLimit, 0, "value list", "deleted keys announce more values than the file can honestly hold; the rest is left out")
		return false
	}
	c.offsets -= int64(n)
	return true
}

// findValues ties the values of a recovered key to it, through its value list.
func (c *carver) findValues(k *carvedKey) {
	n := max(0, int(k.listed))
	list, ok := c.f.Image.Bytes(c.f.FileOffset(k.rec.ValueList())+int64(c.f.CellHeader), int64(cells.ValueOffset*n))
	if !ok || !c.spend(n) {
		return
	}
	for i := range n {
		at, ok := c.valAt.find(cells.U32(list, int64(cells.ValueOffset*i)))
		if !ok {
			continue
		}
		v := c.values.at(at)
		if v.owned {
			k.taken++
			continue
		}
		v.owned = true
		if k.first < 0 {
			k.first = int32(at)
		} else {
			c.values.at(int(k.last)).next = int32(at)
		}
		k.last = int32(at)
		k.lost--
	}
}

// findSlackValues ties values to the live key whose value list still names them behind its end: Windows
// moves the list up when a value is deleted and leaves the last offsets.
func (c *carver) findSlackValues() {
	for _, s := range c.f.Survey.Slack {
		if s.Key == cells.NIL {
			continue
		}
		cell, ok := c.f.CellAt(s.Rel)
		from := int(s.From)
		if !ok || !c.spend((len(cell.Payload)-from)/cells.ValueOffset) {
			continue
		}
		for at := from; at+cells.ValueOffset <= len(cell.Payload); at += cells.ValueOffset {
			rel := cells.U32(cell.Payload, int64(at))
			if rel < 8 || rel%8 != 0 {
				break
			}
			at, ok := c.valAt.find(rel)
			if !ok || c.values.at(at).owned {
				continue
			}
			if _, ok := c.livePath(s.Key); !ok {
				break
			}
			v := c.values.at(at)
			v.owned, v.slackOf, v.liveKey = true, s.Rel, s.Key
		}
	}
}
