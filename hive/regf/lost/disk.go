package lost

import (
	"context"
	"fmt"
	"iter"
	"math"
	"slices"

	"mapihive/hive"
	"mapihive/hive/regf"
)

const (
	// onDiskOnly is what is said of everything that only the hive on disk holds.
	onDiskOnly = "it stands in the hive file on disk; the transaction logs wrote over its place"
	// removedByLogs is what is said of what the transaction logs removed.
	removedByLogs = "it was live in the hive file on disk and is gone once the transaction logs are applied"
)

// recoverDisk adds what the hive on disk holds and the replayed hive does not: keys and values that the
// transaction logs removed, and deleted records whose place the logs wrote over.
func (c *carver) recoverDisk(ctx context.Context, r *recovery) error {
	disk := c.h.OnDisk()
	watched := disk.Cells().Survey == nil
	if watched {
		disk.Cells().WatchPages(changedPages(disk.Cells(), c.f, c.h.Replay().Patches))
	}
	carved, err := recoverOwn(ctx, disk)
	if err != nil {
		return err
	}
	c.merge(r, carved)
	changed := &changes{all: true}
	if watched && disk.SoundTree() {
		changed = changesOf(disk.Cells())
	}
	return c.removedByLog(ctx, r, changed)
}

// merge adds the records recovered from the hive on disk that r does not have and that are not live.
func (c *carver) merge(r, disk *recovery) {
	keys := r.keyPlaces()
	gone := func(v hive.RecoveredValue) bool { return !c.live.at(v.InHive, "vk", v.Name) }
	first := len(r.Keys)
	to := make([]int, len(disk.Keys)) // where each key of disk stands in r, -1 for nowhere
	for i, k := range disk.Keys {
		if at, ok := keys[placeOfKey(&k)]; ok {
			to[i] = at
			if have := &r.Keys[at]; have.LastWrite == k.LastWrite && have.LostValues > 0 {
				there := valuePlacesOf(have)
				for _, v := range k.Values {
					c.f.Steps++
					if gone(v) && !there[placeOfValue(&v)] && have.LostValues > 0 {
						v.Reasons = append(v.Reasons, onDiskOnly)
						have.Values = append(have.Values, v)
						have.LostValues--
						there[placeOfValue(&v)] = true
					}
				}
			}
			continue
		}
		if to[i] = -1; c.live.at(k.InHive, "nk", k.Name) {
			continue
		}
		to[i] = len(r.Keys)
		k.Reasons = append(k.Reasons, onDiskOnly)
		values := k.Values
		k.Values = nil
		for _, v := range values {
			if gone(v) {
				k.Values = append(k.Values, v)
			}
		}
		k.Parent, k.Subkeys = -1, nil
		twin, ok := c.live.lookup(k.Path)
		k.LiveTwin = ok && k.PathStatus == hive.FullPath && twin.Offset() != k.InHive
		r.Keys = append(r.Keys, k)
	}
	for i, k := range disk.Keys {
		if to[i] >= first && k.Parent >= 0 && to[k.Parent] >= 0 {
			r.link(to[k.Parent], to[i])
		}
	}
	known := r.owned(r.Values, disk.Values)
	r.dropLoose(known)
	for i := range r.Values {
		known[placeOfValue(&r.Values[i])] = true
	}
	for _, v := range disk.Values {
		if !known[placeOfValue(&v)] && gone(v) {
			v.Reasons = append(v.Reasons, onDiskOnly)
			r.Values = append(r.Values, v)
		}
	}
}

// level is a key of the hive on disk on the way to the one being visited.
type level struct {
	key   regf.Key
	path  hive.Path
	live  regf.Key // the key of that path after replay; zero where it is gone
	index int      // of a removed key in r.Keys, -1
	subs  *pairing // subkeys of live
	kids  []regf.Key
}

// find is the subkey of the live key that has the name of k, a key of the hive on disk; the zero key if there is none.
// sound says that the tree of the live key is.
func (l *level) find(c *carver, k regf.Key, sound bool) regf.Key {
	name := k.Node().Name(c.h.OnDisk().Cells().Wide)
	if sound && c.f.Survey.Keys.Has(k.Cell()) { // where it stood, if it is still the one of that name
		live, ok := c.h.NodeAt(k.Cell())
		if ok && live.Node().Parent() == l.live.Cell() && live.Node().Name(c.f.Wide).Compare(name) == 0 {
			return live
		}
	}
	if l.subs == nil {
		l.subs = &pairing{}
		for sub := range l.live.Subkeys() {
			l.kids = append(l.kids, sub)
			l.subs.names = append(l.subs.names, sub.Node().Name(c.f.Wide))
		}
	}
	if i := l.subs.find(name); i >= 0 {
		return l.kids[i]
	}
	return regf.Key{}
}

