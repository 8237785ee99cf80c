package translog

import (
	"bytes"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func sequences(entries []Entry) []uint32 {
	var s []uint32
	for _, e := range entries {
		s = append(s, e.Sequence)
	}
	return s
}

func TestParseEntries(t *testing.T) {
	log := newLog(7, 0xA1, 0xA2)
	end := int64(len(log))
	old := entry(3, 4, 0, []ref{at(2, 0xEE)})
	log = slices.Concat(log, old, make([]byte, 1024), entry(5, 4, 1, []ref{at(0, 0xE0), at(3, 0xE3)}), []byte("xyz"))
	l := Parse(log)
	require.True(t, l.Usable())
	require.Equal(t, HvLE, l.Format)
	require.Equal(t, []uint32{7, 8}, sequences(l.Entries))
	require.Equal(t, EntrySequence, l.Stop.Kind)
	require.Equal(t, end, l.Stop.Offset)
	require.Equal(t, []uint32{3, 5}, sequences(l.Remnants))
	require.Equal(t, []Range{{end + int64(len(old)), 1024}, {int64(len(log)) - 3, 3}}, l.Rest)

	var pages []Page
	for p := range l.Remnants[1].Pages() {
		pages = append(pages, p)
	}
	require.Len(t, pages, 2)
	require.EqualValues(t, 0x3000, pages[1].Offset)
	require.Equal(t, log[pages[1].LogOffset:pages[1].LogOffset+4096], pages[1].Data)
	require.Equal(t, bin(3, 0xE3), pages[1].Data)
}

func TestParseKeepsRemnants(t *testing.T) {
	l := Parse(spoil(newLog(7, 0xA1, 0xA2), 508, 0))
	require.Equal(t, LogChecksum, l.Refused.Kind)
	require.Empty(t, l.Entries)
	require.Equal(t, []uint32{7, 8}, sequences(l.Remnants))

	// The first entry destroyed: the second is still found.
	l = Parse(spoil(newLog(7, 0xA1, 0xA2), 512, 0))
	require.True(t, l.Usable())
	require.Empty(t, l.Entries)
	require.Equal(t, EndOfLog, l.Stop.Kind)
	require.Equal(t, []uint32{8}, sequences(l.Remnants))
}

func TestParseBitmap(t *testing.T) {
	// A bitmap of more than 508 bytes moves the first page: regipy takes 1024 for granted.
	const pages = 600
	sectors := map[int][]byte{0: bin(0, 1)[:512], 4798: bytes.Repeat([]byte{2}, 512), 4799: bytes.Repeat([]byte{3}, 512)}
	log := append(buildOldLog(logHeader(1, 7, pages), sectors), "remn"...)
	l := Parse(log)
	require.True(t, l.Usable())
	require.Equal(t, DIRT, l.Format)
	require.Len(t, l.Entries, 1)
	require.Equal(t, 3, l.Entries[0].PageCount)
	var got []Page
	for p := range l.Entries[0].Pages() {
		got = append(got, p)
	}
	require.Equal(t, []Page{
		{0, 1536, bin(0, 1)[:512]},
		{4798 * 512, 2048, slices.Concat(sectors[4798], sectors[4799])},
	}, got)
	require.Equal(t, []Range{{1536 + 3*512, 4}}, l.Rest)
	require.Equal(t, EndOfLog, l.Stop.Kind)
}

// In this log every sector begins an entry that reaches to the end and has a good header: looking for
// remnants must not hash the square of it.
func TestRemnantSearchIsBounded(t *testing.T) {
	log := buildLog(logHeader(6, 7, 4), make([]byte, 1<<20))
	for off := 512; off < len(log); off += 512 {
		e := log[off:]
		copy(e, "HvLE")
		le.PutUint32(e[4:], uint32(len(e)))
		le.PutUint32(e[16:], 4096)
		le.PutUint32(e[20:], 1)
		le.PutUint64(e[32:], marvin32(e[:32]))
	}
	start := time.Now()
	l := Parse(log)
	require.Less(t, time.Since(start), 2*time.Minute) // it ends; speed is for benchmarks
	require.Empty(t, l.Entries)
	require.Len(t, l.Notes, 1)
	require.Equal(t, LogScanBudget, l.Notes[0].Kind)
	require.EqualValues(t, len(log), l.Rest[len(l.Rest)-1].Offset+l.Rest[len(l.Rest)-1].Size)
}

func TestTruncatedEverywhere(t *testing.T) {
	hive := buildHive(hiveHeader(7, 4))
	for _, log := range [][]byte{
		buildLog(logHeader(6, 7, 4), entry(7, 4, 0, []ref{at(1, 0xA1)}), entry(8, 4, 0, []ref{{0x2000, 512, bin(2, 0xA2)[:512]}})),
		buildOldLog(logHeader(1, 7, 4), pageSectors(bin(1, 0xD1), 1, map[int][]byte{0: bin(0, 0xD0)[:512]})),
	} {
		full := replay(hive, dual(log, nil), Options{})
		require.True(t, full.Applied)
		for n := range log {
			r := replay(hive, dual(log[:n], nil), Options{})
			require.LessOrEqual(t, r.Logs[0].Pages, full.Logs[0].Pages)
			if r.Applied && r.Logs[0].Stop.Kind != EndOfLog {
				require.Len(t, r.Notes, 1, "what was lost is said")
			}
			if n%97 == 0 {
				check(t, hive, r)
			}
		}
		for n := 0; n < len(hive); n += 31 {
			check(t, hive[:n], replay(hive[:n], dual(log, nil), Options{}))
		}
	}
}
