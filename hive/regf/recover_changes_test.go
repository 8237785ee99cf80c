package regf_test

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/hivetest"
	"mapihive/hive/internal/base"
	"mapihive/hive/regf"
	"mapihive/hive/regf/lost"
	"mapihive/hive/regf/translog"
)

// wide is a hive of many bins, of which the vendors that are named have lost applications and values.
func wide(t testing.TB, vendors int, lost func(vendor, app int) bool) []byte {
	t.Helper()
	tree := hivetest.NewTree()
	for i := range vendors {
		vendor := tree.Root.Add(fmt.Sprintf("Vendor%03d", i))
		for j := range 20 {
			app := vendor.Add(fmt.Sprintf("Application%03d", j))
			app.Deleted = lost(i, j) && j%2 == 0
			for v := range 3 {
				value := app.AddValue(fmt.Sprintf("value%d", v), 3, bytes.Repeat([]byte{byte(v)}, 10+30*v))
				value.Deleted = lost(i, j) && v == 1
			}
		}
	}
	img, err := tree.Image()
	require.NoError(t, err)
	return img
}

// What the logs changed is found without looking at what they left alone: the same as by looking at all, which is
// done where the hive on disk was verified before.
func TestOnlyChangedKeysAreCompared(t *testing.T) {
	found := func(img, log []byte, all bool) (*hive.Recovery, cost) {
		h, err := regf.Read(context.Background(), img, translog.Input{Path: "h.LOG1", Slot: translog.LOG1, Data: log})
		require.NoError(t, err)
		_, err = h.Verify(context.Background())
		require.NoError(t, err)
		if all {
			_, err = h.OnDisk().Verify(context.Background())
			require.NoError(t, err)
		}
		var r *hive.Recovery
		c := costOf(func() int64 {
			r, err = lost.Recover(context.Background(), h)
			return h.Cells().Steps
		})
		require.NoError(t, err)
		return r, c
	}
	both := func(t *testing.T, before, after []byte) (r *hive.Recovery, some, all cost) {
		log := hivetest.NewLog(before, after, 7, 3)
		dirty := hivetest.Dirty(before, 8, 7)
		r, some = found(dirty, log, false)
		want, all := found(dirty, log, true)
		require.Equal(t, want, r)
		return r, some, all
	}
	t.Run("a log that deletes", func(t *testing.T) {
		before := wide(t, 60, func(vendor, _ int) bool { return vendor%20 == 3 })
		after := wide(t, 60, func(vendor, app int) bool { return vendor%20 == 3 || vendor == 30 && app < 4 })
		require.Len(t, after, len(before))
		r, some, all := both(t, before, after)
		removed := 0
		for _, k := range r.Keys {
			removed += btoi(k.Source == hive.BeforeLog)
		}
		require.Equal(t, 2, removed)
		require.Less(t, 2*some.Allocs, all.Allocs)
	})
	t.Run("anything", func(t *testing.T) {
		before := wide(t, 20, func(vendor, app int) bool { return vendor%3 == 0 && app%4 == 0 })
		for seed := range uint64(300) {
			rnd := rand.New(rand.NewPCG(seed, 1))
			after := bytes.Clone(before)
			for range 1 + rnd.IntN(6) {
				at := base.Size + rnd.IntN(len(after)-base.Size-64)&^3
				switch rnd.IntN(4) {
				case 0:
					after[at] ^= 1 << rnd.IntN(8)
				case 1:
					clear(after[at : at+64])
				case 2: // another cell's bytes
					copy(after[at&^7:], before[base.Size+rnd.IntN(len(after)-base.Size-64)&^7:][:64])
				default: // an offset
					copy(after[at:at+4], before[base.Size+rnd.IntN(len(after)-base.Size-64)&^3:][:4])
				}
			}
			both(t, before, after)
		}
	})
}
