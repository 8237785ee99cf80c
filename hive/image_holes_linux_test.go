package hive

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive/hivetest"
	"mapihive/hive/internal/base"
)

// A sparse file costs what its data costs: its holes are neither read nor kept, hashed as the zeros they read
// as, and give no room for value data.
func TestSparseFile(t *testing.T) {
	const size = 200 << 20
	img := bareHive(4096)
	binary.LittleEndian.PutUint32(img[40:], size-base.Size)
	binary.LittleEndian.PutUint32(img[508:], base.Checksum(img))
	path := filepath.Join(t.TempDir(), "NTUSER.DAT")
	f, err := os.Create(path)
	require.NoError(t, err)
	defer f.Close()
	_, err = f.Write(img)
	require.NoError(t, err)
	require.NoError(t, f.Truncate(size+maxTail+8<<20)) // and a tail that is not kept
	if _, err := f.Seek(0, seekHole); err != nil || holesOf(f).isWhole(size) {
		t.Skip("this file system keeps no holes")
	}
	h, err := Open(context.Background(), path, Options{})
	require.NoError(t, err)
	require.Less(t, h.img.stored(), int64(1<<20))
	sum := sha256.New()
	sum.Write(img)
	for left := size + maxTail + 8<<20 - len(img); left > 0; {
		n := min(left, len(zeros))
		sum.Write(zeros[:n])
		left -= n
	}
	require.Equal(t, hex.EncodeToString(sum.Sum(nil)), h.SHA256())
	require.Equal(t, make([]byte, 4096), h.img.buf[size-4096:size])
	_, ok := h.Root()
	require.True(t, ok)
}

// isWhole reports whether the first size bytes hold no hole.
func (h *holes) isWhole(size int64) bool {
	from, to := h.next(0, size)
	return from == 0 && to == size
}

// Data behind a hole is found, wherever a read begins.
func TestHoles(t *testing.T) {
	f, err := os.Create(filepath.Join(t.TempDir(), "f"))
	require.NoError(t, err)
	defer f.Close()
	const piece = 1 << 20
	for _, at := range []int64{piece, 3 * piece} {
		_, err := f.WriteAt(make([]byte, piece), at)
		require.NoError(t, err)
	}
	require.NoError(t, f.Truncate(5*piece))
	if holesOf(f).isWhole(5 * piece) {
		t.Skip("this file system keeps no holes")
	}
	h := holesOf(f)
	for _, c := range []struct{ from, to, data, hole int64 }{
		{0, piece / 2, piece / 2, piece / 2},
		{0, 5 * piece, piece, 2 * piece},
		{piece + 10, piece + 20, piece + 10, piece + 20},
		{2 * piece, 5 * piece, 3 * piece, 4 * piece},
		{4 * piece, 5 * piece, 5 * piece, 5 * piece},
		{0, 2 * piece, piece, 2 * piece}, // and back
	} {
		data, hole := h.next(c.from, c.to)
		require.Equal(t, [2]int64{c.data, c.hole}, [2]int64{data, hole}, "%+v", c)
	}
	require.NoError(t, f.Truncate(piece))
	h = holesOf(f)
	data, hole := h.next(2*piece, 3*piece)
	require.Equal(t, [2]int64{2 * piece, 3 * piece}, [2]int64{data, hole}, "what the file lost is to be read, and missed")
}

// Laid over a sparse file, a log costs its pages: the copy for it keeps the holes. That shows in a process of its
// own only: memory that was used before is cleared, and so takes room, when it is used again.
func TestSparseFileWithLog(t *testing.T) {
	const alone = "MAPIHIVE_TEST_ALONE"
	if os.Getenv(alone) == "" {
		again := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
		again.Env = append(os.Environ(), alone+"=1")
		out, err := again.CombinedOutput()
		require.NoError(t, err, "%s", out)
		if strings.Contains(string(out), "--- SKIP") {
			t.Skip("this file system keeps no holes")
		}
		return
	}
	const size = 512 << 20
	img := bareHive(4096)
	binary.LittleEndian.PutUint32(img[40:], size-base.Size)
	log := hivetest.AppendEntry(hivetest.LogBase(reseal(img), 6, 7), 7, size-base.Size, []hivetest.PageRef{{Data: img[base.Size:][:4096]}})
	dir := t.TempDir()
	path := filepath.Join(dir, "NTUSER.DAT")
	f, err := os.Create(path)
	require.NoError(t, err)
	defer f.Close()
	_, err = f.Write(hivetest.Dirty(img, 8, 7))
	require.NoError(t, err)
	require.NoError(t, f.Truncate(size))
	if _, err := f.Seek(0, seekHole); err != nil || holesOf(f).isWhole(size) {
		t.Skip("this file system keeps no holes")
	}
	require.NoError(t, os.WriteFile(path+".LOG1", log, 0o600))
	before := resident(t)
	h, err := Open(context.Background(), path, Options{NoHash: true})
	require.NoError(t, err)
	require.Positive(t, h.Logs()[0].Applied)
	require.Less(t, resident(t)-before, int64(size/4))
	runtime.KeepAlive(h)
}

// resident is the memory of this process that takes room, in bytes (proc(5), statm).
func resident(t *testing.T) int64 {
	t.Helper()
	debug.FreeOSMemory()
	text, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		t.Skip(err)
	}
	var total, pages int64
	_, err = fmt.Sscan(string(text), &total, &pages)
	require.NoError(t, err)
	return pages * int64(os.Getpagesize())
}
