package lost

import (
	"mapihive/hive"
	"mapihive/hive/internal/cells"
	"mapihive/hive/regf"
)

// liveNames finds live keys by name, without reading the subkeys of any key more than once.
type liveNames struct {
	h        *regf.Hive // nil for a fragment
	f        *cells.File
	children map[uint32]map[hive.Text]regf.Key // by cell, then raised name
	paths    map[uint32]hive.Path
	values   map[uint32]*pairing // names of the values of keys, by cell
	left     int64               // how many more subkeys are read; all keys of an honest hive are fewer
}

func newLiveNames(h *regf.Hive, f *cells.File) *liveNames {
	return &liveNames{h: h, f: f, children: map[uint32]map[hive.Text]regf.Key{}, paths: map[uint32]hive.Path{}, values: map[uint32]*pairing{}, left: f.Image.Size() / cells.NKFixed}
}

// child is the subkey of k called name, the first of several. Where the subkey lists of the hive are not sound, all
// subkeys of k are read.
func (l *liveNames) child(k regf.Key, name hive.Text) (regf.Key, bool) {
	if sub, ok, sure := k.SubkeyByList(name); sure {
		return sub, ok
	}
	names, ok := l.children[k.Cell()]
	if !ok {
		names = map[hive.Text]regf.Key{}
		for sub := range k.Subkeys() {
			if l.left--; l.left < 0 {
				l.f.Diag(hive.KindLimit, k.Offset(), "nk", "subkey lists announce more keys than the file can honestly hold; the rest is not compared with deleted keys")
				break
			}
			up := hive.UpcaseText(sub.Name())
			if _, twice := names[up]; !twice {
				names[up] = sub
			}
		}
		l.children[k.Cell()] = names
	}
	sub, ok := names[hive.UpcaseText(name)]
	return sub, ok
}

// valuesOf is the names of the values of a live key, which are read once.
func (l *liveNames) valuesOf(k regf.Key) *pairing {
	names := l.values[k.Cell()]
	if names == nil {
		names = &pairing{}
		names.of(k, l.f.Wide)
		l.f.Steps += int64(len(names.names))
		l.values[k.Cell()] = names
	}
	return names
}

// lookup is the live key at path.
func (l *liveNames) lookup(path hive.Path) (k regf.Key, ok bool) {
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
func (l *liveNames) at(offset int64, sig string, name hive.Text) bool {
	c, ok := l.f.UsedCell(offset)
	switch {
	case !ok:
		return false
	case sig == "nk":
		return cells.Signed(c, sig, cells.NKFixed) && cells.KeyNode(c).Name(l.f.Wide).Text() == name
	}
	return cells.Signed(c, sig, cells.VKFixed) && cells.KeyValue(c).Name(l.f.Wide).Text() == name
}
