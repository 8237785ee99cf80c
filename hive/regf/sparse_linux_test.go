package regf_test

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive/hivetest"
	"mapihive/hive/internal/base"
	"mapihive/hive/internal/cells"
	"mapihive/hive/regf"
)

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
	const seekHole = 4                                       // lseek(2)
	if hole, err := f.Seek(0, seekHole); err != nil || hole >= size {
		t.Skip("this file system keeps no holes")
	}
	h, err := regf.Open(context.Background(), path, regf.Options{})
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
	require.Equal(t, make([]byte, 4096), h.Cells().Image.Buf[size-4096:size])
	_, ok := h.Root()
	require.True(t, ok)
}
