package hivetest

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestMarvin32(t *testing.T) {
	count := func(n int) []byte {
		b := make([]byte, n)
		for i := range b {
			b[i] = byte(i)
		}
		return b
	}
	for _, tc := range []struct {
		in   []byte
		want uint64
	}{
		{nil, 0xB39EFCA403966E08},
		{[]byte{0}, 0x2D45A72C3C214958},
		{make([]byte, 4), 0x2400585E2D116FBF},
		{[]byte("HvLE"), 0x914527932CF336DD},
		{[]byte("regf"), 0x419EF36B5445E5AC},
		{count(32), 0xC64FEEE425C2E24C},
		{count(256), 0xE8F3685710A60B65},
		{make([]byte, 512), 0x3800A6F5E77BD25C},
		{slices.Repeat([]byte{0xAA}, 4096), 0x2582E11D85695B64},
		{count(5), 0x8733F5FC9359F08C},
		{count(6), 0x74720DA476976732},
		{count(7), 0x48C4F4D47D17EB8B},
	} {
		require.Equal(t, fmt.Sprintf("%016X", tc.want), fmt.Sprintf("%016X", marvin32(tc.in)))
	}
}

// replayNew applies a new-format log as Windows does: from the log's first number on, stopping at the
// first entry that is not entirely right. It returns the hive and the numbers of the entries.
func replayNew(hive, log []byte) (_ []byte, applied []uint32) {
	base := slices.Clone(log[:512])
	Seal(base)
	seq := le.Uint32(log[4:])
	if string(base) != string(log[:512]) || le.Uint32(log[8:]) != seq || le.Uint32(log[28:]) != 6 {
		return hive, nil
	}
	hive = slices.Clone(hive)
	for at := 512; at+40 <= len(log); seq++ {
		e := log[at:]
		size, bins, n := uint64(le.Uint32(e[4:])), uint64(le.Uint32(e[16:])), uint64(le.Uint32(e[20:]))
		if string(e[:4]) != "HvLE" || size < 512 || size%512 != 0 || size > uint64(len(e)) || 40+8*n > size || n == 0 ||
			le.Uint32(e[12:]) != seq || bins > 1<<30 || bins%4096 != 0 ||
			le.Uint64(e[24:]) != marvin32(e[40:size]) || le.Uint64(e[32:]) != marvin32(e[:32]) {
			return hive, applied
		}
		data := e[40+8*n : size]
		for i := range n {
			off, length := uint64(le.Uint32(e[40+8*i:])), uint64(le.Uint32(e[44+8*i:]))
			if off+length > bins || length > uint64(len(data)) || off%512 != 0 || length%512 != 0 || length == 0 {
				return hive, applied
			}
			data = data[length:]
		}
		data = e[40+8*n : size]
		if grow := 4096 + int(bins) - len(hive); grow > 0 {
			hive = append(hive, make([]byte, grow)...)
		}
		for i := range n {
			off, length := le.Uint32(e[40+8*i:]), le.Uint32(e[44+8*i:])
			copy(hive[4096+off:], data[:length])
			data = data[length:]
		}
		applied = append(applied, seq)
		at += int(size)
	}
	return hive, applied
}

func TestNewLog(t *testing.T) {
	before, after := logPair()
	require.Greater(t, len(after), len(before))
	require.Empty(t, auditImage(before).errs)
	require.Empty(t, auditImage(after).errs)
	for _, entries := range []int{1, 2, 4, 50} { // 50 is more than there are pages
		log := NewLog(before, after, logSeq, entries)
		require.Zero(t, len(log)%4096)
		got, applied := replayNew(before, log)
		require.Len(t, applied, entries)
		require.EqualValues(t, logSeq, applied[0])
		require.Equal(t, after[4096:], got[4096:])
	}
}

func TestNewLogWithoutChange(t *testing.T) {
	before, _ := logPair()
	got, applied := replayNew(before, NewLog(before, before, 1, 2))
	require.Equal(t, before, got)
	require.Len(t, applied, 2)
}

func TestDirty(t *testing.T) {
	img, _ := seed()
	dirty := Dirty(img, 9, 8)
	require.EqualValues(t, 9, le.Uint32(dirty[4:]))
	require.EqualValues(t, 8, le.Uint32(dirty[8:]))
	require.EqualValues(t, 1, le.Uint32(img[4:]), "the image itself stays")
	require.Empty(t, auditImage(dirty).errs)
}

