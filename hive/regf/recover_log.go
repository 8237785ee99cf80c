package regf

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"slices"

	"mapihive/hive"
	"mapihive/hive/internal/base"
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

// logCarver carves the pages of transaction logs.
type logCarver struct {
	*carver
	out    *recovery
	keys   map[place]int  // of out, by place
	values map[place]bool // of out
	found  []int          // keys that were taken from logs
}

// recoverLogs looks for deleted keys in log pages that are not in force: pages that a later entry wrote
// over, entries left over from earlier rounds, and logs that were not applied. A key and its values are
// taken from one moment only.
func (c *carver) recoverLogs(ctx context.Context, r *recovery) error {
	l := &logCarver{carver: c, out: r, keys: r.keyPlaces(), values: r.valuePlaces()}
	for i := range r.Values {
		l.values[placeOfValue(&r.Values[i])] = true
	}
	// At a moment of the past the hive has no more lists and data than it and its logs have room for. Of
	// keys that are gone a list is read twice at most.
	for i := range l.h.Logs() {
		l.copied += l.h.Logs()[i].Size
	}
	l.copied += l.f.Img.Size()
	l.offsets += 2 * l.copied / cells.ValueOffset
	if err := l.history(ctx); err != nil {
		return err
	}
	replay := c.h.Replay()
	for i := range replay.Logs {
		log := replay.Logs[i].Log
		if log == nil || l.h.Logs()[i].OtherHive {
			continue
		}
		force := "which is not in force"
		if len(l.h.Logs()[i].Doubts) > 0 {
			force += " and may be another hive's"
		}
		entries := log.Remnants
		if replay.Logs[i].Outcome.Kind != translog.Applied {
			entries = slices.Concat(entries, log.Entries)
		}
		for j := range entries {
			m := &moment{where: fmt.Sprintf("entry %d of the transaction log, %s", entries[j].Sequence, force)}
			for page := range entries[j].Pages() {
				m.parts = append(m.parts, logPart{int64(page.Offset), page.Data, i, page.LogOffset})
			}
			slices.SortStableFunc(m.parts, func(a, b logPart) int { return cmp.Compare(a.rel, b.rel) })
			if err := ctx.Err(); err != nil {
				return err
			}
			l.nodes(m, m.parts, func(rel uint32, rec cells.KeyNode, allocated bool) { l.take(m, rel, rec, allocated) })
		}
	}
	l.linkFound()
	r.dropLoose(r.valuePlaces())
	return nil
}

// sectorSize is the unit in which log pages are aligned, in bytes.
const sectorSize = 512

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

// nodes yields the key nodes in ranges of the moment, by their cells.
func (l *logCarver) nodes(m *moment, ranges []logPart, yield func(rel uint32, rec cells.KeyNode, allocated bool)) {
	m.paths = map[uint32]momentPath{}
	head, step := int64(l.f.CellHeader), int64(l.f.CellAlign)
	for _, r := range ranges {
		for i := (step - r.rel%step) % step; i+head+2 <= int64(len(r.data)); i += step {
			if r.data[i+head] == 'n' && r.data[i+head+1] == 'k' {
				if rec, allocated, ok := l.node(m, uint32(r.rel+i)); ok {
					yield(uint32(r.rel+i), rec, allocated)
				}
			}
		}
	}
}

// node returns the key node that stood at rel, cut to its length, and whether its cell was allocated.
func (l *logCarver) node(m *moment, rel uint32) (rec cells.KeyNode, allocated, ok bool) {
	l.f.Steps++
	p, allocated, ok := l.cell(m, rel, cells.NkFixed)
	if !ok || !cells.Signed(p, "nk", cells.NkFixed) || !l.plausibleKey(p, false) {
		return nil, false, false
	}
	return cells.KeyNode(p[:cells.NkFixed+cells.KeyNode(p).NameLength()]), allocated, true
}

// take adds the key at rel, if there is room for more.
func (l *logCarver) take(m *moment, rel uint32, rec cells.KeyNode, allocated bool) {
	if len(l.out.Keys) >= 2*maxRecovered {
		l.f.Diag(hive.KindLimit, 0, "nk", fmt.Sprintf("more than %d deleted keys; the rest is not shown", 2*maxRecovered))
	} else if k, added := l.key(m, rel, rec, allocated); added {
		l.found = append(l.found, k)
	}
}

// linkFound ties the keys that were found to their parents among them: the offset names the parent's place,
// and the paths agree. A subkey's path is longer than its parent's, so no key ends up below itself.
func (l *logCarver) linkFound() {
	type spot struct {
		at   int64
		path hive.Path
	}
	at := make(map[spot]int, len(l.found))
	for _, i := range l.found {
		at[spot{l.out.Keys[i].InHive, l.out.Keys[i].Path}] = i
	}
	for _, i := range l.found {
		k := &l.out.Keys[i]
		parent := k.Path.Parent()
		if up, ok := at[spot{k.ParentOffset, parent}]; ok && parent.Join(k.Name) == k.Path && k.Parent != up {
			l.out.link(up, i)
			l.out.Keys[up].LostSubkeys = max(0, l.out.Keys[up].LostSubkeys-1)
		}
	}
}

