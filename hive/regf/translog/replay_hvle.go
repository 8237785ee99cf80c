package translog

import (
	"cmp"
	"encoding/binary"
	"slices"

	"mapihive/hive/internal/base"
)

// applyEntries applies HvLE logs: with a good base block each that is not older than the hive and
// continues the one before, with a bad one only the latest. It reports whether anything was applied.
func (r *Result) applyEntries(set []int, logs []Input) bool {
	if len(set) == 0 {
		return false
	}
	ref := r.onDisk.Sequence2
	if !r.baseOK {
		ref = r.Logs[set[0]].Log.Base.Sequence1
	}
	// Sequence numbers wrap: one is before another if the way forward from it is less than half round.
	distance := func(i int) int32 { return int32(r.Logs[i].Log.Base.Sequence1 - ref) }
	slices.SortStableFunc(set, func(a, b int) int {
		return cmp.Or(cmp.Compare(distance(a), distance(b)), cmp.Compare(len(r.Logs[b].Log.Entries), len(r.Logs[a].Log.Entries)))
	})
	set = r.dropDuplicates(set)
	if !r.baseOK {
		last := len(set) - 1
		for _, i := range set[:last] {
			r.Logs[i].refuse(LogEarlier, 4, "the base block is bad, so only the later log is used")
		}
		set = set[last:]
	}

	size := r.onDisk.BinsSize
	var largest uint32
	for _, i := range set {
		rep := &r.Logs[i]
		seq := rep.Log.Base.Sequence1
		switch n := len(r.Steps); {
		case r.baseOK && distance(i) < 0:
			rep.refuse(LogOlder, 4, "the log begins at sequence number %d, the hive is at %d", seq, ref)
			continue
		case n > 0 && seq != r.Steps[n-1].Entry.Sequence+1:
			rep.refuse(LogNotContiguous, 4, "the log begins at sequence number %d, the last entry applied is %d", seq, r.Steps[n-1].Entry.Sequence)
			continue
		}
		rep.Stop = rep.Log.Stop
		for k := range rep.Log.Entries {
			e := &rep.Log.Entries[k]
			if stop, grown := r.tooLarge(e); grown {
				rep.Stop = stop
				break
			}
			r.Steps = append(r.Steps, Step{i, e})
			largest = max(largest, e.BinsSize)
			rep.applied(e.PageCount, e.Sequence)
		}
		if k := rep.Stop.Kind; k != EndOfLog && k != EntrySequence {
			r.note(LogEntriesLost, i, rep.Stop.Offset, "an entry is not valid, its changes are absent: %s", rep.Stop.Message)
		}
		if rep.Entries == 0 {
			rep.refuse(LogNoEntries, rep.Stop.Offset, "the log has no valid entry: %s", rep.Stop.Message)
			continue
		}
		if n := len(r.Steps) - rep.Entries; n == 0 && r.baseOK && seq != ref {
			rep.Gap = seq - ref
			r.note(LogGap, i, 4, "the log begins at sequence number %d, the hive is at %d: only the state after the last entry is consistent", seq, ref)
		}
		if n := rep.Log.Base.BinsSize; r.baseOK && n != size {
			r.note(LogBinsDiffer, i, 40, "the hive bins data size is %d in the log's base block, %d before it", n, size)
		}
		size = r.Steps[len(r.Steps)-1].Entry.BinsSize
	}
	if len(r.Steps) == 0 {
		return false
	}

	r.growImage(largest)
	for k, s := range r.Steps {
		if r.ctx.Err() != nil {
			return false
		}
		for p := range s.Entry.Pages() {
			r.Logs[s.Log].Bytes += int64(len(p.Data))
			r.write(k, s.Log, s.Entry.Sequence, p)
		}
	}
	last := r.Steps[len(r.Steps)-1]
	r.takeBase(last.Log, logs)
	flags := r.Image.Writable(144)[:4]
	binary.LittleEndian.PutUint32(flags, binary.LittleEndian.Uint32(flags)&^1|last.Entry.Flags&1)
	r.finish(last.Entry.Sequence, last.Entry.BinsSize)

	cursor := binCursor{image: r.Image, end: int64(last.Entry.BinsSize)}
	bad, first := 0, int64(0)
	for _, p := range r.Patches {
		if at, ok := cursor.check(p.Offset-base.Size, p.Offset+p.Size-base.Size); !ok {
			if bad == 0 {
				first = base.Size + at
			}
			bad++
		}
	}
	if bad > 0 {
		r.note(ReplayBin, -1, first, "%d runs of replayed pages are in no valid hive bin", bad)
	}
	return true
}

// dropDuplicates keeps one of the logs that begin at the same sequence number; set is sorted.
func (r *Result) dropDuplicates(set []int) []int {
	kept := set[:1]
	for _, i := range set[1:] {
		k := kept[len(kept)-1]
		if r.Logs[i].Log.Base.Sequence1 != r.Logs[k].Log.Base.Sequence1 {
			kept = append(kept, i)
			continue
		}
		r.Logs[i].refuse(LogDuplicate, 4, "log %d begins at the same sequence number %d", k+1, r.Logs[i].Log.Base.Sequence1)
	}
	return kept
}
