package lost

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"mapihive/hive"
	"mapihive/hive/internal/cells"
	"mapihive/hive/regf"
)

// maxRecovered is how many keys and how many values are recovered from one hive. The largest number seen
// in real hives is 1,505 and 4,506; a forged one could hold a value in every 24 bytes.
const maxRecovered = 500_000

// maxPathBytes bounds the paths built for recovered records of one hive, all together: 500,000 ordinary
// paths fit, while a forged hive could hang every record below a path of 196,605 bytes.
const maxPathBytes = 64 << 20

// Recover finds keys and values that the live tree no longer holds: in unallocated cells, in allocated
// cells that nothing points to, in slack, outside the bins, after the bins, in the hive as it was before
// its transaction logs were applied, and in pages of those logs that are no longer in force. Records in bins
// of another hive that follow the end of this one are listed as such. Records are
// tied to each other again by the offsets they hold, as far as nothing was written over those places.
// It verifies the hive first if that was not done. The error is ctx's.
//
// Carving by signature alone accepts anything; the rules here (see plausibleKey and plausibleValue) accept
// nothing in 1.2 GB of files that hold no registry.
func Recover(ctx context.Context, h *regf.Hive) (*hive.Recovery, error) {
	r, err := recoverOwn(ctx, h)
	if err != nil {
		return nil, err
	}
	if err := recoverForeign(ctx, h, r); err != nil {
		return nil, err
	}
	r.sort()
	return (*hive.Recovery)(r), nil
}

// recovery is what was recovered so far.
type recovery hive.Recovery

// recoverOwn recovers what belongs to this hive.
func recoverOwn(ctx context.Context, h *regf.Hive) (*recovery, error) {
	if s := h.Cells().Survey; s == nil || !s.Complete {
		if _, err := h.Verify(ctx); err != nil {
			return nil, err
		}
	}
	c := newCarver(h, h.Cells())
	if err := c.scan(ctx); err != nil {
		return nil, err
	}
	if err := c.relate(ctx); err != nil {
		return nil, err
	}
	r := c.result()
	if h.OnDisk() != h {
		if err := c.recoverDisk(ctx, r); err != nil {
			return nil, err
		}
	}
	if h.Replay() != nil && len(h.Logs()) > 0 {
		if err := c.recoverLogs(ctx, r); err != nil {
			return nil, err
		}
	}
	r.prune()
	for i := range r.Keys {
		if k := &r.Keys[i]; k.ParentOffset != 0 {
			k.ParentPlace = h.Place(k.ParentOffset)
		}
	}
	if len(h.Logs()) > 0 { // else nothing was merged, and each record stands where it was carved
		r.once()
	}
	return r, nil
}

// once leaves each value record where it stands first: damaged lists name one twice, or for two keys.
func (r *recovery) once() {
	if !r.twice() {
		return
	}
	seen := map[hive.Place]bool{}
	again := func(v hive.RecoveredValue) bool {
		twice := seen[v.Place]
		seen[v.Place] = true
		return twice
	}
	for i := range r.Keys {
		k := &r.Keys[i]
		n := len(k.Values)
		if k.Values = slices.DeleteFunc(k.Values, again); len(k.Values) < n {
			k.LostValues += n - len(k.Values)
			k.Reasons = append(k.Reasons, fmt.Sprintf("%d of its values are named more than once and shown once", n-len(k.Values)))
		}
	}
	r.Values = slices.DeleteFunc(r.Values, again)
}

// twice reports whether two values may stand at one place: at one offset of whatever file.
func (r *recovery) twice() bool {
	offsets := make([]int64, 0, (*hive.Recovery)(r).CountValues())
	for i := range r.Keys {
		for j := range r.Keys[i].Values {
			offsets = append(offsets, r.Keys[i].Values[j].Place.Offset)
		}
	}
	for i := range r.Values {
		offsets = append(offsets, r.Values[i].Place.Offset)
	}
	slices.Sort(offsets)
	return len(slices.Compact(offsets)) < cap(offsets)
}

// carver is one recovery over the hive bins and the tail of one hive.
type carver struct {
	h         *regf.Hive // nil for a fragment, in which nothing lives
	f         *cells.File
	keys      blocks[carvedKey]
	values    blocks[carvedValue]
	big       map[int]bigCarved // by value
	keyAt     places            // by cell offset, once all were found
	valAt     places
	raw       []extent  // parts that are not divided into cells, by ascending offset
	large     []extent  // cells of at least largeCell bytes, by ascending offset
	freeLinks int       // bytes that the list of unallocated cells takes at the head of each
	latest    hive.Time // no honest record is younger
	live      *liveNames
	fragment  bool  // there are some bins only of a hive of unknown size
	offsets   int64 // how many more entries of value lists are read
	copied    int64 // how many more bytes of big data are joined
	paths     int   // how many more bytes of paths are built
}

// extent is a half-open range of offsets from the start of the hive bins; it may lie after their end.
type extent struct{ from, to int64 }

func (e extent) holds(at int64) bool { return e.from <= at && at < e.to }

// newCarver starts a recovery. What it counts down is what an honest hive has room for: every entry of a
// value list and every byte of big data stands in the file once.
func newCarver(h *regf.Hive, f *cells.File) *carver {
	const day = 24 * 60 * 60 * 1e7
	return &carver{
		h: h, f: f, big: map[int]bigCarved{}, live: newLiveNames(h, f),
		latest:  max(f.Survey.Newest, hive.Time(f.Base.LastWritten)) + day,
		offsets: f.Image.Size() / cells.ValueOffset, copied: f.Image.Size(), paths: maxPathBytes,
	}
}

// sort puts keys and values into a total order.
func (r *recovery) sort() {
	order := make([]int, len(r.Keys))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		x, y := &r.Keys[a], &r.Keys[b]
		return cmp.Or(cmp.Compare(x.Source, y.Source), x.Place.Compare(y.Place))
	})
	place := make([]int, len(r.Keys))
	for to, from := range order {
		place[from] = to
	}
	keys := make([]hive.RecoveredKey, len(r.Keys))
	for to, from := range order {
		k := r.Keys[from]
		if k.Parent >= 0 {
			k.Parent = place[k.Parent]
		}
		for i, sub := range k.Subkeys {
			k.Subkeys[i] = place[sub]
		}
		slices.Sort(k.Subkeys)
		keys[to] = k
	}
	r.Keys = keys
	slices.SortStableFunc(r.Values, func(x, y hive.RecoveredValue) int {
		return cmp.Or(cmp.Compare(x.Source, y.Source), x.Place.Compare(y.Place))
	})
}
