package regf_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive/hivetest"
	"mapihive/hive/regf"
	"mapihive/hive/regf/lost"
	"mapihive/hive/regf/translog"
)

// deletedBenchHive is a hive of some 22 MB: 42,000 live keys with 168,000 values, 2,000 deleted keys with 4,000.
func deletedBenchHive(tb testing.TB) []byte {
	tb.Helper()
	tree := hivetest.NewTree()
	for i := range 200 {
		vendor := tree.Root.Add(fmt.Sprintf("Vendor%05d", i))
		for j := range 220 {
			app := vendor.Add(fmt.Sprintf("Application%04d", j))
			app.Deleted = j%22 == 0
			n := 4
			if app.Deleted {
				n = 2
			}
			for v := range n {
				app.AddValue(fmt.Sprintf("value%d", v), 3, bytes.Repeat([]byte{byte(v)}, 30+40*v))
			}
		}
	}
	img, err := tree.Image()
	require.NoError(tb, err)
	return img
}

// BenchmarkRecover recovers from an open hive; with reglookup-recover it is compared in the same run.
func BenchmarkRecover(b *testing.B) {
	img := deletedBenchHive(b)
	b.Run("recover", func(b *testing.B) {
		h := read(b, img)
		_, err := h.Verify(context.Background())
		require.NoError(b, err)
		b.SetBytes(int64(len(img)))
		b.ReportAllocs()
		for b.Loop() {
			r, err := lost.Recover(context.Background(), h)
			require.NoError(b, err)
			require.Len(b, r.Keys, 2000)
		}
	})
	b.Run("open and recover", func(b *testing.B) {
		b.SetBytes(int64(len(img)))
		for b.Loop() {
			h := read(b, img)
			_, err := lost.Recover(context.Background(), h)
			require.NoError(b, err)
		}
	})
	b.Run("reglookup-recover", func(b *testing.B) {
		program, err := exec.LookPath("reglookup-recover")
		if err != nil {
			b.Skip("SKIPPED, NO PEER: reglookup-recover is not installed")
		}
		path := filepath.Join(b.TempDir(), "h")
		require.NoError(b, os.WriteFile(path, img, 0o600))
		b.SetBytes(int64(len(img)))
		for b.Loop() {
			require.NoError(b, exec.Command(program, path).Run())
		}
	})
}

// BenchmarkReplay lays a log of 2,000 pages over the same hive; MB/s are those of hive and log together.
func BenchmarkReplay(b *testing.B) {
	img := deletedBenchHive(b)
	after := bytes.Clone(img)
	for page := 8192; page+4096 <= len(after); page += len(after) / 2000 / 4096 * 4096 {
		after[page+4095] ^= 1
	}
	log := hivetest.NewLog(img, after, 7, 20)
	dirty := hivetest.Dirty(img, 8, 7)
	b.SetBytes(int64(len(img) + len(log)))
	b.ReportAllocs()
	for b.Loop() {
		h, err := regf.Read(context.Background(), dirty, translog.Input{Path: "h.LOG1", Slot: translog.LOG1, Data: log})
		require.NoError(b, err)
		require.Equal(b, 20, h.Logs()[0].Applied)
	}
}
