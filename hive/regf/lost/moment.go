package lost

import (
	"cmp"
	"slices"

	"mapihive/hive"
	"mapihive/hive/internal/cells"
	"mapihive/hive/regf/translog"
)

// moment is the hive bins at one time, as far as a log shows them.
type moment struct {
	parts   []logPart                 // by ascending offset; later ones win where they overlap
	sources map[int64]translog.Source // where 512-byte sectors of the parts stand instead, by number
	where   string                    // said of every record
	whole   bool                      // it is all of the hive, and passes
	paths   map[uint32]momentPath     // of the keys whose path was asked for, by cell
	step    int32                     // of the entry that is applied next, from 1
}

type momentPath struct {
	path   hive.Path
	status hive.PathStatus
}

// logPart is a run of hive bins.
type logPart struct {
	rel  int64 // of its first byte
	data []byte
	log  int   // index of its log, -1 for the hive file
	at   int64 // of its first byte in that file
}

// find returns the part that holds rel and the place of rel in it.
func (m *moment) find(rel int64) (p *logPart, i int64) {
	at, exact := slices.BinarySearchFunc(m.parts, rel, func(p logPart, rel int64) int { return cmp.Compare(p.rel, rel) })
	if !exact {
		at--
	}
	if at < 0 || rel-m.parts[at].rel >= int64(len(m.parts[at].data)) {
		return nil, 0
	}
	return &m.parts[at], rel - m.parts[at].rel
}

// locate returns where rel stood at the moment.
func (l *logCarver) locate(m *moment, rel int64) hive.Place {
	p, i := m.find(rel)
	if p == nil {
		return hive.Place{}
	}
	src := translog.Source{Log: p.log, Offset: p.at + i}
	if s, ok := m.sources[rel/sectorSize]; ok {
		src = translog.Source{Log: s.Log, Offset: s.Offset + rel%sectorSize}
	}
	if src.Log < 0 {
		return hive.Place{Offset: src.Offset}
	}
	return hive.Place{Offset: src.Offset, File: l.h.Logs()[src.Log].Path}
}

// cell returns the payload of the cell that stood at rel, if it held need bytes, and whether it was
// allocated.
func (l *logCarver) cell(m *moment, rel uint32, need int) (payload []byte, allocated, ok bool) {
	p, i := m.find(int64(rel))
	head := int64(l.f.CellHeader)
	if p == nil || rel%8 != 0 || i+head > int64(len(p.data)) {
		return nil, false, false
	}
	size, allocated := cells.CellSize(p.data[i:])
	if size%int64(l.f.CellAlign) != 0 || size < head+int64(need) || size > int64(len(p.data))-i {
		return nil, false, false
	}
	return p.data[i+head : i+size : i+size], allocated, true
}
