package lost

import (
	"context"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive/hivetest"
	"mapihive/hive/regf"
)

// Deleted records are small while they are searched for and tied together, and in the result.
func TestMemoryOfRecovery(t *testing.T) {
	for _, shape := range []struct {
		name           string
		build          func(n int) []byte
		carved, result float64 // bytes of memory for a record, at most
	}{
		{"values", hivetest.DeletedValues, 80, 240},
		{"keys", hivetest.DeletedKeys, 140, 318},
	} {
		t.Run(shape.name, func(t *testing.T) {
			const n = 100_000
			h, err := regf.Read(context.Background(), shape.build(n))
			require.NoError(t, err)
			_, err = h.Verify(context.Background())
			require.NoError(t, err)
			before := heap()
			c := newCarver(h, h.Cells())
			require.NoError(t, c.scan(context.Background()))
			require.NoError(t, c.relate(context.Background()))
			carved := float64(heap()-before) / n
			r := c.result()
			result := float64(heap()-before) / n
			runtime.KeepAlive(c)
			require.Equal(t, n, len(r.Keys)+len(r.Values))
			t.Logf("a record takes %.0f bytes carved and %.0f bytes in the result", carved, result)
			require.Less(t, carved, shape.carved)
			require.Less(t, result, shape.result)
		})
	}
}

// heap is the memory in use.
func heap() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
