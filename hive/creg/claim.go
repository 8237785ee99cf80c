package creg

import (
	"fmt"

	"mapihive/hive"
)

// confirmed reports whether an entry's hash is that of the name of its record.
func (h *Hive) confirmed(e []byte) bool {
	i, ok := h.recordIndex(u16(e, offBlock), u16(e, offRecordID))
	return ok && nameHash(h.recordName(h.records[i])) == u32(e, offHash)
}

// nameHash is the hash that an entry holds of its key's name.
func nameHash(name []byte) (sum uint32) {
	for _, c := range name {
		switch {
		case 'a' <= c && c <= 'z':
			sum += uint32(c - ('a' - 'A'))
		case c < 0x80:
			sum += uint32(c)
		}
	}
	return sum
}

// claim gives a key its record, unless it is another's; fits asks that the hash be that of the name.
func (b *builder) claim(at int32, fits bool) bool {
	e := b.entryOf(at)
	i, ok := b.recordIndex(u16(e, offBlock), u16(e, offRecordID))
	if !ok || b.records[i].owned || fits && nameHash(b.recordName(b.records[i])) != u32(e, offHash) {
		return false
	}
	b.records[i].owned, b.nodes[at].record = true, int32(i)
	return true
}

// giveRecords gives their records to the keys whose hash does not fit the name. The others had theirs first: the
// number in an entry may be wrong.
func (b *builder) giveRecords() {
	for i := range b.nodes {
		n, e := &b.nodes[i], b.entryOf(int32(i))
		if n.record != none || i == 0 && isRoot(e) {
			continue
		}
		block, id := u16(e, offBlock), u16(e, offRecordID)
		if _, ok := b.recordIndex(block, id); !ok {
			b.diagKey(hive.KindRecord, n.place(), "key entry", n.parent, fmt.Sprintf("there is no record %d in block %d: the name and the values of the key are lost", id, block))
		} else if !b.claim(int32(i), false) {
			b.diagKey(hive.KindCellTwice, n.place(), "key entry", n.parent, fmt.Sprintf("record %d in block %d is that of another key: the name and the values of this one are lost", id, block))
		} else if u32(e, offStatus) != entryFree { // which keeps no hash
			b.diagKey(hive.KindListHash, n.place(), "key entry", n.parent, fmt.Sprintf("the hash 0x%08x is not that of the name (0x%08x)", u32(e, offHash), nameHash(Key{b.Hive, int32(i)}.ANSIName())))
		}
	}
}