// replayOld applies a log with a bitmap of dirty sectors.
func replayOld(hive, log []byte) ([]byte, error) {
	bins := int(le.Uint32(log[40:]))
	if string(log[512:516]) != "DIRT" || le.Uint64(log[12:]) != le.Uint64(hive[12:]) || le.Uint32(log[4:]) != le.Uint32(log[8:]) {
		return nil, fmt.Errorf("not the log of this hive")
	}
	hive = append(slices.Clone(hive), make([]byte, max(0, 4096+bins-len(hive)))...)
	at := (516 + bins/4096 + 511) / 512 * 512
	for i := range bins / 512 {
		if log[516+i/8]>>(i%8)&1 == 0 {
			continue
		}
		if at+512 > len(log) {
			return nil, fmt.Errorf("log ends before its bitmap")
		}
		copy(hive[4096+512*i:], log[at:at+512])
		at += 512
	}
	if at != len(log) {
		return nil, fmt.Errorf("%d bytes left", len(log)-at)
	}
	return hive, nil
}

func TestOldLog(t *testing.T) {
	before, after := logPair()
	log := OldLog(before, after)
	require.EqualValues(t, 1, le.Uint32(log[28:]))
	require.Equal(t, le.Uint32(before[4:]), le.Uint32(log[4:]))
	got, err := replayOld(before, log)
	require.NoError(t, err)
	require.Equal(t, after[4096:], got[4096:])
}

func TestOldLogOfBigHive(t *testing.T) {
	tree := NewTree()
	v := tree.Root.AddValue("v", 3, make([]byte, 2_500_000)) // a bitmap of more than one sector
	tree.Header.Minor = 3
	before, _ := tree.mustImage()
	v.Data[2_400_000] = 1
	after, _ := tree.mustImage()
	log := OldLog(before, after)
	require.Len(t, log, 512+2*512+4096)
	got, err := replayOld(before, log)
	require.NoError(t, err)
	require.Equal(t, after, got)
}

func TestLogClasses(t *testing.T) {
	before, after := logPair()
	for name, want := range map[string][]uint32{
		"log-h1": {7}, "log-h2": {7}, "log-size0": {7}, "log-size-past-eof": {7}, "log-count-1e9": {7},
		"log-page-outside": {7}, "log-page-wrap": {7}, "log-grow-3g": {7}, "log-seq-gap": {7, 8},
		"log-stale": {2, 3, 4, 5}, "log-clean-primary": {7, 8, 9, 10}, "log-bad-base": nil,
	} {
		logs := classNamed(t, name).Logs()
		require.Len(t, logs, 1, name)
		_, applied := replayNew(before, logs[0])
		require.Equal(t, want, applied, name)
	}
	// What is damaged by field, and not by hash, has hashes that are right.
	for _, name := range []string{"log-page-outside", "log-page-wrap", "log-grow-3g", "log-count-1e9"} {
		e := logPieces(classNamed(t, name).Logs()[0])[2]
		require.Equal(t, marvin32(e[40:]), le.Uint64(e[24:]), name)
		require.Equal(t, marvin32(e[:32]), le.Uint64(e[32:]), name)
	}

	wrap := classNamed(t, "log-two-wrap")
	logs := wrap.Logs()
	require.Len(t, logs, 2)
	got, first := replayNew(wrap.Make(), logs[1])
	got, second := replayNew(got, logs[0])
	require.Equal(t, []uint32{0xFFFFFFFE, 0xFFFFFFFF}, first)
	require.Equal(t, []uint32{0, 1}, second)
	require.Equal(t, after[4096:], got[4096:])

	for _, name := range []string{"oldlog-trunc", "oldlog-bits-past"} {
		_, err := replayOld(before, classNamed(t, name).Logs()[0])
		require.ErrorContains(t, err, "log ends before its bitmap", name)
	}
}

// TestRealLogEntriesHaveOurHashes compares with what Windows wrote.
func TestRealLogEntriesHaveOurHashes(t *testing.T) {
	dir := Real(t, "dirty")
	n := 0
	require.NoError(t, filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() || !strings.Contains(strings.ToLower(d.Name()), "log") {
			return nil
		}
		log, err := os.ReadFile(path)
		if err != nil || len(log) < 1024 || string(log[:4]) != "regf" || string(log[512:516]) != "HvLE" {
			return nil
		}
		for at := 512; at+512 <= len(log) && string(log[at:at+4]) == "HvLE"; {
			size := int(le.Uint32(log[at+4:]))
			if size < 512 || at+size > len(log) {
				break
			}
			e := log[at : at+size]
			require.Equal(t, marvin32(e[40:]), le.Uint64(e[24:]), "%s at %d", path, at)
			require.Equal(t, marvin32(e[:32]), le.Uint64(e[32:]), "%s at %d", path, at)
			n++
			at += size
		}
		return nil
	}))
	require.NotZero(t, n)
	t.Logf("%d entries", n)
}
