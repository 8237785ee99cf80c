package regf_test

import (
	"bytes"
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/hivetest"
	"mapihive/hive/regf"
	"mapihive/hive/regf/lost"
)

const smallReg = `
[Software\Example]
"Name"="value"
`

// openError opens path and returns the error, in a time in which an open that blocks would not return.
func openError(t *testing.T, path string) error {
	t.Helper()
	done := make(chan error, 1)
	go func() {
		h, err := regf.OpenPath(context.Background(), path, regf.Options{})
		if err == nil {
			h.Close()
		}
		done <- err
	}()
	select {
	case err := <-done:
		return err
	case <-time.After(10 * time.Second):
		t.Fatalf("opening %s does not end", path)
		return nil
	}
}

func TestOpenRefusesWhatIsNoHiveFile(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, b []byte) string {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, b, 0o600))
		return path
	}
	image := hivetest.Build(t, smallReg)
	log := hivetest.LogBase(image, 6, 1)
	log = append(log, "HvLE"...)
	for _, tc := range []struct {
		path string
		want error
	}{
		{write("empty", nil), regf.ErrEmpty},
		{write("text", []byte("Windows Registry Editor Version 5.00")), regf.ErrNotHive},
		{write("zeros", make([]byte, 64<<10)), regf.ErrNotHive},
		{write("magic", []byte("regf")), regf.ErrTooShort},
		{write("short", image[:508]), regf.ErrTooShort},
		{write("NTUSER.DAT.LOG1", log), regf.ErrLog},
		{dir, regf.ErrNotRegular},
		{filepath.Join(dir, "absent"), os.ErrNotExist},
	} {
		err := openError(t, tc.path)
		require.ErrorIs(t, err, tc.want, tc.path)
		require.Equal(t, 1, bytes.Count([]byte(err.Error()), []byte(tc.path)), "the path is said once: %v", err)
	}
}

func TestOpenRefusesSpecialFiles(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("special files of Unix")
	}
	dir := t.TempDir()
	require.ErrorIs(t, openError(t, "/dev/zero"), regf.ErrNotRegular)
	require.ErrorIs(t, openError(t, "/dev/null"), regf.ErrNotRegular)

	fifo := filepath.Join(dir, "fifo")
	require.NoError(t, mkfifo(fifo))
	require.ErrorIs(t, openError(t, fifo), regf.ErrNotRegular)

	socket := filepath.Join(dir, "s")
	l, err := net.Listen("unix", socket)
	require.NoError(t, err)
	defer l.Close()
	require.Error(t, openError(t, socket))

	loop := filepath.Join(dir, "loop")
	require.NoError(t, os.Symlink(loop, loop))
	require.Error(t, openError(t, loop))

	// A link that the user names is followed.
	file, link := filepath.Join(dir, "file"), filepath.Join(dir, "link")
	require.NoError(t, os.WriteFile(file, hivetest.Build(t, smallReg), 0o600))
	require.NoError(t, os.Symlink(file, link))
	require.NoError(t, openError(t, link))
}

// A sparse file of 35 GB, as disk images are, must not be read into memory.
func TestOpenSparseGiant(t *testing.T) {
	path := filepath.Join(t.TempDir(), "giant")
	image := hivetest.Build(t, smallReg)
	require.NoError(t, os.WriteFile(path, image, 0o600))
	if err := os.Truncate(path, 35<<30); err != nil {
		t.Skipf("no sparse files here: %v", err)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	h, err := regf.OpenPath(context.Background(), path, regf.Options{NoHash: true})
	require.NoError(t, err)
	runtime.ReadMemStats(&after)
	require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(64<<20))
	_, ok := h.Lookup(`Software\Example`)
	require.True(t, ok)

	// With a bad checksum the size would be taken from the file: refused.
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	require.NoError(t, err)
	_, err = f.WriteAt([]byte{0}, 508)
	require.NoError(t, err)
	require.NoError(t, f.Close())
	require.ErrorIs(t, openError(t, path), regf.ErrTooLarge)
}

// shrinking is a file that was cut after its size was taken.
type shrinking struct{ b []byte }

func (s shrinking) ReadAt(p []byte, off int64) (int, error) {
	return bytes.NewReader(s.b).ReadAt(p, off)
}

func TestFileThatShrinksWhileRead(t *testing.T) {
	image := hivetest.Build(t, smallReg)
	for cut := 512; cut < len(image); cut += 517 {
		for _, lazy := range []bool{false, true} {
			h, err := regf.New(context.Background(), shrinking{image[:cut]}, int64(len(image)), regf.Options{Lazy: lazy})
			require.NoError(t, err)
			_, err = h.Verify(context.Background())
			require.NoError(t, err)
			kinds := map[hive.Kind]bool{}
			for _, d := range h.Diagnostics() {
				kinds[d.Kind] = true
			}
			require.True(t, kinds[hive.KindFileChanged], "cut at %d, lazy %v", cut, lazy)
		}
	}
}

// failing is a disk that cannot read a range.
type failing struct {
	b        []byte
	from, to int64
}

func (f failing) ReadAt(p []byte, off int64) (int, error) {
	if off < f.to && off+int64(len(p)) > f.from {
		n := copy(p, f.b[off:max(off, f.from)])
		return n, errors.New("input/output error")
	}
	return bytes.NewReader(f.b).ReadAt(p, off)
}

func TestUnreadableRange(t *testing.T) {
	tree := hivetest.NewTree()
	big := tree.Root.Add("Big")
	for range 40 {
		big.AddValue(string(rune('a'+len(big.Values))), 3, make([]byte, 8000))
	}
	tree.Root.Add("Small").AddValue("v", 1, []byte{'x', 0, 0, 0})
	image, err := tree.Image()
	require.NoError(t, err)
	h, err := regf.New(context.Background(), failing{image, 200 << 10, 210 << 10}, int64(len(image)), regf.Options{})
	require.NoError(t, err)
	kinds := map[hive.Kind]int64{}
	for _, d := range h.Diagnostics() {
		kinds[d.Kind] = d.Offset
	}
	require.Contains(t, kinds, hive.KindUnreadable)
	require.Equal(t, hive.Damaged, h.State())
	_, ok := h.Lookup("Small")
	require.True(t, ok, "what stands elsewhere is still there")
}

func TestOpenIsReadOnlyAndLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "NTUSER.DAT")
	image := hivetest.Build(t, smallReg)
	require.NoError(t, os.WriteFile(path, image, 0o400))
	before, err := os.Stat(path)
	require.NoError(t, err)
	for _, opt := range []regf.Options{{}, {Lazy: true}, {NoHash: true}, {NoLogs: true}} {
		h, err := regf.OpenPath(context.Background(), path, opt)
		require.NoError(t, err)
		_, err = h.Verify(context.Background())
		require.NoError(t, err)
		_, err = lost.Recover(context.Background(), h)
		require.NoError(t, err)
		require.NoError(t, h.Close())
	}
	after, err := os.Stat(path)
	require.NoError(t, err)
	require.Equal(t, before.ModTime(), after.ModTime())
	got, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, image, got)
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Len(t, entries, 1)
}

func TestOpenEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := regf.Read(ctx, hivetest.Build(t, smallReg))
	require.ErrorIs(t, err, context.Canceled)
}
