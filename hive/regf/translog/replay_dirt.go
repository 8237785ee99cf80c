package translog

import (
	"encoding/binary"
	"fmt"

	"mapihive/hive/internal/base"
)

// applyBitmap applies the DIRT log with the latest time, the first of equals, if its time fits the hive.
func (r *Result) applyBitmap(set []int, logs []Input) bool {
	best := -1
	for _, i := range set {
		rep := &r.Logs[i]
		if why := r.judgeTime(rep.Log.Base.LastWritten); why.Kind != "" {
			rep.Outcome = why
			continue
		}
		if best >= 0 && r.Logs[best].Log.Base.LastWritten >= rep.Log.Base.LastWritten {
			continue
		}
		best = i
	}
	if best < 0 {
		return false
	}
	rep := &r.Logs[best]
	e := &rep.Log.Entries[0]
	if stop, grown := r.tooLarge(e); grown {
		rep.Outcome = stop
		return false
	}
	if ref, _ := r.lastWritten(); rep.Log.Base.LastWritten != ref {
		r.note(LogTimeNewer, best, 12, "the log's time %#x is after the hive's %#x, Windows wants them equal", rep.Log.Base.LastWritten, ref)
	}

	r.growImage(e.BinsSize)
	r.Steps = []Step{{best, e}}
	rep.Stop = rep.Log.Stop
	cursor := binCursor{image: r.Image, end: int64(e.BinsSize)}
	sectors := 0
	for p := range e.Pages() {
		if r.ctx.Err() != nil {
			break
		}
		r.write(0, best, e.Sequence, p)
		from := int64(p.Offset)
		if at, ok := cursor.check(from, from+int64(len(p.Data))); !ok {
			r.takeBack()
			rep.Stop = Reason{PageBin, p.LogOffset, fmt.Sprintf("no valid hive bin at %d after writing %d bytes at %d",
				base.Size+at, len(p.Data), base.Size+from)}
			break
		}
		sectors += len(p.Data) / sectorSize
		rep.Bytes += int64(len(p.Data))
	}
	if rep.Stop.Kind != EndOfLog {
		rep.Missing = countBits(e.refs) - sectors
		r.note(LogPartial, best, rep.Stop.Offset, "%d of %d dirty sectors were applied: %s", sectors, countBits(e.refs), rep.Stop.Message)
		if sectors == 0 {
			rep.Outcome = rep.Stop
			r.Image, r.Steps = base.NewLayers(r.hive, int64(len(r.hive))), nil
			return false
		}
	}
	rep.applied(sectors, e.Sequence)

	r.takeBase(best, logs)
	h, log := r.Image.Writable(0), &rep.Log.Base
	binary.LittleEndian.PutUint32(h[20:], log.Major)
	binary.LittleEndian.PutUint32(h[24:], log.Minor)
	binary.LittleEndian.PutUint32(h[36:], log.RootOffset)
	r.finish(e.Sequence, e.BinsSize)
	return true
}

// lastWritten is the time an old-format log must have: the base block's, or if that is bad the copy of
// it in the first hive bin.
func (r *Result) lastWritten() (uint64, bool) {
	if r.baseOK {
		return r.onDisk.LastWritten, true
	}
	if len(r.hive) < base.Size+28 || magicAt(r.hive, base.Size) != "hbin" {
		return 0, false
	}
	return binary.LittleEndian.Uint64(r.hive[base.Size+20:]), true
}

// judgeTime refuses an old-format log by its time. Windows wants equality; a later time is accepted too,
// unless the hive's is zero, for then the hive is of a Windows that does not keep it.
func (r *Result) judgeTime(t uint64) Reason {
	ref, ok := r.lastWritten()
	switch {
	case !ok:
		return Reason{LogTimeUnknown, 12, "the hive has neither a good base block nor a first hive bin to take a time from"}
	case t < ref:
		return Reason{LogTimeOlder, 12, fmt.Sprintf("the log's time %#x is before the hive's %#x", t, ref)}
	case t > ref && ref == 0:
		return Reason{LogTimeUnknown, 12, "the hive's last-written time is zero"}
	}
	return Reason{}
}
