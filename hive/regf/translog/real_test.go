package translog

import (
	"bytes"
	"crypto/md5"
	"encoding/hex"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive/hivetest"
)

// realLogs reads what lies beside a hive and is named as its logs, in the order LOG, LOG1, LOG2.
func realLogs(t testing.TB, path string) (logs []Input) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(path))
	require.NoError(t, err)
	for _, slot := range []Slot{LOG, LOG1, LOG2} {
		for _, e := range entries {
			log := filepath.Join(filepath.Dir(path), e.Name())
			if of, ok := HiveOf(log); ok && strings.EqualFold(of, path) && SlotOf(log) == slot {
				data, err := os.ReadFile(log)
				require.NoError(t, err)
				logs = append(logs, Input{Path: log, Slot: slot, Data: data})
			}
		}
	}
	return logs
}

// realHive reads a file of the real hives, or skips where it is absent.
func realHive(t testing.TB, name string) (path string, data []byte) {
	t.Helper()
	path = hivetest.Real(t, name)
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	return path, data
}

func binsMD5(image []byte) string {
	sum := md5.Sum(image[4096:])
	return hex.EncodeToString(sum[:])
}

func TestReplayRealHives(t *testing.T) {
	for _, c := range []struct {
		hive     string
		md5      string // of everything behind the base block after replay
		outcomes []Kind
		entries  []int
		pages    []int
		first    []uint32
		last     []uint32
		binsSize uint32
		notes    []Kind
	}{{
		hive:     "damaged/yarp/NewDirtyHive1/NewDirtyHive",
		md5:      "8d59afa13b7e6502168c5760224e16aa", // Windows 10's own result
		outcomes: []Kind{Applied, Applied},
		entries:  []int{1, 3}, pages: []int{1, 3}, first: []uint32{2, 3}, last: []uint32{2, 5},
		binsSize: 0x5000,
	}, {
		hive:     "damaged/yarp/OldDirtyHive/OldDirtyHive",
		md5:      "0f479cc79b3c5da8340df7264b6f3f40",
		outcomes: []Kind{Applied, LogEmpty},
		entries:  []int{1, 0}, pages: []int{64, 0}, first: []uint32{5, 0}, last: []uint32{5, 0},
		binsSize: 0x77000,
	}, {
		hive:     "damaged/yarp/BadBaseBlockHive/BadBaseBlockHive",
		md5:      "0f479cc79b3c5da8340df7264b6f3f40",
		outcomes: []Kind{Applied, LogEmpty},
		entries:  []int{1, 0}, pages: []int{64, 0}, first: []uint32{5, 0}, last: []uint32{5, 0},
		binsSize: 0x77000,
		notes:    []Kind{LogTimeNewer, BaseRebuilt},
	}, {
		hive:     "damaged/yarp/BadLogHive1/BadLogHive",
		outcomes: []Kind{LogChecksum, LogEmpty},
		notes:    []Kind{HiveDirty},
	}, {
		hive:     "damaged/yarp/BadLogHive2/BadLogHive",
		outcomes: []Kind{LogFormat, LogEmpty},
		notes:    []Kind{HiveDirty},
	}, {
		hive:     "dirty/regipy-ntuser/NTUSER.DAT",
		outcomes: []Kind{Applied, LogOlder},
		entries:  []int{23, 0}, pages: []int{132, 0}, first: []uint32{566, 0}, last: []uint32{588, 0},
		binsSize: 0xE2000,
	}, {
		hive:     "dirty/regipy-usrclass/UsrClass.dat",
		outcomes: []Kind{Applied, Applied},
		entries:  []int{4, 10}, pages: []int{53, 105}, first: []uint32{287, 291}, last: []uint32{290, 300},
		binsSize: 0x2B3000,
		notes:    []Kind{LogGap},
	}, {
		hive:     "dirty/win10-ntuser/NTUSER.DAT",
		outcomes: []Kind{Applied, Applied},
		entries:  []int{3, 1}, pages: []int{62, 5}, first: []uint32{229, 232}, last: []uint32{231, 232},
		binsSize: 0x103000,
		notes:    []Kind{LogGap, LogBinsDiffer},
	}} {
		t.Run(c.hive, func(t *testing.T) {
			path, hive := realHive(t, c.hive)
			logs := realLogs(t, path)
			require.Len(t, logs, 2)
			before := bytes.Clone(hive)
			r := replay(hive, logs, Options{})
			require.Equal(t, before, hive)
			check(t, hive, r)
			require.Equal(t, c.notes, noteKinds(r))
			for i, rep := range r.Logs {
				require.Equal(t, c.outcomes[i], rep.Outcome.Kind, rep.Path)
			}
			require.Equal(t, c.binsSize != 0, r.Applied)
			if !r.Applied {
				return
			}
			for i, rep := range r.Logs {
				require.Equal(t, c.entries[i], rep.Entries, rep.Path)
				require.Equal(t, c.pages[i], rep.Pages, rep.Path)
				require.Equal(t, c.first[i], rep.First, rep.Path)
				require.Equal(t, c.last[i], rep.Last, rep.Path)
			}
			require.Equal(t, c.binsSize, r.Base.BinsSize)
			last := r.Steps[len(r.Steps)-1].Entry.Sequence
			require.Equal(t, last, r.Base.Sequence1)
			if c.md5 != "" {
				require.Equal(t, c.md5, binsMD5(whole(r)))
			}
		})
	}
}

