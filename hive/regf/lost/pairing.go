package lost

import (
	"slices"

	"mapihive/hive"
	"mapihive/hive/internal/cells"
	"mapihive/hive/regf"
)

// pairing finds names of one list in another that is mostly the same: the next name is tried first.
type pairing struct {
	names []cells.StoredName
	next  int
	at    map[hive.Text]int // by raised name, once the order was left
}

// of makes it the names of the values of a live key.
func (p *pairing) of(k regf.Key, wide bool) {
	p.names, p.next, p.at = p.names[:0], 0, nil
	for v := range k.Values() {
		p.names = append(p.names, v.Record().Name(wide))
	}
}

// find returns the index of name, the first of several, or -1.
func (p *pairing) find(name cells.StoredName) int {
	if p.next < len(p.names) && p.names[p.next].Compare(name) == 0 {
		p.next++
		return p.next - 1
	}
	if p.at == nil {
		p.at = make(map[hive.Text]int, len(p.names))
		for i, n := range slices.Backward(p.names) {
			p.at[hive.UpcaseText(n.Text())] = i
		}
	}
	i, ok := p.at[hive.UpcaseText(name.Text())]
	if !ok {
		return -1
	}
	p.next = i + 1
	return i
}
