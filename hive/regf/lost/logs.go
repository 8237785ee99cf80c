package lost

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"mapihive/hive"
	"mapihive/hive/internal/base"
	"mapihive/hive/internal/cells"
	"mapihive/hive/regf"
	"mapihive/hive/regf/translog"
)

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
	defer func() { r.dropLoose(r.owned(r.Values)) }()
	replaced, replay := c.pagesReplaced(), c.h.Replay()
	if !replaced && !slices.ContainsFunc(replay.Logs, func(l translog.Report) bool { return len(notInForce(&l)) > 0 }) {
		return nil
	}
	l := &logCarver{carver: c, out: r, keys: r.keyPlaces(), values: r.valuePlaces()}
	// At a moment of the past the hive has no more lists and data than it and its logs have room for. Of
	// keys that are gone a list is read twice at most.
	for i := range l.h.Logs() {
		l.copied += l.h.Logs()[i].Size
	}
	l.copied += l.f.Image.Size()
	l.offsets += 2 * l.copied / cells.ValueOffset
	if replaced {
		if err := l.history(ctx); err != nil {
			return err
		}
	}
	for i := range replay.Logs {
		if l.h.Logs()[i].OtherHive {
			continue
		}
		force := "which is not in force"
		if len(l.h.Logs()[i].Doubts) > 0 {
			force += " and may be another hive's"
		}
		entries := notInForce(&replay.Logs[i])
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
	return nil
}

// notInForce is the entries of a log that are valid and of which nothing was applied.
func notInForce(r *translog.Report) []translog.Entry {
	switch {
	case r.Log == nil:
		return nil
	case r.Outcome.Kind == translog.Applied:
		return r.Log.Remnants
	}
	return slices.Concat(r.Log.Remnants, r.Log.Entries)
}

// sectorSize is the unit in which log pages are aligned, in bytes.
const sectorSize = 512

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
	p, allocated, ok := l.cell(m, rel, cells.NKFixed)
	if !ok || !cells.Signed(p, "nk", cells.NKFixed) || !l.plausibleKey(p, false) {
		return nil, false, false
	}
	return cells.KeyNode(p[:cells.NKFixed+cells.KeyNode(p).NameLength()]), allocated, true
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
	if rec.Flags()&cells.NKRoot != 0 {
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
		p, allocated, ok := l.cell(m, rel, cells.NKFixed)
		if !ok || !cells.Signed(p, "nk", cells.NKFixed) || len(steps) > 0 && !allocated {
			if path, ok := l.livePathUnless(m.whole, rel); ok {
				at = momentPath{path, hive.FullPath}
			}
			break
		}
		rec := cells.KeyNode(p)
		if rec.Flags()&cells.NKRoot != 0 {
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
func (l *logCarver) twin(k *hive.RecoveredKey) (twin regf.Key, lives bool) {
	if k.PathStatus == hive.FullPath {
		if twin, ok := l.live.lookup(k.Path); ok {
			return twin, true
		}
	}
	return regf.Key{}, l.live.at(k.InHive, "nk", k.Name) || l.live.left < 0
}
