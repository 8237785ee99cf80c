package lost

import (
	"cmp"
	"slices"

	"mapihive/hive"
	"mapihive/hive/internal/cells"
)

// A forged hive may hold a deleted record in every 24 bytes, so while they are searched for and tied to each
// other records are small: what can be read again from the hive is not kept. recover_result.go turns them
// into what Recover returns.

// carvedKey is a key node found outside the live tree.
type carvedKey struct {
	rec         cells.KeyNode
	path        hive.Path
	at          int64  // in the file, of its cell
	rel         uint32 // of its cell, as it was; NIL where that cannot be told
	twin        uint32 // cell of the live key of the same path; NIL for none
	parent      int32  // index of its parent, -1 where that is live or lost
	subkeys     int32  // how many name it as parent
	listed      int32  // entries of its value list that are there; -1 without one
	first, last int32  // its values, linked by carvedValue.next; -1 for none
	lost, taken int32  // values that are not there, and those shown with another key
	source      sourceID
	status      pathID
	doubt       doubtID
	aligned     bool // on the grid of cells, with a size before it that fits
	headless    bool // its signature is lost
	doubted     bool // its path is one reading of several
	isRoot      bool
	hasParent   bool // its parent offset names a place in the hive
	gone        bool // another record has its place
	walking     bool // its path is being worked out
	solved      bool
}

// carvedValue is a value found outside the live tree.
type carvedValue struct {
	rec     cells.KeyValue
	at      int64  // in the file, of its cell
	rel     uint32 // of its cell, as it was; NIL where that cannot be told
	slackOf uint32 // the cell of the live value list that names it behind its end; 0 for none
	liveKey uint32 // and the cell of that list's key
	next    int32  // the next value of its key, -1 for none
	kept    int32  // bytes of data that are there
	source  sourceID
	status  dataID
	loss    lossID
	aligned bool
	owned   bool // a key was found for it
	shared  bool // another recovered value names the same data
	inCell  bool // its data is, or was, in one cell
	gone    bool // another record has its place
}

// bigCarved is the data of a value in several cells.
type bigCarved struct {
	data   []byte
	pieces []extent // cells of its data, as far as it was found
}

// The words of recovered records, by number.
type (
	sourceID uint8
	pathID   uint8
	dataID   uint8
	doubtID  uint8
	lossID   uint8
)

var (
	sourceWords = []hive.Source{hive.FreeCell, hive.Unreferenced, hive.NoBin, hive.CellSlack, hive.FileTail}
	pathWords   = []hive.PathStatus{hive.FullPath, hive.PartialPath, hive.UnknownPath}
	dataWords   = []hive.DataStatus{hive.Intact, hive.Partial, hive.Overwritten, hive.Unavailable}
	doubtWords  = []string{
		"",
		"the key at its parent's place was last written before it, so another key may have stood there",
		"the key at its parent's place keeps no trace of a subkey with so long a name, so another key may have stood there",
	}
	lossWords = []string{
		"",
		"the rest of its data is neither in the hive file nor in a log",
		"the list of unallocated cells took the first bytes of its data",
	}
)

const (
	doubtTime doubtID = iota + 1
	doubtLength
)

const (
	lossHole lossID = iota + 1
	lossLink
)

// idOf is the number of a word.
func idOf[ID ~uint8, W comparable](words []W, w W) ID { return ID(slices.Index(words, w)) }

func (k *carvedKey) pathStatus() hive.PathStatus { return pathWords[k.status] }
func (k *carvedKey) setPath(path hive.Path, s hive.PathStatus) {
	k.path, k.status = path, idOf[pathID](pathWords, s)
}
func (v *carvedValue) dataStatus() hive.DataStatus { return dataWords[v.status] }
func (v *carvedValue) setData(kept int, s hive.DataStatus) {
	v.kept, v.status = int32(kept), idOf[dataID](dataWords, s)
}

// blocks is a list that grows without moving what is in it.
type blocks[T any] struct {
	all [][]T
	n   int
}

const blockSize = 4096

func (b *blocks[T]) len() int    { return b.n }
func (b *blocks[T]) at(i int) *T { return &b.all[i/blockSize][i%blockSize] }

func (b *blocks[T]) add(x T) {
	if b.n%blockSize == 0 {
		size := blockSize
		if b.n == 0 {
			size = 64 // most hives hold few
		}
		b.all = append(b.all, make([]T, 0, size))
	}
	last := &b.all[len(b.all)-1]
	*last = append(*last, x)
	b.n++
}

// places finds records by the offset of their cell.
type places struct {
	order []int32 // indexes by ascending offset
	rel   func(i int32) uint32
}

// find returns the index of the record whose cell was at rel.
func (p *places) find(rel uint32) (int, bool) {
	i, ok := slices.BinarySearchFunc(p.order, rel, func(i int32, rel uint32) int { return cmp.Compare(p.rel(i), rel) })
	if !ok {
		return 0, false
	}
	return int(p.order[i]), true
}

// placesOf orders n records by offset, those of unknown offset left out. Of two at one offset, which only
// bins that overlap in the file can give, the first that was found stays; twice says of the others.
func placesOf(n int, rel func(i int32) uint32, twice func(i int32)) places {
	p := places{order: make([]int32, 0, n), rel: rel}
	for i := range int32(n) {
		if rel(i) != cells.NIL {
			p.order = append(p.order, i)
		}
	}
	slices.SortFunc(p.order, func(a, b int32) int { return cmp.Or(cmp.Compare(rel(a), rel(b)), cmp.Compare(a, b)) })
	kept := p.order[:0]
	for _, i := range p.order {
		if n := len(kept); n > 0 && rel(kept[n-1]) == rel(i) {
			twice(i)
			continue
		}
		kept = append(kept, i)
	}
	p.order = kept
	return p
}