// key adds the key at rel unless it still lives, or is known in the same or a later state. Values it had
// and a live key of its path has not are added too.
func (l *logCarver) key(m *moment, rel uint32, rec cells.KeyNode, allocated bool) (index int, added bool) {
	k := hive.RecoveredKey{
		Name: rec.Name(l.f.Wide).Text(), LastWrite: rec.LastWrite(), Source: hive.LogPage, Confidence: hive.Medium, Parent: -1,
		Reasons: []string{"it stands in " + m.where}, ParentOffset: base.Size + int64(rec.Parent()),
		LostSubkeys: int(rec.SubkeyCount()), InHive: base.Size + int64(rel),
	}
	k.Place = l.locate(m, int64(rel))
	if rec.Flags()&cells.NkRoot != 0 {
		return 0, false // it is the path of all others
	}
	k.Path, k.PathStatus = l.path(m, rel)
	if !allocated {
		k.Confidence = hive.Low
		k.Reasons = append(k.Reasons, "its cell was unallocated even there")
	}
	old, known := l.keys[placeOfKey(&k)]
	if known && (l.out.Keys[old].Source != hive.LogPage || l.out.Keys[old].LastWrite > k.LastWrite) {
		return 0, false
	}
	if twin, lives := l.twin(&k); lives {
		if allocated && twin.Node() != nil {
			l.removedValues(m, rec, k.Path, twin, nil)
		}
		return 0, false
	}
	k.Values, k.LostValues = l.valuesOf(m, rec, allocated, nil, nil)
	if k.LostValues > 0 {
		k.Reasons = append(k.Reasons, fmt.Sprintf("%d of its values are not in the same log entry", k.LostValues))
	}
	if !known {
		old = len(l.out.Keys)
		l.keys[placeOfKey(&k)] = old
		l.out.Keys = append(l.out.Keys, k)
		return old, true
	}
	have := &l.out.Keys[old]
	if have.LastWrite == k.LastWrite && have.LostValues <= k.LostValues {
		return 0, false
	}
	if have.Path == k.Path {
		k.Parent, k.Subkeys = have.Parent, have.Subkeys
	} else {
		for _, sub := range have.Subkeys {
			if l.out.Keys[sub].Parent == old {
				l.out.unlink(sub)
			}
		}
	}
	*have = k
	return old, true
}

// path works out the path of the key at rel at the moment, up the parents that are there, and below a
// live key.
func (l *logCarver) path(m *moment, rel uint32) (hive.Path, hive.PathStatus) {
	type step struct {
		rel  uint32
		name hive.Text
	}
	var steps []step
	asked := rel
	at := momentPath{"?", hive.UnknownPath}
	for {
		if known, ok := m.paths[rel]; ok {
			at = known
			break
		}
		p, allocated, ok := l.cell(m, rel, cells.NkFixed)
		if !ok || !cells.Signed(p, "nk", cells.NkFixed) || len(steps) > 0 && !allocated {
			if path, ok := l.livePathUnless(m.whole, rel); ok {
				at = momentPath{path, hive.FullPath}
			}
			break
		}
		rec := cells.KeyNode(p)
		if rec.Flags()&cells.NkRoot != 0 {
			at = momentPath{"", hive.FullPath}
			break
		}
		if len(steps) > hive.MaxDepth {
			break
		}
		steps = append(steps, step{rel, rec.Name(l.f.Wide).Text()})
		m.paths[rel] = momentPath{hive.Path("?").Join(steps[len(steps)-1].name), hive.UnknownPath} // until it is known; ends circles
		rel = rec.Parent()
	}
	if l.paths < 0 {
		l.f.Diag(hive.KindLimit, 0, "nk", "the paths of keys in transaction logs are longer than the reader's limit; the rest starts with ?")
	}
	for _, s := range slices.Backward(steps) {
		if len(at.path)+len(s.name) > cells.MaxKeyPath || l.paths < 0 {
			at = momentPath{"?", hive.UnknownPath}
		}
		at.path = at.path.Join(s.name)
		l.paths -= len(at.path)
		m.paths[s.rel] = at
		if at.status == hive.UnknownPath {
			at.status = hive.PartialPath
		}
	}
	return m.paths[asked].path, m.paths[asked].status
}

// livePathUnless is the path of the live key at rel, for moments that do not show all of the hive.
func (l *logCarver) livePathUnless(whole bool, rel uint32) (hive.Path, bool) {
	if whole || !l.f.Survey.Keys.Has(rel) {
		return "", false
	}
	return l.livePath(rel)
}

