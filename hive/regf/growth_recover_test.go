package regf_test

import (
	"context"
	"fmt"
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

// Keys that were lost below n siblings are tied to them, and the siblings found by their names, without going through
// all siblings for each.
func TestGrowthOfSiblings(t *testing.T) {
	for _, minor := range []int{3, 5} { // hints, and hashes
		t.Run(fmt.Sprint("1.", minor), func(t *testing.T) {
			requireLinear(t, func(n int) func() int64 {
				tree := hivetest.NewTree()
				siblings := tree.Root.Add("siblings")
				for i := range n {
					child := siblings.Add(fmt.Sprintf("sibling %06d", i)).Add("child")
					child.Deleted = true
				}
				img, err := tree.Image(hivetest.WithMinor(minor))
				require.NoError(t, err)
				return func() int64 {
					h := read(t, img)
					r, err := lost.Recover(context.Background(), h)
					require.NoError(t, err)
					require.Len(t, r.Keys, n)
					for _, k := range r.Keys {
						parent, ok := h.Lookup(k.Path.Parent())
						require.True(t, ok)
						require.Equal(t, k.ParentOffset, parent.Offset())
						_, ok = h.Lookup(k.Path.Parent() + " of nobody")
						require.False(t, ok)
					}
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
