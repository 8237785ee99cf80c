package regf_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive/hivetest"
	"mapihive/hive/regf/lost"
)

// Deleted records cost the same each, however many there are.
func TestGrowthOfRecovery(t *testing.T) {
	for _, shape := range []struct {
		name         string
		build        func(n int) []byte
		keys, values bool
	}{
		{"values", hivetest.DeletedValues, false, true},
		{"keys", hivetest.DeletedKeys, true, false},
	} {
		t.Run(shape.name, func(t *testing.T) {
			requireLinear(t, func(n int) func() int64 {
				img := shape.build(n)
				return func() int64 {
					h := read(t, img)
					r, err := lost.Recover(context.Background(), h)
					require.NoError(t, err)
					require.Len(t, r.Keys, n*btoi(shape.keys))
					require.Len(t, r.Values, n*btoi(shape.values))
					return h.Cells().Steps
				}
			})
		})
	}
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}
