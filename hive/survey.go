package hive

// survey is what a whole pass over the live tree used of the hive: the ground on which deleted records
// are told from live ones.
type survey struct {
	used     bitset  // cells that live records use
	keys     bitset  // of these, cells of live keys
	slack    []slack // ends of used cells that are not used
	newest   Time    // latest last-write time of a live key
	complete bool    // the pass came to its end

	// While the pass is under way, what each used cell is used as: a cell that is used again as the same is
	// said by the record's own kind, or is a security record, which keys share.
	checking                  bool
	lists, values, valueLists bitset
	security                  bitset
	types                     map[ValueType]bool // unusual types that live values have
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
	dataCell       = "data"
)

// use notes that a live record uses the first n bytes of the payload at rel as structure, because the
// record at owner points there. Cells are used once in a sound hive; of several uses the first is kept.
func (h *Hive) use(rel uint32, payload []byte, n int, structure string, owner uint32) {
	s := h.survey
	if s == nil {
		return
	}
	if !s.used.add(rel) {
		if s.checking {
			h.usedAgain(rel, structure, owner)
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
func (h *Hive) usedCell(offset int64) ([]byte, bool) {
	rel, ok := h.bins.relAt(offset)
	if !ok || h.survey == nil || !h.survey.used.has(rel) {
		return nil, false
	}
	c, ok := h.cellAt(rel)
	return c.payload, ok
}

// liveNames finds live keys by name: the subkeys of each key that was asked for are read once.
type liveNames struct {
	h        *Hive
	children map[uint32]map[Text]Key // by cell, then raised name
	paths    map[uint32]Path
	values   map[uint32]*pairing // names of the values of keys, by cell
	left     int64               // how many more subkeys are read; all keys of an honest hive are fewer
}

func newLiveNames(h *Hive) *liveNames {
	return &liveNames{h: h, children: map[uint32]map[Text]Key{}, paths: map[uint32]Path{}, values: map[uint32]*pairing{}, left: h.img.size() / nkFixed}
}

// child is the subkey of k called name, the first of several.
func (l *liveNames) child(k Key, name Text) (Key, bool) {
	names, ok := l.children[k.rel]
	if !ok {
		names = map[Text]Key{}
		for sub := range k.Subkeys() {
			if l.left--; l.left < 0 {
				l.h.diag(KindLimit, k.Offset(), "nk", "subkey lists announce more keys than the file can honestly hold; the rest is not compared with deleted keys")
				break
			}
			up := UpcaseText(sub.Name())
			if _, twice := names[up]; !twice {
				names[up] = sub
			}
		}
		l.children[k.rel] = names
	}
	sub, ok := names[UpcaseText(name)]
	return sub, ok
}

// valuesOf is the names of the values of a live key, which are read once.
func (l *liveNames) valuesOf(k Key) *pairing {
	names := l.values[k.rel]
	if names == nil {
		names = &pairing{}
		for v := range k.Values() {
			l.h.steps++
			names.names = append(names.names, v.rec.name(l.h.wide))
		}
		l.values[k.rel] = names
	}
	return names
}

// lookup is the live key at path.
func (l *liveNames) lookup(path Path) (k Key, ok bool) {
	k, ok = l.h.Root()
	for name := range path.Names() {
		if !ok {
			break
		}
		k, ok = l.child(k, name)
	}
	return k, ok
}

// at reports whether a live record with the signature sig called name has its cell at the file offset.
func (l *liveNames) at(offset int64, sig string, name Text) bool {
	c, ok := l.h.usedCell(offset)
	switch {
	case !ok:
		return false
	case sig == "nk":
		return signed(c, sig, nkFixed) && keyNode(c).name(l.h.wide).text() == name
	}
	return signed(c, sig, vkFixed) && keyValue(c).name(l.h.wide).text() == name
}
