package regf_test

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
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive/hivetest"
	"mapihive/hive/internal/base"
	"mapihive/hive/internal/cells"
	"mapihive/hive/regf"
)

const seekHole = 4 // lseek(2)

// A sparse file costs what its data costs: its holes are neither read nor kept, hashed as the zeros they read
// as, and give no room for value data.
func TestSparseFile(t *testing.T) {
	const size = 200 << 20
	img := hivetest.Bare(4096)
	binary.LittleEndian.PutUint32(img[40:], size-base.Size)
	binary.LittleEndian.PutUint32(img[508:], base.Checksum(img))
	path := filepath.Join(t.TempDir(), "NTUSER.DAT")
	f, err := os.Create(path)
	require.NoError(t, err)
	defer f.Close()
	_, err = f.Write(img)
	require.NoError(t, err)
	require.NoError(t, f.Truncate(size+cells.MaxTail+8<<20)) // and a tail that is not kept
	if hole, err := f.Seek(0, seekHole); err != nil || hole >= size {
		t.Skip("this file system keeps no holes")
	}
	h, err := regf.OpenPath(context.Background(), path, regf.Options{})
	require.NoError(t, err)
	require.Less(t, h.Cells().Image.Stored(), int64(1<<20))
	sum := sha256.New()
	sum.Write(img)
	zeros := make([]byte, 1<<20)
	for left := size + cells.MaxTail + 8<<20 - len(img); left > 0; {
		n := min(left, len(zeros))
		sum.Write(zeros[:n])
		left -= n
	}
	require.Equal(t, hex.EncodeToString(sum.Sum(nil)), h.SHA256())
	require.Equal(t, make([]byte, 4096), contents(h)[size-4096:size])
	_, ok := h.Root()
	require.True(t, ok)
}

// Laid over a sparse file, a log costs its pages: the copy for it keeps the holes. That shows in a process of its
// own only: memory that was used before is cleared, and so takes room, when it is used again.
func TestSparseFileWithLog(t *testing.T) {
	if raced {
		t.Skip("memory is measured without the race detector")
	}
	const alone = "MAPIHIVE_TEST_ALONE"
	if os.Getenv(alone) == "" {
		again := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
		again.Env = append(os.Environ(), alone+"=1")
		out, err := again.CombinedOutput()
		require.NoError(t, err, "%s", out)
		if strings.Contains(string(out), "--- SKIP") {
			t.Skip("this file system keeps no holes, or this system gives memory that is only read")
		}
		return
	}
	if readingTakesRoom(t) {
		t.Skip("this system gives memory that is only read")
	}
	const size = 256 << 20 // a 32-bit build takes hives of up to 512 MiB
	img := hivetest.Bare(4096)
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
	if hole, err := f.Seek(0, seekHole); err != nil || hole >= size {
		t.Skip("this file system keeps no holes")
	}
	require.NoError(t, os.WriteFile(path+".LOG1", log, 0o600))
	before := resident(t)
	h, err := regf.OpenPath(context.Background(), path, regf.Options{NoHash: true})
	require.NoError(t, err)
	require.Positive(t, h.Logs()[0].Applied)
	require.Less(t, resident(t)-before, int64(size/4))
	runtime.KeepAlive(h)
}

// readingTakesRoom reports whether the system gives pages to memory that was only read, and not one page of zeros for
// all of it: what a hole costs is then as much as data.
func readingTakesRoom(t *testing.T) bool {
	const size = 16 << 20
	mem, err := syscall.Mmap(-1, 0, size, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_PRIVATE|syscall.MAP_ANON)
	require.NoError(t, err)
	defer func() { require.NoError(t, syscall.Munmap(mem)) }()
	before := resident(t)
	sum := byte(0)
	for i := 0; i < size; i += os.Getpagesize() {
		sum |= mem[i]
	}
	require.Zero(t, sum)
	return resident(t)-before > size/2
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
