package translog

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"
)

// Run these with -fuzzminimizetime=10x: by default the fuzzer spends a minute on making each new input
// smaller. It is slow on large inputs too, and all that matters stands near the start of a sector, so it
// gets 64 bytes of each.
const thinSector = 64

func thin(b []byte) []byte {
	var out []byte
	for ; len(b) > 0; b = b[min(512, len(b)):] {
		out = append(out, b[:min(thinSector, len(b))]...)
	}
	return out
}

// fatten is the inverse of thin but for the bytes it left out, which are zero.
func fatten(b []byte) []byte {
	out := make([]byte, 0, len(b)/thinSector*512+thinSector)
	for len(b) > thinSector {
		out = append(append(out, b[:thinSector]...), make([]byte, 512-thinSector)...)
		b = b[thinSector:]
	}
	out = append(out, b...)
	if len(b) == thinSector {
		out = append(out, make([]byte, 512-thinSector)...)
	}
	return out
}

// mend makes the checksum and, entry by entry, the hashes of a log right, so that mutations reach what
// lies behind these gates. Bits of how leave gates as they are.
func mend(log []byte, how uint8) []byte {
	log = fatten(log)
	if len(log) < 512 {
		return log
	}
	if how&1 == 0 {
		copy(log, "regf")
		copy(log[8:12], log[4:8])
		fixChecksum(log)
	}
	if how&2 != 0 {
		return log
	}
	seq := le.Uint32(log[4:])
	for off, n := 512, 0; off+40 <= len(log) && n < 64; n++ {
		e := log[off:]
		if string(e[:4]) != "HvLE" {
			off += 512
			continue
		}
		if how&4 == 0 {
			le.PutUint32(e[12:], seq)
			seq++
		}
		size := int(le.Uint32(e[4:]))
		if how&8 == 0 && size > len(e) {
			size = len(e) &^ 511
			le.PutUint32(e[4:], uint32(size))
		}
		fixHashes(e)
		if size < 512 || size > len(e) {
			size = 512
		}
		off += size
	}
	return log
}

func fuzzLogs() [][]byte {
	return [][]byte{
		newLog(7, 0xA1, 0xA2),
		buildLog(logHeader(6, 7, 4), entry(7, 4, 0, []ref{at(1, 0xA1), at(3, 0xA3)}), entry(8, 5, 1, []ref{at(4, 0xA4)}), entry(3, 4, 0, []ref{at(0, 0xEE)})),
		buildOldLog(logHeader(1, 7, 4), pageSectors(bin(1, 0xD1), 1, map[int][]byte{0: bin(0, 0xD0)[:512], 30: make([]byte, 512)})),
		buildOldLog(logHeader(2, 7, 600), pageSectors(bin(599, 0xD1), 599, nil)),
		nil,
	}
}

// checkLog holds a log against what must be true of any: its parts cover it once, its pages lie in it.
func checkLog(t *testing.T, data []byte, l *Log) {
	require.Equal(t, l.Usable(), l.Stop.Kind != "")
	if !l.Usable() {
		require.Empty(t, l.Entries)
	}
	var covered int64
	for i, e := range append(l.Entries, l.Remnants...) {
		require.GreaterOrEqual(t, e.Offset, int64(512))
		require.LessOrEqual(t, e.Offset+e.Size, int64(len(data)))
		covered += e.Size
		pages := 0
		for p := range e.Pages() {
			require.Zero(t, p.Offset%512)
			require.NotEmpty(t, p.Data)
			require.LessOrEqual(t, int64(p.Offset)+int64(len(p.Data)), int64(e.BinsSize))
			require.Same(t, &data[p.LogOffset], &p.Data[0])
			if pages++; l.Format == DIRT {
				pages += len(p.Data)/512 - 1
			}
		}
		require.Equal(t, e.PageCount, pages)
		if i < len(l.Entries) && i > 0 {
			require.Equal(t, l.Entries[i-1].Sequence+1, e.Sequence)
		}
	}
	for _, r := range l.Rest {
		require.Positive(t, r.Size)
		require.LessOrEqual(t, r.Offset+r.Size, int64(len(data)))
		covered += r.Size
	}
	require.LessOrEqual(t, covered, int64(len(data)))
	if l.Format == HvLE {
		require.Equal(t, int64(len(data))-512, covered)
	}
}

func FuzzLog(f *testing.F) {
	for _, log := range fuzzLogs() {
		f.Add(thin(log), uint8(0))
		f.Add(thin(log), uint8(15))
	}
	f.Fuzz(func(t *testing.T, data []byte, how uint8) {
		if len(data) > 1<<14 {
			return
		}
		data = mend(data, how)
		checkLog(t, data, Parse(data))
	})
}

func FuzzReplay(f *testing.F) {
	hive := thin(buildHive(hiveHeader(7, 4)))
	next := thin(newLog(9, 0xA3))
	for _, log1 := range fuzzLogs() {
		for _, log2 := range fuzzLogs() {
			f.Add(hive, thin(log1), thin(log2), uint8(0), uint8(0))
		}
		f.Add(hive, thin(log1), next, uint8(0), uint8(1))
		f.Add(hive, thin(log1), next, uint8(1), uint8(0))
	}
	f.Fuzz(func(t *testing.T, hive, log1, log2 []byte, how, opt uint8) {
		if len(hive) > 1<<13 || len(log1)+len(log2) > 1<<14 {
			return
		}
		hive = fatten(hive)
		if how&1 == 0 && len(hive) >= 512 {
			fixChecksum(hive)
		}
		logs := dual(mend(log1, how>>1), mend(log2, how>>4))
		if opt&1 != 0 {
			logs[1].Slot = LOG
		}
		before := [][]byte{bytes.Clone(hive), bytes.Clone(logs[0].Data), bytes.Clone(logs[1].Data)}
		const grow = 1 << 20
		r := replay(hive, logs, Options{MaxGrowth: grow})
		require.True(t, bytes.Equal(before[0], hive))
		require.True(t, bytes.Equal(before[1], logs[0].Data))
		require.True(t, bytes.Equal(before[2], logs[1].Data))
		require.LessOrEqual(t, len(whole(r)), len(hive)+grow)
		check(t, hive, r)
		for i, rep := range r.Logs {
			checkLog(t, logs[i].Data, rep.Log)
		}
	})
}