// twin reports whether a live key stands where k stood, in the tree or in the hive; the first is returned.
func (l *logCarver) twin(k *hive.RecoveredKey) (twin Key, lives bool) {
	if k.PathStatus == hive.FullPath {
		if twin, ok := l.live.lookup(k.Path); ok {
			return twin, true
		}
	}
	return Key{}, l.live.at(k.InHive, "nk", k.Name) || l.live.left < 0
}

// valuesOf returns the values that a key had at the moment, but for those that pass says to pass by, and how
// many of them are not there. With since, only those are read that a written part of the list names.
func (l *logCarver) valuesOf(m *moment, rec cells.KeyNode, allocated bool, since *look, pass func(cells.KeyValue, int64) bool) (values []hive.RecoveredValue, lost int) {
	n := int(rec.ValueCount())
	if n == 0 || rec.Flags()&cells.NkPredefine != 0 {
		return nil, 0
	}
	list, same, ok := l.cell(m, rec.ValueList(), cells.ValueOffset*n)
	if !ok || same != allocated {
		return nil, n
	}
	first := int64(rec.ValueList()) + int64(l.f.CellHeader)
	for i := 0; i < n; i++ {
		if since != nil {
			next := since.next(first + int64(cells.ValueOffset*i))
			if i = max(i, int((next-first+cells.ValueOffset-1)/cells.ValueOffset)); i >= n {
				break
			}
		}
		if l.f.Steps++; !l.spend(1) {
			return values, lost + n - i
		}
		rel := cells.U32at(list, int64(cells.ValueOffset*i))
		p, same, ok := l.cell(m, rel, cells.VkFixed)
		if !ok || same != allocated || !cells.Signed(p, "vk", cells.VkFixed) || !l.plausibleValue(p) {
			lost++
			continue
		}
		if pass == nil || !pass(cells.KeyValue(p), base.Size+int64(rel)) {
			values = append(values, l.value(m, rel, cells.KeyValue(p), allocated))
		}
	}
	return values, lost
}

// value is the value at rel as it was at the moment.
func (l *logCarver) value(m *moment, rel uint32, rec cells.KeyValue, allocated bool) hive.RecoveredValue {
	v := hive.RecoveredValue{
		Name: rec.Name(l.f.Wide).Text(), Type: rec.Typ(), Size: int(rec.Size() &^ cells.DataInline), InHive: base.Size + int64(rel),
		Source: hive.LogPage, Confidence: hive.Medium, Status: hive.Intact, Reasons: []string{"it stands in " + m.where},
	}
	v.Place = l.locate(m, int64(rel))
	switch size := rec.Size(); {
	case size&cells.DataInline != 0:
		v.Data = bytes.Clone(rec.Inline()[:size&^cells.DataInline])
	case size != 0:
		v.DataAt = l.locate(m, int64(rec.Data()))
		v.Data, v.Status, _ = l.dataAt(rec.Data(), v.Size, func(rel uint32, need int) ([]byte, hive.DataStatus) {
			p, same, ok := l.cell(m, rel, need)
			if !ok || same != allocated {
				return nil, hive.Unavailable
			}
			return p, hive.Intact
		})
		if m.whole { // and will be written over
			if l.copied -= int64(len(v.Data)); l.copied < 0 {
				l.f.Diag(hive.KindLimit, 0, "data", "transaction logs announce more data than they can honestly hold; the rest is left out")
				v.Data, v.Status = nil, hive.Unavailable
			}
			v.Data = bytes.Clone(v.Data)
		}
	}
	if !allocated {
		v.Confidence = hive.Low
		v.Reasons = append(v.Reasons, "its cell was unallocated even there")
	}
	if v.Status != hive.Intact {
		v.Reasons = append(v.Reasons, "its data is "+string(v.Status))
	}
	return v
}

// removedValues adds the values that a key which still lives had at the moment and has no more.
func (l *logCarver) removedValues(m *moment, rec cells.KeyNode, path hive.Path, live Key, since *look) {
	names := l.live.valuesOf(live)
	values, _ := l.valuesOf(m, rec, true, since, func(v cells.KeyValue, at int64) bool {
		name := v.Name(l.f.Wide)
		return names.find(name) >= 0 || l.values[valuePlace(at, name.Text(), v)]
	})
	for _, v := range values {
		if l.values[placeOfValue(&v)] {
			continue
		}
		l.values[placeOfValue(&v)] = true
		if v.Key = path; path == "" {
			v.Key = `\`
		}
		l.out.Values = append(l.out.Values, v)
	}
}

// valuePlace is the place of the value that a record at a file offset of the hive becomes.
func valuePlace(at int64, name hive.Text, v cells.KeyValue) place {
	return place{at, name, uint64(v.Typ())<<32 | uint64(v.Size()&^cells.DataInline)}
}
