package cells

import "mapihive/hive"

// Survey is what a whole pass over the live tree used of the hive: the ground on which deleted records
// are told from live ones.
type Survey struct {
	Used     Bitset    // cells that live records use
	Keys     Bitset    // of these, cells of live keys
	Slack    []Slack   // ends of used cells that are not used
	Newest   hive.Time // latest last-write time of a live key
	Complete bool      // the pass came to its end

	// While the pass is under way, what each used cell is used as: a cell that is used again as the same is
	// said by the record's own kind, or is a security record, which keys share.
	Checking                  bool
	Lists, Values, ValueLists Bitset
	Security                  Bitset
	Types                     map[hive.ValueType]bool // unusual types that live values have
}

// Slack is the unused end of a cell that live records use: where a record may stand, or of a value list where an
// offset behind its end may be a value's. Cells are multiples of 8, so half of all value lists have room for one more.
type Slack struct {
	Rel  uint32 // the cell
	From uint32 // bytes of the payload in use
	Key  uint32 // for the slack of a value list: the cell of the key it belongs to; else NIL
}

// ValueOffset is the size of one entry of a value list, in bytes.
const ValueOffset = 4

// Structures that diagnostics name and that are told apart by name.
const (
	SubkeyListCell = "subkey list"
	ValueListCell  = "value list"
	DataCell       = "data"
)

// Use notes that a live record uses the first n bytes of the payload at rel as structure, because the
// record at owner points there. Cells are used once in a sound hive; of several uses the first is kept.
func (f *File) Use(rel uint32, payload []byte, n int, structure string, owner uint32) {
	s := f.Survey
	if s == nil {
		return
	}
	if !s.Used.Add(rel) {
		if s.Checking {
			f.usedAgain(rel, structure, owner)
		}
		return
	}
	if f.affected != nil {
		f.affected.use(rel, structure, owner)
	}
	key := uint32(NIL)
	if structure == ValueListCell {
		key = owner
	}
	if left := len(payload) - n; left >= VKFixed || key != NIL && left >= ValueOffset && f.InFile(U32(payload, int64(n))) {
		s.Slack = append(s.Slack, Slack{Rel: rel, From: uint32(n), Key: key})
	}
}

// UsedCell returns the payload of the cell at a file offset if live records use it.
func (f *File) UsedCell(offset int64) ([]byte, bool) {
	rel, ok := f.Bins.RelAt(offset)
	if !ok || f.Survey == nil || !f.Survey.Used.Has(rel) {
		return nil, false
	}
	c, ok := f.CellAt(rel)
	return c.Payload, ok
}
