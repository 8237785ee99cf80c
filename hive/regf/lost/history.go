package lost

import (
	"context"
	"slices"

	"mapihive/hive"
	"mapihive/hive/internal/base"
	"mapihive/hive/internal/cells"
	"mapihive/hive/regf"
	"mapihive/hive/regf/translog"
)

// history replays the logs entry by entry and looks at the pages that each entry replaced, in the hive as it
// was before. A first pass finds what live keys had and have no more, and at which moments a key that is
// gone was last written; a second one takes it from there. So however many entries hold the page of a key,
// its values are read a few times only.
func (l *logCarver) history(ctx context.Context) error {
	past := newPast(l.h.Replay())
	err := l.replayPast(ctx, past, func(m *moment, old []logPart) {
		l.nodes(m, old, func(rel uint32, rec cells.KeyNode, allocated bool) { l.meet(m, past, rel, rec, allocated) })
	})
	if err != nil || len(past.gone) == 0 {
		return err
	}
	wanted := past.wanted()
	return l.replayPast(ctx, newPast(l.h.Replay()), func(m *moment, _ []logPart) {
		if len(wanted[m.step]) == 0 {
			return
		}
		m.paths = map[uint32]momentPath{}
		for _, rel := range wanted[m.step] {
			if rec, allocated, ok := l.node(m, rel); ok {
				l.take(m, rel, rec, allocated)
			}
		}
	})
}

// pagesReplaced reports whether a log wrote over what a log had written. Else what pages replaced stands in the hive on
// disk.
func (c *carver) pagesReplaced() bool {
	for o := range c.h.Replay().Overwritten() {
		if o.OldSource.Log >= 0 {
			return true
		}
	}
	return false
}

// replayPast shows each moment before an entry was applied, and the pages of earlier entries that the entry
// is about to replace.
func (l *logCarver) replayPast(ctx context.Context, past *past, show func(m *moment, old []logPart)) error {
	bins := make([]byte, l.h.Replay().Image.Size()-base.Size)
	if disk := l.h.OnDisk().Cells().Image; disk.Size() > base.Size {
		copy(bins, disk.Buf[base.Size:])
	}
	m := &moment{
		parts:   []logPart{{0, bins, -1, base.Size}},
		sources: map[int64]translog.Source{},
		where:   "a page of the transaction log that a later entry replaced",
		whole:   true,
		step:    1,
	}
	var step []translog.Overwrite
	apply := func() {
		var old []logPart
		for _, o := range step {
			if from := o.Offset - base.Size; o.OldSource.Log >= 0 {
				old = append(old, logPart{from, bins[from : from+int64(len(o.Old))], o.OldSource.Log, o.OldSource.Offset})
			}
		}
		show(m, old)
		for _, o := range step {
			from := o.Offset - base.Size
			copy(bins[from:], o.New)
			past.writes.set(from, from+int64(len(o.New)), m.step)
			for at := int64(0); at < int64(len(o.New)); at += sectorSize {
				m.sources[(from+at)/sectorSize] = translog.Source{Log: o.NewSource.Log, Offset: o.NewSource.Offset + at}
			}
		}
		step = step[:0]
		m.step++
	}
	for o := range l.h.Replay().Overwritten() {
		if len(step) > 0 && step[0].Step != o.Step {
			if err := ctx.Err(); err != nil {
				return err
			}
			apply()
		}
		step = append(step, o)
	}
	apply()
	return ctx.Err()
}

// past is what is known of the keys that stood in replaced pages.
type past struct {
	writes *writes
	met    map[uint32]*metKey // by cell
	gone   map[place]*goneKey
}

func newPast(r *translog.Result) *past {
	return &past{writes: newWrites(r.Image.Size() - base.Size), met: map[uint32]*metKey{}, gone: map[place]*goneKey{}}
}

// metKey is a key node as it was met last.
type metKey struct {
	rec   string
	step  int32 // its pages were written by this step or earlier ones
	list  uint32
	lives bool // its values were held against those of a live key
}

// goneKey is a key that lives no more: the moments at which it has its latest time.
type goneKey struct {
	rel         uint32
	latest      hive.Time
	first, last int32
}

// wanted lists the cells of keys that are gone by the moments at which they are taken: the first with
// their latest time, and the last, for what may have been missing at the first.
func (p *past) wanted() map[int32][]uint32 {
	out := map[int32][]uint32{}
	for _, g := range p.gone {
		out[g.first] = append(out[g.first], g.rel)
		if g.last != g.first {
			out[g.last] = append(out[g.last], g.rel)
		}
	}
	for _, rels := range out {
		slices.Sort(rels)
	}
	return out
}

// meet notes the key at rel if it is gone, and adds the values that it had, if it lives, and has no more.
func (l *logCarver) meet(m *moment, p *past, rel uint32, rec cells.KeyNode, allocated bool) {
	if rec.Flags()&cells.NKRoot != 0 {
		return // it is the path of all others
	}
	from := int64(rec.ValueList()) + int64(l.f.CellHeader)
	had := p.met[rel]
	if had != nil && had.rec == string(rec) && p.writes.next(from, had.step) >= from+int64(cells.ValueOffset)*int64(rec.ValueCount()) {
		l.noteGone(p, rel, rec, m.step, false)
		return // as it was
	}
	var since *look
	if had != nil && had.lives && had.list == rec.ValueList() {
		since = &look{p.writes, had.step}
	}
	now := &metKey{rec: string(rec), step: m.step - 1, list: rec.ValueList()}
	p.met[rel] = now
	if live, ok := l.liveAt(rel, rec); ok {
		if path, ok := l.livePath(rel); ok && allocated {
			now.lives = true
			l.removedValues(m, rec, path, live, since)
		}
		return
	}
	k := hive.RecoveredKey{Name: rec.Name(l.f.Wide).Text(), InHive: base.Size + int64(rel)}
	if old, known := l.keys[placeOfKey(&k)]; known && l.out.Keys[old].Source != hive.LogPage {
		return
	}
	k.Path, k.PathStatus = l.path(m, rel)
	switch twin, lives := l.twin(&k); {
	case !lives:
		l.noteGone(p, rel, rec, m.step, true)
	case allocated && twin.Node() != nil:
		now.lives = true
		l.removedValues(m, rec, k.Path, twin, since)
	}
}

// noteGone notes a moment of a key that is gone; with add also one that was not met before.
func (l *logCarver) noteGone(p *past, rel uint32, rec cells.KeyNode, step int32, add bool) {
	at := place{at: base.Size + int64(rel), name: rec.Name(l.f.Wide).Text()}
	g := p.gone[at]
	switch {
	case g == nil && !add:
	case g == nil || g.latest < rec.LastWrite():
		p.gone[at] = &goneKey{rel, rec.LastWrite(), step, step}
	case g.latest == rec.LastWrite():
		g.last = step
	}
}

// liveAt returns the live key whose cell is rel if it has the name and the parent of the key node rec.
func (l *logCarver) liveAt(rel uint32, rec cells.KeyNode) (regf.Key, bool) {
	if !l.f.Survey.Keys.Has(rel) {
		return regf.Key{}, false
	}
	c, ok := l.f.CellAt(rel)
	if !ok || !cells.Signed(c.Payload, "nk", cells.NKFixed) {
		return regf.Key{}, false
	}
	live := cells.KeyNode(c.Payload)
	if live.Parent() != rec.Parent() || live.Name(l.f.Wide).Compare(rec.Name(l.f.Wide)) != 0 {
		return regf.Key{}, false
	}
	return l.h.NodeAt(rel)
}
