package regf

import "mapihive/hive"

// survey is what a whole pass over the live tree used of the hive: the ground on which deleted records
// are told from live ones.
type survey struct {
	used     bitset    // cells that live records use
	keys     bitset    // of these, cells of live keys
	slack    []slack   // ends of used cells that are not used
	newest   hive.Time // latest last-write time of a live key
	complete bool      // the pass came to its end

	// While the pass is under way, what each used cell is used as: a cell that is used again as the same is
	// said by the record's own kind, or is a security record, which keys share.
	checking                  bool
	lists, values, valueLists bitset
	security                  bitset
	types                     map[hive.ValueType]bool // unusual types that live values have
}

// slack is the unused end of a cell that live records use.
type slack struct {
	rel  uint32 // the cell
	from int    // bytes of the payload in use
	key  uint32 // for the slack of a value list: the cell of the key it belongs to; else nilOffset
}

// valueOffset is the size of one entry of a value list, in bytes.
const valueOffset = 4

// Structures that diagnostics name and that are told apart by name.
const (
	subkeyListCell = "subkey list"
	valueListCell  = "value list"
)

// use notes that a live record uses the first n bytes of the payload at rel as structure, because the
// record at owner points there. Cells are used once in a sound hive; of several uses the first is kept.
func (f *file) use(rel uint32, payload []byte, n int, structure string, owner uint32) {
	s := f.survey
	if s == nil {
		return
	}
	if !s.used.add(rel) {
		if s.checking {
			f.usedAgain(rel, structure, owner)
		}
		return
	}
	key := uint32(nilOffset)
	if structure == valueListCell {
		key = owner
	}
	if len(payload)-n >= vkFixed || key != nilOffset && len(payload)-n >= valueOffset {
		s.slack = append(s.slack, slack{rel: rel, from: n, key: key})
	}
}

// usedCell returns the payload of the cell at a file offset if live records use it.
func (f *file) usedCell(offset int64) ([]byte, bool) {
	rel, ok := f.bins.relAt(offset)
	if !ok || f.survey == nil || !f.survey.used.has(rel) {
		return nil, false
	}
	c, ok := f.cellAt(rel)
	return c.payload, ok
}
