package translog

import (
	"cmp"
	"iter"
	"slices"

	"mapihive/hive/internal/base"
)

// Patch is a run of the replayed image that one entry wrote last.
type Patch struct {
	Offset    int64 // in the image, in bytes
	Size      int64
	Log       int   // index in Result.Logs
	LogOffset int64 // of the same bytes in that log
	// Sequence is the number of the entry that wrote it, or of the log's base block.
	Sequence uint32
}

// Source is where bytes of the replayed image are in the evidence.
type Source struct {
	Log    int   // index in Result.Logs, -1 for the hive file
	Offset int64 // in that file, in bytes
}

// Where returns the evidence for the byte at the given offset of the image. It is in the hive file
// unless a log was laid over it; false means that it is in neither, because the hive file ends before
// it and no log holds it.
func (r *Result) Where(offset int64) (Source, bool) {
	i, exact := slices.BinarySearchFunc(r.Patches, offset, func(p Patch, off int64) int { return cmp.Compare(p.Offset, off) })
	if !exact {
		i--
	}
	if i >= 0 {
		if p := r.Patches[i]; offset < p.Offset+p.Size {
			return Source{p.Log, p.LogOffset + offset - p.Offset}, true
		}
	}
	return Source{-1, offset}, offset >= 0 && offset < int64(len(r.hive))
}

// Overwrite is a run of bytes that an applied entry replaced.
type Overwrite struct {
	Step   int   // index in Result.Steps
	Offset int64 // in the image, in bytes
	Old    []byte
	New    []byte
	// OldSource is where Old is in the evidence. Where the hive was too short to hold the run, Old is
	// shorter than New, or empty.
	OldSource, NewSource Source
}

// Overwritten yields, entry by entry as they were applied, what each page replaced; a page whose old
// bytes come from several places is yielded in parts. Put on a copy of the hive in this order, New
// gives the hive bins after each entry. Nothing is copied: Old and New are views of hive and logs.
func (r *Result) Overwritten() iter.Seq[Overwrite] {
	return func(yield func(Overwrite) bool) {
		owners := r.newOwners()
		for k := range r.writes {
			w := &r.writes[k]
			for run := range owners.runs(w.offset, w.end()) {
				part := Overwrite{
					Step:      w.step,
					Offset:    run.from,
					New:       w.data[run.from-w.offset : run.to-w.offset],
					NewSource: Source{w.log, w.logOffset + run.from - w.offset},
					OldSource: Source{-1, run.from},
				}
				if run.owner > 0 {
					old := &r.writes[run.owner-1]
					part.Old = old.data[run.from-old.offset : run.to-old.offset]
					part.OldSource = Source{old.log, old.logOffset + run.from - old.offset}
				} else if n := int64(len(r.hive)); run.from < n {
					part.Old = r.hive[run.from:min(run.to, n)]
				}
				if !yield(part) {
					return
				}
			}
			owners.set(w, k)
		}
	}
}

// write is one page put into the image.
type write struct {
	offset    int64 // in the image
	data      []byte
	log       int
	logOffset int64
	sequence  uint32
	step      int
}

func (w *write) end() int64 { return w.offset + int64(len(w.data)) }

// write puts a page into the image and remembers it.
func (r *Result) write(step, log int, sequence uint32, p Page) {
	w := write{base.Size + int64(p.Offset), p.Data, log, p.LogOffset, sequence, step}
	r.Image.Write(w.offset, w.data)
	r.writes = append(r.writes, w)
}

// takeBack undoes the last write, which must not overlap an earlier one.
func (r *Result) takeBack() {
	last := len(r.writes) - 1
	w := &r.writes[last]
	before := make([]byte, len(w.data))
	if w.offset < int64(len(r.hive)) {
		copy(before, r.hive[w.offset:])
	}
	r.Image.Write(w.offset, before)
	r.writes = r.writes[:last]
}

// trace makes Patches of the writes.
func (r *Result) trace() {
	if r.BaseRebuilt {
		log := r.Steps[len(r.Steps)-1].Log
		r.Patches = append(r.Patches, Patch{0, base.LogSize, log, 0, r.Logs[log].Log.Base.Sequence1})
	}
	owners := r.newOwners()
	for k := range r.writes {
		owners.set(&r.writes[k], k)
	}
	for run := range owners.runs(base.Size, owners.end()) {
		if run.owner == 0 {
			continue
		}
		w := &r.writes[run.owner-1]
		p := Patch{run.from, run.to - run.from, w.log, w.logOffset + run.from - w.offset, w.sequence}
		if n := len(r.Patches); n > 0 && r.Patches[n-1].continues(p) {
			r.Patches[n-1].Size += p.Size
			continue
		}
		r.Patches = append(r.Patches, p)
	}
}

// continues reports whether q follows p both in the image and in the same entry.
func (p Patch) continues(q Patch) bool {
	return p.Offset+p.Size == q.Offset && p.LogOffset+p.Size == q.LogOffset && p.Log == q.Log && p.Sequence == q.Sequence
}

// owners says for each sector of the hive bins which write was last to fill it, counted from 1; 0 is
// the hive file.
type owners []uint32

func (r *Result) newOwners() owners {
	var end int64 = base.Size
	for k := range r.writes {
		end = max(end, r.writes[k].end())
	}
	return make(owners, (end-base.Size)/sectorSize)
}

func (o owners) end() int64 { return base.Size + int64(len(o))*sectorSize }

func (o owners) sectors(from, to int64) owners {
	return o[(from-base.Size)/sectorSize : (to-base.Size)/sectorSize]
}

func (o owners) set(w *write, k int) {
	s := o.sectors(w.offset, w.end())
	for i := range s {
		s[i] = uint32(k + 1)
	}
}

type ownedRun struct {
	from, to int64 // in the image
	owner    uint32
}

// runs yields the runs of [from, to) with one owner.
func (o owners) runs(from, to int64) iter.Seq[ownedRun] {
	return func(yield func(ownedRun) bool) {
		s := o.sectors(from, to)
		for i := 0; i < len(s); {
			j := i + 1
			for j < len(s) && s[j] == s[i] {
				j++
			}
			if !yield(ownedRun{from + int64(i)*sectorSize, from + int64(j)*sectorSize, s[i]}) {
				return
			}
			i = j
		}
	}
}
