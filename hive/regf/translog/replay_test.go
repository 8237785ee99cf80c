package translog

import (
	"bytes"
	"errors"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// whole is the image after replay.
func whole(r *Result) []byte { return r.Image.Bytes(0, r.Image.Size()) }

func noteKinds(r *Result) []Kind {
	var kinds []Kind
	for _, n := range r.Notes {
		kinds = append(kinds, n.Kind)
	}
	return kinds
}

// check holds every result against what must be true of any.
func check(t testing.TB, hive []byte, r *Result) {
	t.Helper()
	image := whole(r)
	require.GreaterOrEqual(t, len(image), len(hive))
	for _, rep := range r.Logs {
		require.NotEmpty(t, rep.Outcome.Kind)
		require.Equal(t, rep.Outcome.Kind == Applied, rep.Entries > 0)
		if rep.Log != nil {
			require.Equal(t, rep.Log.Usable(), len(rep.Log.Entries) > 0 || rep.Log.Stop.Kind != "")
		}
	}
	if !r.Applied {
		require.Empty(t, r.Patches)
		require.Empty(t, r.Steps)
		if len(hive) > 0 {
			require.Same(t, &hive[0], &r.Image.Bytes(0, 1)[0])
		}
		return
	}
	require.True(t, r.Base.ChecksumOK)
	require.False(t, r.Base.Dirty())
	require.Zero(t, r.Base.Type)

	// The overwrites, laid over the hive in order, give the image, and their old bytes are what they replace.
	img := make([]byte, len(image))
	n := copy(img, hive)
	for o := range r.Overwritten() {
		require.True(t, bytes.Equal(img[o.Offset:o.Offset+int64(len(o.Old))], o.Old))
		if len(o.Old) < len(o.New) {
			require.GreaterOrEqual(t, o.Offset+int64(len(o.Old)), int64(n))
		}
		copy(img[o.Offset:], o.New)
	}
	require.True(t, bytes.Equal(img[4096:], image[4096:]))

	// Every byte of the bins is where Where says it is.
	last := int64(0)
	for _, p := range r.Patches {
		require.GreaterOrEqual(t, p.Offset, last)
		last = p.Offset + p.Size
	}
	for off := int64(4096); off < int64(len(image)); off += 512 {
		src, ok := r.Where(off + 7)
		if !ok {
			gone := image[max(off, min(int64(len(hive)), off+512)):min(off+512, int64(len(image)))]
			require.True(t, bytes.Equal(make([]byte, len(gone)), gone))
			continue
		}
		if src.Log < 0 {
			require.Equal(t, off+7, src.Offset)
			end := min(off+512, int64(len(hive)))
			require.True(t, bytes.Equal(hive[off:end], image[off:end]))
			continue
		}
		require.Greater(t, src.Offset, int64(512))
	}
}

// replayCase is one hive with its logs, and what must come of it.
type replayCase struct {
	name     string
	hive     []byte
	logs     []Input
	opt      Options
	outcomes []Kind
	stops    []Kind // of the logs, where not ""
	notes    []Kind
	// fills are the bytes the bins hold after replay; nil where nothing must change.
	fills []byte
	seq   uint32
}

func fills(image []byte, binsSize uint32) []byte {
	var f []byte
	for off := 4096; off < 4096+int(binsSize); off += 4096 {
		f = append(f, image[off+100])
	}
	return f
}

// spoil changes bytes of a built hive, log or entry after it was made.
func spoil(b []byte, off int, v ...byte) []byte {
	b = bytes.Clone(b)
	copy(b[off:], v)
	return b
}

// reheader changes the base block and mends its checksum.
func reheader(b []byte, off int, v uint32) []byte {
	b = bytes.Clone(b)
	le.PutUint32(b[off:], v)
	fixChecksum(b)
	return b
}

// newLog is a log of four pages that begins at seq and holds one entry for each fill: page 1 with it.
func newLog(seq uint32, fill ...byte) []byte {
	var entries [][]byte
	for i, f := range fill {
		entries = append(entries, entry(seq+uint32(i), 4, 0, []ref{at(1, f)}))
	}
	return buildLog(logHeader(6, seq, 4), entries...)
}

// oneEntry is a log of one entry for page 1, spoiled before it was hashed.
func oneEntry(patch func(e []byte)) []byte {
	return buildLog(logHeader(6, 7, 4), entry(7, 4, 0, []ref{at(1, 0xA1)}, patch))
}

func put32(off int, v uint32) func([]byte) {
	return func(e []byte) { le.PutUint32(e[off:], v) }
}

func replayCases() []replayCase {
	hive := buildHive(hiveHeader(7, 4))
	clean := reheader(hive, 4, 7)
	badBase := spoil(hive, 508, 0)
	oldLog := func(change func(h *header)) []byte {
		h := logHeader(1, 7, 4)
		if change != nil {
			change(&h)
		}
		return buildOldLog(h, pageSectors(bin(1, 0xD1), 1, nil))
	}
	kept := []byte{0x10, 0x11, 0x12, 0x13}
	page1 := func(f byte) []byte { return []byte{0x10, f, 0x12, 0x13} }
	torn := slices.Concat(newLog(7, 0xA1), spoil(entry(8, 4, 0, []ref{at(1, 0xA2)}), 600, 0), entry(9, 4, 0, []ref{at(1, 0xA3)}))

	return []replayCase{
		// The hive.
		{name: "clean hive", hive: clean, logs: dual(newLog(5, 0xA1, 0xA2), nil), outcomes: []Kind{HiveClean, LogEmpty}},
		{name: "clean hive, newer entries", hive: clean, logs: dual(newLog(6, 0xA1, 0xA2, 0xA3), nil),
			outcomes: []Kind{HiveClean, LogEmpty}, notes: []Kind{LogNewer}},
		{name: "clean hive, newer old-format log", hive: clean, logs: dual(oldLog(func(h *header) { h.time = 101 }), nil),
			outcomes: []Kind{HiveClean, LogEmpty}, notes: []Kind{LogNewer}},
		{name: "no logs", hive: hive, notes: []Kind{HiveDirty}},
		{name: "no logs, bad base block", hive: badBase, notes: []Kind{HiveDirty}},
		{name: "log given as hive", hive: newLog(7, 0xA1), logs: dual(newLog(7, 0xA1), nil),
			outcomes: []Kind{HiveIsLog, LogEmpty}, notes: []Kind{HiveIsLog}},
		{name: "no hive at all", hive: make([]byte, 9000), logs: dual(newLog(7, 0xA1), nil),
			outcomes: []Kind{NotHive, LogEmpty}, notes: []Kind{NotHive}},
		{name: "empty hive", hive: nil, logs: dual(newLog(7, 0xA1), nil), outcomes: []Kind{NotHive, LogEmpty}, notes: []Kind{NotHive}},

		// Choice among new-format logs.
		{name: "one log", hive: hive, logs: dual(newLog(7, 0xA1), nil), outcomes: []Kind{Applied, LogEmpty}, fills: page1(0xA1), seq: 7},
		{name: "two logs, given in reverse", hive: hive, logs: dual(newLog(9, 0xA3, 0xA4), newLog(7, 0xA1, 0xA2)),
			outcomes: []Kind{Applied, Applied}, fills: page1(0xA4), seq: 10},
		{name: "first log older than the hive", hive: hive, logs: dual(newLog(5, 0xA1, 0xA2), newLog(7, 0xA3)),
			outcomes: []Kind{LogOlder, Applied}, fills: page1(0xA3), seq: 7},
		{name: "both logs older", hive: hive, logs: dual(newLog(4, 0xA1), newLog(5, 0xA2)),
			outcomes: []Kind{LogOlder, LogOlder}, notes: []Kind{HiveDirty}},
		{name: "older log that runs past the hive", hive: hive, logs: dual(newLog(5, 0xA1, 0xA2, 0xA3, 0xA4), nil),
			outcomes: []Kind{LogOlder, LogEmpty}, notes: []Kind{LogNewer, HiveDirty}},
		{name: "gap before the first log", hive: hive, logs: dual(newLog(12, 0xA1), nil),
			outcomes: []Kind{Applied, LogEmpty}, notes: []Kind{LogGap}, fills: page1(0xA1), seq: 12},
		{name: "gap between the logs", hive: hive, logs: dual(newLog(7, 0xA1), newLog(9, 0xA2)),
			outcomes: []Kind{Applied, LogNotContiguous}, notes: []Kind{LogNewer}, fills: page1(0xA1), seq: 7},
		{name: "same log twice", hive: hive, logs: dual(newLog(7, 0xA1), newLog(7, 0xA1)),
			outcomes: []Kind{Applied, LogDuplicate}, fills: page1(0xA1), seq: 7},
		{name: "same beginning, more entries wins", hive: hive, logs: dual(newLog(7, 0xA1), newLog(7, 0xA1, 0xA2)),
			outcomes: []Kind{LogDuplicate, Applied}, fills: page1(0xA2), seq: 8},
		{name: "sequence numbers wrap", hive: buildHive(hiveHeader(math.MaxUint32-1, 4)),
			logs:     dual(newLog(1, 0xA4), newLog(math.MaxUint32-1, 0xA1, 0xA2, 0xA3)),
			outcomes: []Kind{Applied, Applied}, fills: page1(0xA4), seq: 1},
		{name: "first log without entries", hive: hive, logs: dual(buildLog(logHeader(6, 7, 4), make([]byte, 512)), newLog(8, 0xA2)),
			outcomes: []Kind{LogNoEntries, Applied}, notes: []Kind{LogGap}, fills: page1(0xA2), seq: 8},
		{name: "LOG alone", hive: hive, logs: []Input{{Slot: LOG, Data: newLog(7, 0xA1)}}, outcomes: []Kind{Applied}, fills: page1(0xA1), seq: 7},
		{name: "LOG beside a usable pair", hive: hive, logs: append(dual(newLog(7, 0xA1), nil), Input{Slot: LOG, Data: newLog(8, 0xA2)}),
			outcomes: []Kind{Applied, LogEmpty, LogNotPreferred}, notes: []Kind{LogNewer}, fills: page1(0xA1), seq: 7},
		{name: "LOG when the pair is unusable", hive: hive, logs: append(dual(nil, nil), Input{Slot: LOG, Data: newLog(7, 0xA1)}),
			outcomes: []Kind{LogEmpty, LogEmpty, Applied}, fills: page1(0xA1), seq: 7},
		{name: "half a pair", hive: hive, logs: dual(newLog(7, 0xA1), nil)[:1],
			outcomes: []Kind{Applied}, notes: []Kind{LogPairBroken}, fills: page1(0xA1), seq: 7},
		{name: "new before old", hive: hive, logs: dual(oldLog(nil), newLog(7, 0xA1)),
			outcomes: []Kind{LogNotPreferred, Applied}, fills: page1(0xA1), seq: 7},
		{name: "old when the new one is stale", hive: hive, logs: dual(oldLog(nil), newLog(3, 0xA1)),
			outcomes: []Kind{Applied, LogOlder}, fills: page1(0xD1), seq: 7},
		{name: "remnant entries", hive: hive, logs: dual(slices.Concat(newLog(7, 0xA1), entry(5, 4, 0, []ref{at(1, 0xEE)})), nil),
			outcomes: []Kind{Applied, LogEmpty}, stops: []Kind{EntrySequence}, fills: page1(0xA1), seq: 7},

		// Bad base block.
		{name: "bad base block, later log only", hive: badBase, logs: dual(newLog(7, 0xA1), newLog(8, 0xA2)),
			outcomes: []Kind{LogEarlier, Applied}, notes: []Kind{BaseRebuilt}, fills: page1(0xA2), seq: 8},
		{name: "bad base block, later across the wrap", hive: badBase, logs: dual(newLog(0, 0xA2), newLog(math.MaxUint32, 0xA1)),
			outcomes: []Kind{Applied, LogEarlier}, notes: []Kind{BaseRebuilt}, fills: page1(0xA2), seq: 0},
		{name: "base block gone", hive: append(make([]byte, 4096), hive[4096:]...), logs: dual(newLog(7, 0xA1), nil),
			outcomes: []Kind{Applied, LogEmpty}, notes: []Kind{BaseRebuilt}, fills: page1(0xA1), seq: 7},
		{name: "bad base block, old log by the first bin's time", hive: badBase, logs: dual(oldLog(nil), nil),
			outcomes: []Kind{Applied, LogEmpty}, notes: []Kind{BaseRebuilt}, fills: page1(0xD1), seq: 7},
		{name: "bad base block and first bin, old log", hive: spoil(badBase, 4096, 0), logs: dual(oldLog(nil), nil),
			outcomes: []Kind{LogTimeUnknown, LogEmpty}, notes: []Kind{HiveDirty}},

		// Logs refused as a whole.
		{name: "unreadable", hive: hive, logs: []Input{{Slot: LOG, Err: errors.New("permission denied")}},
			outcomes: []Kind{LogUnreadable}, notes: []Kind{HiveDirty}},
		{name: "too short", hive: hive, logs: dual(newLog(7, 0xA1)[:1023], nil), outcomes: []Kind{LogShort, LogEmpty}, notes: []Kind{HiveDirty}},
		{name: "no regf", hive: hive, logs: dual(spoil(newLog(7, 0xA1), 0, 'R'), nil),
			outcomes: []Kind{LogSignature, LogEmpty}, notes: []Kind{LogNewer, HiveDirty}},
		{name: "checksum", hive: hive, logs: dual(spoil(newLog(7, 0xA1), 508, 0), nil),
			outcomes: []Kind{LogChecksum, LogEmpty}, notes: []Kind{LogNewer, HiveDirty}},
		{name: "torn base block", hive: hive, logs: dual(reheader(newLog(7, 0xA1), 4, 8), nil),
			outcomes: []Kind{LogTorn, LogEmpty}, notes: []Kind{LogNewer, HiveDirty}},
		{name: "hive given as log", hive: hive, logs: dual(clean, nil), outcomes: []Kind{LogType, LogEmpty}, notes: []Kind{HiveDirty}},
		{name: "impossible size", hive: hive, logs: dual(reheader(newLog(7, 0xA1), 40, 4097), nil),
			outcomes: []Kind{LogBinsSize, LogEmpty}, notes: []Kind{LogNewer, HiveDirty}},
		{name: "neither HvLE nor DIRT", hive: hive, logs: dual(buildLog(logHeader(1, 7, 4), []byte("INVL"), make([]byte, 600)), nil),
			outcomes: []Kind{LogFormat, LogEmpty}, notes: []Kind{HiveDirty}},
		{name: "another hive's version", hive: hive, logs: dual(reheader(newLog(7, 0xA1), 24, 3), nil),
			outcomes: []Kind{LogOtherHive, LogEmpty}, notes: []Kind{LogNewer, HiveDirty}},
		{name: "another hive's root", hive: hive, logs: dual(reheader(newLog(7, 0xA1), 36, 0x40), nil),
			outcomes: []Kind{LogOtherHive, LogEmpty}, notes: []Kind{LogNewer, HiveDirty}},
		{name: "another file name", hive: hive, logs: dual(reheader(newLog(7, 0xA1), 48, 'x'), nil),
			outcomes: []Kind{Applied, LogEmpty}, notes: []Kind{LogName}, fills: page1(0xA1), seq: 7},
		{name: "the file name in another case", hive: hive, logs: dual(reheader(newLog(7, 0xA1), 48, 'N'|'T'<<16), nil),
			outcomes: []Kind{Applied, LogEmpty}, fills: page1(0xA1), seq: 7},
		{name: "another GUID", hive: withGUIDs(hive, 1), logs: dual(withGUIDs(newLog(7, 0xA1), 2), nil),
			outcomes: []Kind{Applied, LogEmpty}, notes: []Kind{LogGUIDs}, fills: page1(0xA1), seq: 7},
		{name: "a GUID on one side only", hive: hive, logs: dual(withGUIDs(newLog(7, 0xA1), 2), nil),
			outcomes: []Kind{Applied, LogEmpty}, fills: page1(0xA1), seq: 7},
		{name: "last written before the hive", hive: hive, logs: dual(reheader(newLog(7, 0xA1), 12, 99), nil),
			outcomes: []Kind{Applied, LogEmpty}, notes: []Kind{LogTimeBefore}, fills: page1(0xA1), seq: 7},
		{name: "not believed", hive: hive, logs: dual(newLog(7, 0xA1), nil), opt: Options{Disbelieve: map[int]string{0: "its tree breaks"}},
			outcomes: []Kind{LogNotBelieved, LogEmpty}, notes: []Kind{LogNewer, HiveDirty}},
		{name: "remnants behind the name's NUL", hive: hive, logs: dual(reheader(newLog(7, 0xA1), 100, 'x'), nil),
			outcomes: []Kind{Applied, LogEmpty}, fills: page1(0xA1), seq: 7},
		{name: "HvLE in a log of type 1", hive: hive, logs: dual(reheader(newLog(7, 0xA1), 28, 1), nil),
			outcomes: []Kind{Applied, LogEmpty}, notes: []Kind{LogTypeFormat}, fills: page1(0xA1), seq: 7},

		// Entries that end a log.
		{name: "size 0", hive: hive, logs: dual(oneEntry(put32(4, 0)), nil),
			outcomes: []Kind{LogNoEntries, LogEmpty}, stops: []Kind{EntrySize}, notes: []Kind{LogEntriesLost, HiveDirty}},
		{name: "size not of sectors", hive: hive, logs: dual(oneEntry(put32(4, 4608+8)), nil),
			outcomes: []Kind{LogNoEntries, LogEmpty}, stops: []Kind{EntrySize}, notes: []Kind{LogEntriesLost, HiveDirty}},
		{name: "size past the end", hive: hive, logs: dual(oneEntry(put32(4, 1<<20)), nil),
			outcomes: []Kind{LogNoEntries, LogEmpty}, stops: []Kind{EntrySize}, notes: []Kind{LogEntriesLost, HiveDirty}},
		{name: "size 4 GiB", hive: hive, logs: dual(oneEntry(put32(4, 0xFFFFFE00)), nil),
			outcomes: []Kind{LogNoEntries, LogEmpty}, stops: []Kind{EntrySize}, notes: []Kind{LogEntriesLost, HiveDirty}},
		{name: "hive bins data size 0", hive: hive, logs: dual(oneEntry(put32(16, 0)), nil),
			outcomes: []Kind{LogNoEntries, LogEmpty}, stops: []Kind{EntryBinsSize}, notes: []Kind{LogEntriesLost, HiveDirty}},
		{name: "no pages", hive: hive, logs: dual(oneEntry(put32(20, 0)), nil),
			outcomes: []Kind{LogNoEntries, LogEmpty}, stops: []Kind{EntryPageCount}, notes: []Kind{LogEntriesLost, HiveDirty}},
		{name: "a billion pages", hive: hive, logs: dual(oneEntry(put32(20, 1e9)), nil),
			outcomes: []Kind{LogNoEntries, LogEmpty}, stops: []Kind{EntryPageCount}, notes: []Kind{LogEntriesLost, HiveDirty}},
		{name: "header hash", hive: hive, logs: dual(spoil(newLog(7, 0xA1), 512+32, 0), nil),
			outcomes: []Kind{LogNoEntries, LogEmpty}, stops: []Kind{EntryHeaderHash}, notes: []Kind{LogEntriesLost, HiveDirty}},
		{name: "contents hash", hive: hive, logs: dual(spoil(newLog(7, 0xA1), 2000, 0), nil),
			outcomes: []Kind{LogNoEntries, LogEmpty}, stops: []Kind{EntryHash}, notes: []Kind{LogEntriesLost, HiveDirty}},
		{name: "torn entry keeps those before, and those behind are not applied", hive: hive, logs: dual(torn, nil),
			outcomes: []Kind{Applied, LogEmpty}, stops: []Kind{EntryHash}, notes: []Kind{LogEntriesLost, LogNewer}, fills: page1(0xA1), seq: 7},
		{name: "page outside the hive", hive: hive, logs: dual(oneEntry(put32(40, 0x4000)), nil),
			outcomes: []Kind{LogNoEntries, LogEmpty}, stops: []Kind{EntryPage}, notes: []Kind{LogEntriesLost, HiveDirty}},
		{name: "page that wraps", hive: hive, logs: dual(oneEntry(func(e []byte) { le.PutUint32(e[40:], 0xFFFFF000); le.PutUint32(e[44:], 0x2000) }), nil),
			outcomes: []Kind{LogNoEntries, LogEmpty}, stops: []Kind{EntryPage}, notes: []Kind{LogEntriesLost, HiveDirty}},
		{name: "page of size 0", hive: hive, logs: dual(oneEntry(put32(44, 0)), nil),
			outcomes: []Kind{LogNoEntries, LogEmpty}, stops: []Kind{EntryPage}, notes: []Kind{LogEntriesLost, HiveDirty}},
		{name: "page larger than the entry", hive: hive, logs: dual(oneEntry(put32(44, 0x2000)), nil),
			outcomes: []Kind{LogNoEntries, LogEmpty}, stops: []Kind{EntryPage}, notes: []Kind{LogEntriesLost, HiveDirty}},
		{name: "page off the sector", hive: hive, logs: dual(oneEntry(put32(40, 0x1001)), nil),
			outcomes: []Kind{LogNoEntries, LogEmpty}, stops: []Kind{EntryPage}, notes: []Kind{LogEntriesLost, HiveDirty}},
		{name: "grows beyond the limit", hive: hive,
			logs:     dual(buildLog(logHeader(6, 7, 4), entry(7, 4, 0, []ref{at(1, 0xA1)}), entry(8, 1<<19, 0, []ref{at(1, 0xA2)})), nil),
			outcomes: []Kind{Applied, LogEmpty}, stops: []Kind{EntryGrowth}, notes: []Kind{LogEntriesLost, LogNewer}, fills: page1(0xA1), seq: 7},

		// What entries do.
		{name: "grows", hive: hive, logs: dual(buildLog(logHeader(6, 7, 4), entry(7, 6, 0, []ref{at(4, 0xA4), at(5, 0xA5)})), nil),
			outcomes: []Kind{Applied, LogEmpty}, fills: []byte{0x10, 0x11, 0x12, 0x13, 0xA4, 0xA5}, seq: 7},
		{name: "grows and leaves a hole", hive: hive, logs: dual(buildLog(logHeader(6, 7, 4), entry(7, 6, 0, []ref{at(5, 0xA5)})), nil),
			outcomes: []Kind{Applied, LogEmpty}, notes: []Kind{ReplayHole}, fills: []byte{0x10, 0x11, 0x12, 0x13, 0, 0xA5}, seq: 7},
		{name: "shrinks", hive: hive, logs: dual(buildLog(logHeader(6, 7, 4), entry(7, 4, 0, []ref{at(3, 0xA3)}), entry(8, 3, 0, []ref{at(2, 0xA2)})), nil),
			outcomes: []Kind{Applied, LogEmpty}, fills: []byte{0x10, 0x11, 0xA2}, seq: 8},
		{name: "fills what a truncated hive lacks", hive: hive[:4096*3], logs: dual(buildLog(logHeader(6, 7, 4), entry(7, 4, 0, []ref{at(2, 0xA2), at(3, 0xA3)})), nil),
			outcomes: []Kind{Applied, LogEmpty}, fills: []byte{0x10, 0x11, 0xA2, 0xA3}, seq: 7},
		{name: "hive of one sector", hive: hive[:512],
			logs:     dual(buildLog(logHeader(6, 7, 4), entry(7, 4, 0, []ref{at(0, 0xA0), at(1, 0xA1), at(2, 0xA2), at(3, 0xA3)})), nil),
			outcomes: []Kind{Applied, LogEmpty}, fills: []byte{0xA0, 0xA1, 0xA2, 0xA3}, seq: 7},
		{name: "log of other size than the hive", hive: hive, logs: dual(reheader(newLog(7, 0xA1), 40, 3*4096), nil),
			outcomes: []Kind{Applied, LogEmpty}, notes: []Kind{LogBinsDiffer}, fills: page1(0xA1), seq: 7},
		{name: "page without a bin is kept", hive: hive,
			logs:     dual(buildLog(logHeader(6, 7, 4), entry(7, 4, 0, []ref{{0x1000, 4096, bytes.Repeat([]byte{0xA1}, 4096)}})), nil),
			outcomes: []Kind{Applied, LogEmpty}, notes: []Kind{ReplayBin}, fills: page1(0xA1), seq: 7},
		{name: "bad bin that no log touched", hive: spoil(hive, 4096*3, 0), logs: dual(buildLog(logHeader(6, 7, 4), entry(7, 4, 0, []ref{at(3, 0xA3)})), nil),
			outcomes: []Kind{Applied, LogEmpty}, fills: []byte{0x10, 0x11, 0x12, 0xA3}, seq: 7},

		// Old format.
		{name: "old log", hive: hive, logs: dual(oldLog(nil), nil), outcomes: []Kind{Applied, LogEmpty}, fills: page1(0xD1), seq: 7},
		{name: "old log, no dirty sector", hive: hive, logs: dual(append(buildOldLog(logHeader(1, 7, 4), nil), 'r'), nil), outcomes: []Kind{Applied, LogEmpty}, fills: kept, seq: 7},
		{name: "old log, later time wins", hive: hive,
			logs:     dual(oldLog(nil), buildOldLog(func() header { h := logHeader(1, 7, 4); h.time = 101; return h }(), pageSectors(bin(1, 0xD2), 1, nil))),
			outcomes: []Kind{LogNotPreferred, Applied}, notes: []Kind{LogTimeNewer}, fills: page1(0xD2), seq: 7},
		{name: "old log, LOG1 wins a tie", hive: hive, logs: dual(oldLog(nil), buildOldLog(logHeader(1, 7, 4), pageSectors(bin(1, 0xD2), 1, nil))),
			outcomes: []Kind{Applied, LogNotPreferred}, fills: page1(0xD1), seq: 7},
		{name: "old log, earlier time", hive: hive, logs: dual(oldLog(func(h *header) { h.time = 99 }), nil),
			outcomes: []Kind{LogTimeOlder, LogEmpty}, notes: []Kind{HiveDirty}},
		{name: "old log, hive without time", hive: reheader(hive, 12, 0), logs: dual(oldLog(nil), nil),
			outcomes: []Kind{LogTimeUnknown, LogEmpty}, notes: []Kind{LogNewer, HiveDirty}},
		{name: "old log of type 6", hive: hive, logs: dual(oldLog(func(h *header) { h.typ = 6 }), nil),
			outcomes: []Kind{Applied, LogEmpty}, notes: []Kind{LogTypeFormat}, fills: page1(0xD1), seq: 7},
		{name: "old log with 1024-byte sectors", hive: hive, logs: dual(oldLog(func(h *header) { h.clustering = 2 }), nil),
			outcomes: []Kind{Applied, LogEmpty}, notes: []Kind{LogClustering}, fills: page1(0xD1), seq: 7},
		{name: "old log without its last sector", hive: hive,
			logs:     dual(func() []byte { b := oldLog(nil); return b[:len(b)-1] }(), nil),
			outcomes: []Kind{Applied, LogEmpty}, stops: []Kind{PageMissing}, notes: []Kind{LogPartial}, fills: page1(0xD1), seq: 7},
		{name: "old log without pages", hive: hive, logs: dual(oldLog(nil)[:1024], nil),
			outcomes: []Kind{PageMissing, LogEmpty}, notes: []Kind{LogPartial, HiveDirty}},
		{name: "old log cut in the bitmap", hive: buildHive(hiveHeader(7, 600)),
			logs:     dual(buildOldLog(logHeader(1, 7, 600), nil)[:1100], nil),
			outcomes: []Kind{LogShort, LogEmpty}, notes: []Kind{HiveDirty}},
		{name: "old log, second run breaks its bin and is taken back", hive: hive,
			logs: dual(buildOldLog(logHeader(1, 7, 4),
				pageSectors(bin(1, 0xD1), 1, pageSectors(bytes.Repeat([]byte{0xD3}, 4096), 3, nil))), nil),
			outcomes: []Kind{Applied, LogEmpty}, stops: []Kind{PageBin}, notes: []Kind{LogPartial}, fills: page1(0xD1), seq: 7},
		{name: "old log, first run breaks its bin", hive: hive,
			logs:     dual(buildOldLog(logHeader(1, 7, 4), pageSectors(bytes.Repeat([]byte{0xD3}, 4096), 2, nil)), nil),
			outcomes: []Kind{PageBin, LogEmpty}, notes: []Kind{LogPartial, HiveDirty}},
		{name: "old log of single sectors, hive grows", hive: hive,
			logs: dual(buildOldLog(logHeader(2, 6, 5), pageSectors(bin(4, 0xD4), 4, map[int][]byte{
				10: bytes.Repeat([]byte{0xD9}, 512), 8: bin(1, 0xD1)[:512]})), nil),
			outcomes: []Kind{Applied, LogEmpty}, fills: []byte{0x10, 0xD1, 0x12, 0x13, 0xD4}, seq: 6},
		{name: "old log that grows beyond the limit", hive: hive, opt: Options{MaxGrowth: 4096},
			logs:     dual(buildOldLog(logHeader(1, 7, 6), nil), nil),
			outcomes: []Kind{EntryGrowth, LogEmpty}, notes: []Kind{HiveDirty}},
	}
}

func TestReplay(t *testing.T) {
	for _, c := range replayCases() {
		t.Run(c.name, func(t *testing.T) {
			before := bytes.Clone(c.hive)
			r := replay(c.hive, c.logs, c.opt)
			require.Equal(t, before, c.hive, "the hive is never modified")
			check(t, c.hive, r)
			var outcomes []Kind
			for _, rep := range r.Logs {
				outcomes = append(outcomes, rep.Outcome.Kind)
			}
			require.Equal(t, c.outcomes, outcomes)
			require.Equal(t, c.notes, noteKinds(r))
			for i, k := range c.stops {
				require.Equal(t, k, r.Logs[i].Stop.Kind)
			}
			require.Equal(t, c.fills != nil, r.Applied)
			if r.Applied {
				require.Equal(t, c.fills, fills(whole(r), r.Base.BinsSize))
				require.Equal(t, c.seq, r.Base.Sequence1)
				require.Equal(t, c.seq, r.Base.Sequence2)
			}
		})
	}
}

// Every kind but those of files and of the remnant search, which have tests of their own, comes from a case.
func TestKindsAreClosedAndReached(t *testing.T) {
	reached := map[Kind]bool{LogAmbiguous: true, LogScanBudget: true, LogCut: true}
	for _, c := range replayCases() {
		r := replay(c.hive, c.logs, c.opt)
		for _, rep := range r.Logs {
			reached[rep.Outcome.Kind] = true
			reached[rep.Stop.Kind] = true
		}
		for _, n := range r.Notes {
			reached[n.Kind] = true
			require.NotEmpty(t, n.Message)
		}
	}
	delete(reached, "")
	for _, m := range Kinds() {
		require.True(t, reached[m.Kind], "no case gives %s", m.Kind)
		require.NotEmpty(t, m.Text)
		delete(reached, m.Kind)
	}
	require.Empty(t, reached, "kinds missing in Kinds")
}

func TestReplayHeader(t *testing.T) {
	h := hiveHeader(7, 4)
	h.flags = 0b110
	hive := buildHive(h)
	log := buildLog(logHeader(6, 7, 4), entry(7, 4, 0, []ref{at(1, 0xA1)}), entry(8, 5, 0xF1, []ref{at(4, 0xA4)}))
	r := replay(hive, dual(log, nil), Options{})
	require.EqualValues(t, 0b111, r.Base.Flags, "bit 0 comes from the entry, the others are kept")
	require.EqualValues(t, 5*4096, r.Base.BinsSize)
	require.EqualValues(t, 100, r.Base.LastWritten)

	h.flags = 0b111
	r = replay(buildHive(h), dual(log[:len(log)-4608], nil), Options{})
	require.EqualValues(t, 0b110, r.Base.Flags)

	le.PutUint32(hive[24:], 1) // as in yarp's BadBaseBlockHive: the checksum no longer fits
	r = replay(hive, dual(log, nil), Options{})
	require.True(t, r.BaseRebuilt)
	require.EqualValues(t, 5, r.Base.Minor)
	src, ok := r.Where(24)
	require.True(t, ok)
	require.Equal(t, Source{0, 24}, src)
}

func TestWhereAndOverwritten(t *testing.T) {
	hive := buildHive(hiveHeader(7, 4))
	log1 := buildLog(logHeader(6, 7, 4), entry(7, 4, 0, []ref{at(1, 0xA1), at(2, 0xA2)}))
	log2 := buildLog(logHeader(6, 8, 4), entry(8, 5, 0, []ref{{0x2000, 0x3000, slices.Concat(bin(2, 0xB2), bin(3, 0xB3), bin(4, 0xB4))}}))
	r := replay(hive, dual(log1, log2), Options{})
	require.Equal(t, []Patch{
		{0x2000, 0x1000, 0, 512 + 40 + 16, 7},
		{0x3000, 0x3000, 1, 512 + 40 + 8, 8},
	}, r.Patches)
	for _, c := range []struct {
		off  int64
		want Source
		ok   bool
	}{
		{0, Source{-1, 0}, true},
		{0x1FFF, Source{-1, 0x1FFF}, true},
		{0x2000, Source{0, 568}, true},
		{0x2FFF, Source{0, 568 + 0xFFF}, true},
		{0x3000, Source{1, 560}, true},
		{0x5001, Source{1, 560 + 0x2001}, true},
		{0x6000, Source{-1, 0x6000}, false},
	} {
		got, ok := r.Where(c.off)
		require.Equal(t, c.want, got)
		require.Equal(t, c.ok, ok)
	}

	type part struct {
		step     int
		off      int64
		old, new int
		oldFill  byte
		from     Source
	}
	var parts []part
	for o := range r.Overwritten() {
		p := part{o.Step, o.Offset, len(o.Old), len(o.New), 0, o.OldSource}
		if len(o.Old) > 0 {
			p.oldFill = o.Old[100]
		}
		parts = append(parts, p)
	}
	require.Equal(t, []part{
		{0, 0x2000, 0x1000, 0x1000, 0x11, Source{-1, 0x2000}},
		{0, 0x3000, 0x1000, 0x1000, 0x12, Source{-1, 0x3000}},
		{1, 0x3000, 0x1000, 0x1000, 0xA2, Source{0, 568 + 0x1000}},
		{1, 0x4000, 0x1000, 0x2000, 0x13, Source{-1, 0x4000}},
	}, parts)
}
