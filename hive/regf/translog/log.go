package translog

import (
	"context"
	"fmt"

	"mapihive/hive/internal/base"
)

// Format is the layout of a log after its base block.
type Format string

const (
	HvLE Format = "HvLE" // entries with hashes and sequence numbers; Windows 8.1 and later
	DIRT Format = "DIRT" // one bitmap of dirty sectors and their bytes; Windows 8 and before
)

const (
	// sectorSize is the unit of the DIRT bitmap, and what entries and their pages are multiples of.
	sectorSize = 512
	// minLogSize holds the base block and one sector more.
	minLogSize = base.LogSize + sectorSize
	// maxClustering is 4096-byte sectors in units of 512; a larger clustering factor is taken for junk.
	maxClustering = 8
)

// Log is one transaction log, read alone: nothing here depends on the hive.
type Log struct {
	Format Format     // "" where neither was recognised
	Base   base.Block // zero where there is none
	// Refused says why the log as a whole must not be applied; its Kind is "" for a usable log. Entries
	// is then empty, and entries of HvLE with valid hashes are in Remnants.
	Refused Reason
	// Entries are the valid entries of the current round, in order. A DIRT log is one entry.
	Entries []Entry
	// Stop says why no further entry followed.
	Stop Reason
	// Remnants are entries with valid hashes that are not of the current round: never applied, but
	// evidence of what the hive once held.
	Remnants []Entry
	// Rest is what belongs to neither base block, Entries nor Remnants: bytes of earlier rounds.
	Rest []Range
	// Notes have Log -1; Replay gives them the log's index.
	Notes []Note
}

// Range is a run of bytes in a log file.
type Range struct{ Offset, Size int64 }

// Usable reports whether the log may be applied to the hive it belongs to.
func (l *Log) Usable() bool { return l.Refused.Kind == "" }

// Parse reads a log. It always returns a Log; what is wrong with it is in Refused and Stop. The Log
// refers to data, which must not change.
func Parse(data []byte) *Log { return parse(context.Background(), data) }

// parse is Parse that ends early, with a Log of no use, once ctx is done.
func parse(ctx context.Context, data []byte) *Log {
	l := &Log{}
	l.Base, _ = base.Parse(data)
	l.Refused = l.judge(data)
	sector := int64(sectorSize)
	if l.Usable() && l.Base.Clustering != 1 {
		if c := l.Base.Clustering; c != 0 && c <= maxClustering {
			sector *= int64(c)
		}
		l.note(LogClustering, 44, "the clustering factor is %d", l.Base.Clustering)
	}
	switch {
	case magicAt(data, sector) == DIRT:
		l.Format = DIRT
		l.parseBitmap(data, sector)
	case magicAt(data, sectorSize) == HvLE || l.Usable() && l.Base.Type == base.TypeLogNew:
		l.Format = HvLE
		l.parseEntries(ctx, data)
	default:
		if l.Usable() {
			l.Refused = Reason{LogFormat, sectorSize, "neither HvLE nor DIRT follows the base block"}
		}
		// Entries of an earlier round may lie anywhere behind a destroyed first one.
		l.scanRemnants(ctx, data, base.LogSize)
	}
	if l.Usable() && (l.Format == HvLE) != (l.Base.Type == base.TypeLogNew) {
		l.note(LogTypeFormat, 28, "the file type is %d, the contents are %s", l.Base.Type, l.Format)
	}
	return l
}

// judge checks what must hold for any log to be usable.
func (l *Log) judge(data []byte) Reason {
	b := &l.Base
	switch {
	case len(data) == 0:
		return Reason{LogEmpty, 0, "the log has no bytes"}
	case len(data) < minLogSize:
		return Reason{LogShort, 0, fmt.Sprintf("the log has %d bytes, fewer than %d", len(data), minLogSize)}
	case string(data[:4]) != "regf":
		return Reason{LogSignature, 0, "the log does not begin with regf"}
	case !b.ChecksumOK:
		return Reason{LogChecksum, 508, fmt.Sprintf("the checksum is %08X, computed %08X", b.Checksum, base.Checksum(data))}
	case b.Sequence1 != b.Sequence2:
		return Reason{LogTorn, 4, fmt.Sprintf("the sequence numbers %d and %d differ", b.Sequence1, b.Sequence2)}
	case b.Type != base.TypeLogXP && b.Type != base.TypeLogNT && b.Type != base.TypeLogNew:
		return Reason{LogType, 28, fmt.Sprintf("the file type is %d", b.Type)}
	case !binsSizeOK(b.BinsSize):
		return Reason{LogBinsSize, 40, fmt.Sprintf("the hive bins data size is %d", b.BinsSize)}
	}
	return Reason{}
}

// parseEntries reads HvLE entries back to back until one is not valid, and looks for remnants behind.
func (l *Log) parseEntries(ctx context.Context, data []byte) {
	off := int64(base.LogSize)
	if l.Usable() {
		for next := l.Base.Sequence1; ctx.Err() == nil; next++ {
			e, why := parseEntry(data, off, nil)
			if why.Kind == "" && e.Sequence != next {
				why = Reason{EntrySequence, off, fmt.Sprintf("the entry has sequence number %d, expected %d", e.Sequence, next)}
			}
			if why.Kind != "" {
				l.Stop = why
				break
			}
			l.Entries = append(l.Entries, e)
			off += e.Size
		}
	}
	l.scanRemnants(ctx, data, off)
}

// scanFactor bounds the bytes hashed in search of remnants, in multiples of the log: a log can be made
// in which every sector begins an entry that reaches to the end.
const scanFactor = 4

// scanRemnants finds entries with valid hashes at every sector from off on; the rest is kept as ranges.
func (l *Log) scanRemnants(ctx context.Context, data []byte, off int64) {
	budget := scanFactor*int64(len(data)) + 1
	rest := off
	for off+entryHeader <= int64(len(data)) && ctx.Err() == nil {
		if magicAt(data, off) != HvLE {
			off += sectorSize
			continue
		}
		if budget <= 0 {
			l.note(LogScanBudget, off, "no left-over entries were looked for from here on")
			break
		}
		e, why := parseEntry(data, off, &budget)
		if why.Kind != "" {
			off += sectorSize
			continue
		}
		l.addRest(rest, off)
		l.Remnants = append(l.Remnants, e)
		off += e.Size
		rest = off
	}
	l.addRest(rest, int64(len(data)))
}

func (l *Log) addRest(from, to int64) {
	if from < to {
		l.Rest = append(l.Rest, Range{from, to - from})
	}
}

func (l *Log) note(k Kind, off int64, format string, args ...any) {
	l.Notes = append(l.Notes, Note{Kind: k, Log: -1, Offset: off, Message: fmt.Sprintf(format, args...)})
}

// magicAt returns the four bytes at off, or "" behind the end.
func magicAt(data []byte, off int64) Format {
	if off+4 > int64(len(data)) {
		return ""
	}
	return Format(data[off : off+4])
}

// binsSizeOK reports whether a hive bins data size is possible.
func binsSizeOK(n uint32) bool {
	return n >= base.PageSize && n%base.PageSize == 0 && n <= base.MaxBinsSize
}
