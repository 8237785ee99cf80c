package translog

import (
	"context"
	"encoding/binary"
	"fmt"
	"math"
	"slices"

	"mapihive/hive/internal/base"
)

// minGrowth is how much any hive may grow by its logs, in bytes; a large one may grow to five times its
// size. No real log comes near it: it bounds what a made one can make us allocate.
const minGrowth = 64 << 20

// Replay decides which logs belong to the hive and applies them to copies of its pages. Neither hive, the
// bytes of the whole file, nor the logs are modified. The error is ctx's.
func Replay(ctx context.Context, hive []byte, logs []Input, opt Options) (*Result, error) {
	if opt.MaxGrowth == 0 {
		opt.MaxGrowth = max(minGrowth, 4*int64(len(hive)))
	}
	r := &Result{Image: base.NewLayers(hive, int64(len(hive))), hive: hive, opt: opt, ctx: ctx}
	r.readLogs(logs)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	r.decide(logs)
	r.ctx = nil
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return r, nil
}

// decide uses the logs or says why not.
func (r *Result) decide(logs []Input) {
	var ok bool
	r.onDisk, ok = base.Parse(r.hive)
	r.Base = r.onDisk
	r.baseOK = ok && r.onDisk.ChecksumOK
	switch {
	case r.onDisk.Type != base.TypePrimary && hasEntry(r.hive):
		r.refuseAll(HiveIsLog, "the file given as hive is a transaction log")
		r.note(HiveIsLog, -1, sectorSize, "the file given as hive is a transaction log (file type %d)", r.onDisk.Type)
		return
	case !ok && magicAt(r.hive, base.Size) != "hbin":
		r.refuseAll(NotHive, "the file given as hive is not one")
		r.note(NotHive, -1, 0, "neither regf at 0 nor hbin at %d", base.Size)
		return
	}
	r.doubt()
	if r.baseOK && !r.onDisk.Dirty() {
		r.refuseAll(HiveClean, "the hive is clean")
		r.countNewer(r.onDisk.Sequence2)
		return
	}
	r.applyBest(logs)
	if r.Applied {
		r.countNewer(r.Base.Sequence2 + 1)
		r.countMissing()
		return
	}
	if r.baseOK {
		r.countNewer(r.onDisk.Sequence2)
		r.note(HiveDirty, -1, 4, "the sequence numbers %d and %d differ and no log could be applied: recent changes are absent",
			r.onDisk.Sequence1, r.onDisk.Sequence2)
	} else {
		r.note(HiveDirty, -1, 508, "the base block is bad and no log could be applied: recent changes are absent")
	}
}

func (r *Result) readLogs(logs []Input) {
	r.Logs = make([]Report, len(logs))
	for i, in := range logs {
		rep := &r.Logs[i]
		rep.Path, rep.Slot = in.Path, in.Slot
		if in.Err != nil {
			rep.Outcome = Reason{LogUnreadable, 0, in.Err.Error()}
			continue
		}
		rep.Log = parse(r.ctx, in.Data)
		rep.Outcome = rep.Log.Refused
		for _, n := range rep.Log.Notes {
			n.Log = i
			r.Notes = append(r.Notes, n)
		}
	}
}

// applyBest applies the best set of logs: LOG1 and LOG2 before LOG, the new format before the old.
func (r *Result) applyBest(logs []Input) {
	var dual, single []int
	slots := map[Slot]bool{}
	for i := range r.Logs {
		rep := &r.Logs[i]
		slots[rep.Slot] = true
		switch {
		case rep.Outcome.Kind != "" || !r.sameHive(i):
		case rep.Slot == LOG:
			single = append(single, i)
		default:
			dual = append(dual, i)
		}
	}
	if slots[LOG1] != slots[LOG2] {
		r.note(LogPairBroken, -1, 0, "only one of LOG1 and LOG2 is there")
	}
	for _, set := range [][]int{dual, single} {
		if r.applyEntries(r.ofFormat(set, HvLE), logs) || r.applyBitmap(r.ofFormat(set, DIRT), logs) {
			break
		}
	}
	for i := range r.Logs {
		if rep := &r.Logs[i]; rep.Outcome.Kind == "" {
			rep.refuse(LogNotPreferred, 0, "another log was preferred")
		}
	}
}

func (r *Result) ofFormat(set []int, f Format) []int {
	return slices.DeleteFunc(slices.Clone(set), func(i int) bool { return r.Logs[i].Log.Format != f })
}

