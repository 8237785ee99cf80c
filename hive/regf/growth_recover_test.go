package regf

import (
	"context"
	"encoding/binary"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/internal/base"
	"mapihive/hive/internal/cells"
)

// deletedValues is a hive of one unallocated cell in which n values stood, each with data in a cell of its own
// that stood there too.
func deletedValues(n int) []byte {
	const record, data = 32, 16
	img := bareHive(4096 + n*(record+data))
	bin := img[base.Size:]
	le := binary.LittleEndian
	first := cells.BinHeader + 88
	le.PutUint32(bin[first:], uint32(len(bin)-first))
	at := first + 8
	for i := range n {
		p := bin[at:]
		le.PutUint32(p, record)
		copy(p[4:], "vk")
		le.PutUint16(p[6:], 8)
		le.PutUint32(p[8:], 9)
		le.PutUint32(p[12:], uint32(at+record))
		le.PutUint32(p[16:], uint32(hive.RegBinary))
		le.PutUint16(p[20:], cells.VkLatin1)
		copy(p[24:], []byte{byte('a' + i/1e5%10), byte('0' + i/1e4%10), byte('0' + i/1000%10), byte('0' + i/100%10), byte('0' + i/10%10), byte('0' + i%10), 'v', 'v'})
		le.PutUint32(p[record:], data)
		copy(p[record+4:], "DATADATA.")
		at += record + data
	}
	return img
}

// deletedKeys is the same of n keys below the root.
func deletedKeys(n int) []byte {
	const record = 88
	img := bareHive(4096 + n*record)
	bin := img[base.Size:]
	le := binary.LittleEndian
	first := cells.BinHeader + 88
	le.PutUint32(bin[first:], uint32(len(bin)-first))
	for i, at := 0, first+8; i < n; i, at = i+1, at+record {
		p := bin[at:]
		le.PutUint32(p, record)
		copy(p[4:], bin[cells.BinHeader+4:cells.BinHeader+4+cells.NkFixed])
		le.PutUint16(p[6:], cells.NkLatin1)
		le.PutUint64(p[8:], uint64(filetimeYear1990)+uint64(i))
		le.PutUint32(p[4+16:], cells.BinHeader)
		le.PutUint16(p[4+72:], 6)
		copy(p[4+cells.NkFixed:], []byte{byte('a' + i/1e5%10), byte('0' + i/1e4%10), byte('0' + i/1000%10), byte('0' + i/100%10), byte('0' + i/10%10), byte('0' + i%10)})
	}
	return img
}

// Deleted records cost the same each, however many there are: while they are searched for and tied together,
// and in the result.
func TestGrowthOfRecovery(t *testing.T) {
	for _, shape := range []struct {
		name           string
		build          func(n int) []byte
		keys, values   bool
		carved, result float64 // bytes of memory for a record, at most
	}{
		{"values", deletedValues, false, true, 100, 300},
		{"keys", deletedKeys, true, false, 170, 400},
	} {
		t.Run(shape.name, func(t *testing.T) {
			requireLinear(t, func(n int) func() int64 {
				img := shape.build(n)
				return func() int64 {
					h := read(t, img)
					r, err := h.Recover(context.Background())
					require.NoError(t, err)
					require.Len(t, r.Keys, n*btoi(shape.keys))
					require.Len(t, r.Values, n*btoi(shape.values))
					return h.f.Steps
				}
			})
			const n = 100_000
			h := read(t, shape.build(n))
			_, err := h.Verify(context.Background())
			require.NoError(t, err)
			before := heap()
			c := newCarver(h, h.f)
			require.NoError(t, c.scan(context.Background()))
			require.NoError(t, c.relate(context.Background()))
			carved := float64(heap()-before) / n
			r := c.result()
			result := float64(heap()-before) / n
			runtime.KeepAlive(c)
			require.Len(t, r.Keys, n*btoi(shape.keys))
			require.Len(t, r.Values, n*btoi(shape.values))
			t.Logf("a record takes %.0f bytes carved and %.0f bytes in the result", carved, result)
			require.Less(t, carved, shape.carved)
			require.Less(t, result, shape.result)
		})
	}
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// heap is the memory in use.
func heap() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