// removedByLog adds the live keys and values of the hive on disk that the replayed hive does not have.
// What of them was carved too is shown once, as the live record it was. Where nothing changed it does not look.
func (c *carver) removedByLog(ctx context.Context, r *recovery, changed *changes) error {
	disk := c.h.OnDisk()
	root, _ := disk.Root()
	keys := r.keyPlaces()
	removed := map[place]bool{} // values shown as removed by the logs
	sound := c.h.SoundTree()
	var levels []level // on the way to the key being visited
	var names pairing  // of the values of one key
	err := disk.Walk(ctx, root, func(k regf.Key, depth int) error {
		levels = levels[:depth]
		here := level{key: k, index: -1}
		if depth == 0 {
			here.live, _ = c.h.Root()
		} else if up := &levels[depth-1]; up.live.Node() != nil {
			var ok bool
			if changed.same(up.key, up.live) {
				here.live, ok = c.h.NodeAt(k.Cell())
			}
			if !ok {
				here.live = up.find(c, k, sound)
			}
		}
		if changed.sameBelow(k, here.live) {
			return hive.ErrSkipSubkeys
		}
		if depth > 0 {
			here.path = levels[depth-1].path.Join(k.Name())
		}
		if here.live.Node() != nil {
			if !changed.same(k, here.live) {
				names.of(here.live, c.f.Wide)
				for v := range removedValues(disk, k, &names) {
					if v.Key = here.path; v.Key == "" {
						v.Key = `\`
					}
					removed[placeOfValue(&v)] = true
					r.Values = append(r.Values, v)
				}
			}
		} else {
			here.index = r.addRemoved(disk, k, here.path, keys, removed)
			if depth > 0 { // even the root is gone where the logs broke it
				up := &levels[depth-1]
				if up.index >= 0 {
					r.link(up.index, here.index)
				}
				if gone := &r.Keys[here.index]; k.Node().Parent() != up.key.Cell() {
					gone.Confidence = hive.Medium
					gone.Reasons = append(gone.Reasons, "its parent offset does not name the key that listed it")
				}
			}
		}
		levels = append(levels, here)
		return nil
	})
	if len(removed) == 0 {
		return err
	}
	r.Values = slices.DeleteFunc(r.Values, func(v hive.RecoveredValue) bool {
		return v.Source != hive.BeforeLog && removed[placeOfValue(&v)]
	})
	for i := range r.Keys {
		if k := &r.Keys[i]; k.Source != hive.BeforeLog {
			k.Values = slices.DeleteFunc(k.Values, func(v hive.RecoveredValue) bool { return removed[placeOfValue(&v)] })
		}
	}
	return err
}

// addRemoved adds the key k of h, the hive on disk, which the logs removed, and returns its index.
func (r *recovery) addRemoved(h *regf.Hive, k regf.Key, path hive.Path, keys map[place]int, removed map[place]bool) int {
	f := h.Cells()
	gone := hive.RecoveredKey{
		Name: k.Name(), Path: path, PathStatus: hive.FullPath, LastWrite: k.LastWrite(), Place: k.Place(), InHive: k.Offset(),
		Source: hive.BeforeLog, Confidence: hive.High, Parent: -1, Class: k.Class(), Reasons: []string{removedByLogs},
	}
	if k.Cell() != f.RootCell {
		gone.ParentOffset = f.FileOffset(k.Node().Parent())
	}
	if c, ok := f.CellAt(k.Cell()); ok && !c.Allocated {
		gone.Confidence = hive.Medium
		gone.Reasons = append(gone.Reasons, "its cell was unallocated even on disk")
	}
	for v := range k.Values() {
		gone.Values = append(gone.Values, removedValue(h, v))
	}
	gone.LostValues = int(min(k.ValueCount(), math.MaxInt32)) - len(gone.Values)
	at, ok := keys[placeOfKey(&gone)]
	if !ok {
		at = len(r.Keys)
		keys[placeOfKey(&gone)] = at
		r.Keys = append(r.Keys, hive.RecoveredKey{Parent: -1})
	} else {
		r.unlink(at)
		carved := &r.Keys[at]
		gone.Subkeys, gone.LiveTwin = carved.Subkeys, carved.LiveTwin
		gone.Reasons = append(gone.Reasons, fmt.Sprintf("after replay its record is still there (%s), last written %s", carved.Source, carved.LastWrite))
		there := valuePlacesOf(&gone)
		for _, v := range carved.Values {
			if !there[placeOfValue(&v)] {
				gone.Values = append(gone.Values, v)
			}
		}
	}
	for _, v := range gone.Values {
		removed[placeOfValue(&v)] = true
	}
	r.Keys[at] = gone
	return at
}

// removedValues yields the values of k, a key of h, the hive on disk, whose names are not among those given.
func removedValues(h *regf.Hive, k regf.Key, names *pairing) iter.Seq[hive.RecoveredValue] {
	return func(yield func(hive.RecoveredValue) bool) {
		for v := range k.Values() {
			if names.find(v.Record().Name(h.Cells().Wide)) < 0 && !yield(removedValue(h, v)) {
				return
			}
		}
	}
}

// removedValue is v as one that transaction logs removed.
func removedValue(h *regf.Hive, v regf.Value) hive.RecoveredValue {
	data, whole := v.Data()
	out := hive.RecoveredValue{
		Name: v.Name(), Type: v.Type(), Size: v.Size(), Data: data, Status: hive.Intact, Place: v.Place(), InHive: v.Offset(),
		Source: hive.BeforeLog, Confidence: hive.High, Reasons: []string{removedByLogs},
	}
	if v.DataOffset() != v.Offset() {
		out.DataAt = h.Place(v.DataOffset())
	}
	if !whole {
		out.Status, out.Confidence = hive.Partial, hive.Medium
		if len(data) == 0 {
			out.Status = hive.Unavailable
		}
		out.Reasons = append(out.Reasons, "its data could not be read whole")
	}
	return out
}