func TestReplayEqualsWindows7(t *testing.T) {
	path, hive := realHive(t, "damaged/yarp/OldDirtyHive/OldDirtyHive")
	_, want := realHive(t, "damaged/yarp/OldDirtyHive/RecoveredHive_Windows7")
	logs := realLogs(t, path)
	got := whole(replay(hive, logs, Options{}))
	require.Len(t, got, len(want))
	var differ []int
	for i := 4096; i < len(got); i++ {
		if got[i] != want[i] {
			differ = append(differ, i)
		}
	}
	require.Len(t, differ, 6)
	for _, i := range differ[:5] {
		require.True(t, i >= 4096+20 && i < 4096+28, "in the time of the first hive bin: %d", i)
	}
	require.Equal(t, []byte{0x18, 0x02}, []byte{got[differ[5]], want[differ[5]]}, "a security cell's count, mended by Windows")
}

func TestReplayRealHiveWithOneLog(t *testing.T) {
	// What reached the hive before LOG2 was begun is no longer needed: this is yarp's NewDirtyHive2.
	path, hive := realHive(t, "damaged/yarp/NewDirtyHive1/NewDirtyHive")
	logs := realLogs(t, path)
	first := replay(hive, logs[:1], Options{})
	mid := bytes.Clone(whole(first))
	le.PutUint32(mid[4:], 4)
	le.PutUint32(mid[8:], 3)
	fixChecksum(mid)
	r := replay(mid, logs, Options{})
	require.Equal(t, []Kind{LogOlder, Applied}, []Kind{r.Logs[0].Outcome.Kind, r.Logs[1].Outcome.Kind})
	require.Equal(t, "8d59afa13b7e6502168c5760224e16aa", binsMD5(whole(r)))
	require.Equal(t, []Range{{40960, 24576}}, r.Logs[1].Log.Rest)
}

func TestOldLogRemnant(t *testing.T) {
	_, data := realHive(t, "damaged/yarp/OldLogWithRemnantData")
	l := Parse(data)
	require.True(t, l.Usable())
	require.Equal(t, []Range{{33792, 4}}, l.Rest)
	require.Equal(t, "remn", string(data[33792:]))
}

// Every HvLE magic in the real logs is an entry whose two hashes come out as stored.
func TestRealLogHashes(t *testing.T) {
	entries, logs := 0, 0
	look := func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || SlotOf(path) == "" {
			return err
		}
		data, err := os.ReadFile(path)
		require.NoError(t, err)
		l := Parse(data)
		magic := 0
		for off := int64(512); off < int64(len(data)); off += 512 {
			if magicAt(data, off) == HvLE {
				magic++
			}
		}
		if l.Format == HvLE {
			require.Equal(t, magic, len(l.Entries)+len(l.Remnants), path)
		}
		entries += magic
		logs++
		return nil
	}
	for _, dir := range []string{hivetest.Real(t, "damaged"), hivetest.Real(t, "dirty")} {
		require.NoError(t, filepath.WalkDir(dir, look))
	}
	require.GreaterOrEqual(t, entries, 46)
	t.Logf("%d entries in %d logs", entries, logs)
}