// sameHive reports whether log i can belong to the hive. Against a bad base block nothing can be said.
func (r *Result) sameHive(i int) bool {
	rep := &r.Logs[i]
	log, hive := &rep.Log.Base, &r.onDisk
	for _, d := range rep.Doubts {
		r.note(d.Kind, i, d.Offset, "%s", d.Message)
	}
	if why, ok := r.opt.Disbelieve[i]; ok {
		rep.refuse(LogNotBelieved, 48, "%s", why)
		return false
	}
	if !r.baseOK || log.Major == hive.Major && log.Minor == hive.Minor && log.RootOffset == hive.RootOffset {
		return true
	}
	rep.refuse(LogOtherHive, 20, "the log has version %d.%d and root cell %#x, the hive %d.%d and %#x",
		log.Major, log.Minor, log.RootOffset, hive.Major, hive.Minor, hive.RootOffset)
	return false
}

// tooLarge reports whether the entry would grow the hive beyond the limit.
func (r *Result) tooLarge(e *Entry) (Reason, bool) {
	size := base.Size + int64(e.BinsSize)
	grow := size - int64(len(r.hive))
	if size <= math.MaxInt && grow <= r.opt.MaxGrowth {
		return Reason{}, false
	}
	return Reason{EntryGrowth, e.Offset, fmt.Sprintf("the entry would let the hive grow by %d bytes, the limit is %d", grow, r.opt.MaxGrowth)}, true
}

// growImage gives Image room for the given hive bins data size.
func (r *Result) growImage(binsSize uint32) {
	r.Image = base.NewLayers(r.hive, max(int64(len(r.hive)), base.Size+int64(binsSize)))
}

// takeBase takes over the base block of log i, type 0, if the hive's is bad.
func (r *Result) takeBase(i int, logs []Input) {
	if r.baseOK {
		return
	}
	r.Image.Write(0, logs[i].Data[:min(base.LogSize, len(logs[i].Data))])
	r.BaseRebuilt = true
	r.note(BaseRebuilt, -1, 0, "the base block is bad and was rebuilt from the copy in log %d", i+1)
}

// finish completes the base block of the image, and says where its pages come from.
func (r *Result) finish(sequence, binsSize uint32) {
	put, head := binary.LittleEndian.PutUint32, r.Image.Writable(0)
	put(head[4:], sequence)
	put(head[8:], sequence)
	put(head[28:], base.TypePrimary)
	put(head[40:], binsSize)
	put(head[508:], base.Checksum(head))
	r.Base, _ = base.Parse(head)
	r.Applied = true
	r.trace()

	end := base.Size + int64(binsSize)
	hole, at := int64(0), int64(0)
	missing := func(from, to int64) {
		if from >= to {
			return
		}
		if hole == 0 {
			at = from
		}
		hole += to - from
	}
	from := max(int64(len(r.hive)), base.Size)
	for _, p := range r.Patches {
		missing(from, min(p.Offset, end))
		from = max(from, p.Offset+p.Size)
	}
	missing(from, end)
	if hole > 0 {
		r.note(ReplayHole, -1, at, "%d bytes of the hive bins are neither in the hive file nor in a log", hole)
	}
}

// countNewer notes the entries of each log that would come after the image, whose next entry would have
// the given sequence number.
func (r *Result) countNewer(next uint32) {
	for i := range r.Logs {
		rep := &r.Logs[i]
		if rep.Log == nil {
			continue
		}
		if rep.Log.Format == DIRT {
			if t := rep.Log.Base.LastWritten; rep.Log.Usable() && !r.Applied && t > r.onDisk.LastWritten {
				rep.Newer = 1
				r.note(LogNewer, i, 12, "the log's time %#x is after the hive's %#x", t, r.onDisk.LastWritten)
			}
			continue
		}
		var first int64
		count := func(entries []Entry) {
			for k := range entries {
				if int32(entries[k].Sequence-next) < 0 {
					continue
				}
				if rep.Newer == 0 {
					first = entries[k].Offset
				}
				rep.Newer++
			}
		}
		count(rep.Log.Entries)
		count(rep.Log.Remnants)
		if rep.Newer > 0 {
			r.note(LogNewer, i, first, "log entries with valid hashes that are newer than the hive as shown and were not applied: %d", rep.Newer)
		}
	}
}

// countMissing counts what should have been applied with the rest and was not. A DIRT log counted for
// itself.
func (r *Result) countMissing() {
	for i := range r.Logs {
		rep := &r.Logs[i]
		if rep.Log == nil || rep.Log.Format != HvLE || rep.Outcome.Kind != Applied && rep.Outcome.Kind != LogNotContiguous {
			continue
		}
		rep.Missing = rep.Newer
		switch rep.Stop.Kind {
		case "", EndOfLog, EntrySequence, EntryGrowth:
		default:
			rep.Missing++ // the entry that is broken
		}
	}
}

func (r *Result) refuseAll(k Kind, msg string) {
	for i := range r.Logs {
		if rep := &r.Logs[i]; rep.Outcome.Kind == "" {
			rep.Outcome = Reason{k, 0, msg}
		}
	}
}

func (r *Result) note(k Kind, log int, off int64, format string, args ...any) {
	r.Notes = append(r.Notes, Note{Kind: k, Log: log, Offset: off, Message: fmt.Sprintf(format, args...)})
}
