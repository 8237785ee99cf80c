package analyze

import (
	"cmp"
	"iter"
	"slices"
)

// waiting are the rows of a case until all are sent. A large case has many, of which few meet and most say little, so
// they are packed, and compared by a number that stands for where they meet.
type waiting struct {
	rows [][]packedRow // in pieces, which do not move
	n    int
}

// packedRow is a row without what most rows do not have.
type packedRow struct {
	key      ID
	source   int32
	local    bool
	at       int64
	snapshot *Snapshot
	rest     *rowRest // nil where there is none
}

type rowRest struct {
	value      string
	ids, about []ID
	evidence   Evidence
}

const rowsAPiece = 4096

// send takes a row of a source.
func (w *waiting) send(source int, r *Row) {
	if w.n%rowsAPiece == 0 {
		w.rows = append(w.rows, make([]packedRow, 0, rowsAPiece))
	}
	p := packedRow{key: r.Key, source: int32(source), local: r.Local, at: r.At, snapshot: r.Snapshot}
	if r.Value != "" || r.IDs != nil || r.About != nil || r.Evidence != (Evidence{}) {
		p.rest = &rowRest{r.Value, r.IDs, r.About, r.Evidence}
	}
	last := &w.rows[len(w.rows)-1]
	*last = append(*last, p)
	w.n++
}

func (w *waiting) row(i int32) *packedRow { return &w.rows[i/rowsAPiece][i%rowsAPiece] }

// unpacked is the row as it was sent, with its source.
func (p *packedRow) unpacked() Row {
	r := Row{Key: p.key, Local: p.local, At: p.at, Snapshot: p.snapshot}
	if p.rest != nil {
		r.Value, r.IDs, r.About, r.Evidence = p.rest.value, p.rest.ids, p.rest.about, p.rest.evidence
	}
	r.Evidence.Source = int(p.source)
	return r
}

// meetings yields the rows that meet, in the order in which the first of each group was sent: what is read for one
// group lies beside what is read for the next. A group is in the order in which it was sent, and good until the next
// one is asked for.
func (w *waiting) meetings() iter.Seq[[]Row] {
	type meeting struct {
		by  uint64
		row int32
	}
	order := make([]meeting, w.n)
	for i := range order {
		order[i] = meeting{w.row(int32(i)).meetsBy(), int32(i)}
	}
	compare := func(a, b meeting) int {
		if a.by != b.by {
			return cmp.Compare(a.by, b.by)
		}
		return w.row(a.row).compareMeeting(w.row(b.row))
	}
	slices.SortFunc(order, func(a, b meeting) int { return cmp.Or(compare(a, b), cmp.Compare(a.row, b.row)) })
	start, size := make([]int32, w.n), make([]int32, w.n) // of the group whose first row it is
	for i := 0; i < len(order); {
		first := i
		for i < len(order) && compare(order[first], order[i]) == 0 {
			i++
		}
		start[order[first].row], size[order[first].row] = int32(first), int32(i-first)
	}
	return func(yield func([]Row) bool) {
		var group []Row
		for i, n := range size {
			if n == 0 {
				continue
			}
			group = group[:0]
			for _, m := range order[start[i]:][:n] {
				group = append(group, w.row(m.row).unpacked())
			}
			if !yield(group) {
				return
			}
		}
	}
}

// compareMeeting orders rows by where they meet: with those of all sources, or with those of their own. Rows of one
// place are equal.
func (p *packedRow) compareMeeting(q *packedRow) int {
	return cmp.Or(cmp.Compare(p.key.Kind, q.key.Kind), cmp.Compare(p.key.Value, q.key.Value), cmp.Compare(p.within(), q.within()))
}

// within is 0 for a row that meets those of all sources, else a number of its source.
func (p *packedRow) within() int32 {
	if p.local {
		return 1 + p.source
	}
	return 0
}

// meetsBy is the FNV-1a sum of what decides which rows meet. It is the same wherever and whenever it is made.
func (p *packedRow) meetsBy() uint64 {
	const offset, prime = 0xcbf29ce484222325, 0x100000001b3
	sum := uint64(offset)
	for _, text := range [...]string{p.key.Kind, p.key.Value} {
		for i := range len(text) {
			sum = (sum ^ uint64(text[i])) * prime
		}
		sum *= prime // parts them, as a zero byte would
	}
	return (sum ^ uint64(p.within())) * prime
}
