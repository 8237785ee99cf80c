package regf_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/hivetest"
	"mapihive/hive/internal/base"
	"mapihive/hive/internal/cells"
	"mapihive/hive/regf"
	"mapihive/hive/regf/lost"
	"mapihive/hive/regf/translog"
)

// recoverGrown returns the work of reading a hive with a log and recovering from it, and what must come back.
func recoverGrown(t *testing.T, img, log []byte, keys, values int) func() int64 {
	return func() int64 {
		h, err := regf.Read(context.Background(), img, translog.Input{Path: "h.LOG1", Slot: translog.LOG1, Data: log})
		require.NoError(t, err)
		r, err := lost.Recover(context.Background(), h)
		require.NoError(t, err)
		require.Positive(t, h.Logs()[0].Applied)
		require.Len(t, r.Keys, keys)
		require.Equal(t, values, r.CountValues())
		for _, d := range h.Diagnostics() {
			require.NotEqual(t, hive.KindLimit, d.Kind, d.Message)
		}
		return h.Cells().Steps
	}
}

// grown is a hive with a key K of so many values and subkeys.
func grown(t *testing.T, values, subkeys int, deleted bool) (img []byte, layout *hivetest.Layout) {
	t.Helper()
	tree := hivetest.NewTree()
	k := tree.Root.Add("K")
	k.Deleted = deleted
	for i := range values {
		k.AddValue(fmt.Sprintf("value%06d", i), 4, []byte{1, 2, byte(i), byte(i >> 8)})
	}
	for i := range subkeys {
		k.Add(fmt.Sprintf("sub%06d", i))
	}
	img, layout, err := tree.ImageLayout()
	require.NoError(t, err)
	return img, layout
}

// padded is a hive with one more bin, of one unallocated cell, that makes it as large as another.
func padded(img []byte, size int) []byte {
	le, rel := binary.LittleEndian, len(img)-base.Size
	bin := make([]byte, size-len(img))
	copy(bin, "hbin")
	le.PutUint32(bin[4:], uint32(rel))
	le.PutUint32(bin[8:], uint32(len(bin)))
	le.PutUint32(bin[cells.BinHeader:], uint32(len(bin)-cells.BinHeader))
	img = append(bytes.Clone(img), bin...)
	le.PutUint32(img[40:], uint32(size-base.Size))
	return reseal(img)
}

// overAndOver appends n log entries of the page with the nk cell at a file offset, each with a later time.
func overAndOver(log, img []byte, seq uint32, nk, n int) []byte {
	at := nk / base.PageSize * base.PageSize
	page := bytes.Clone(img[at : at+base.PageSize])
	for i := range n {
		binary.LittleEndian.PutUint64(page[nk-at+4+4:], uint64(year1990)+uint64(i+1))
		refs := []hivetest.PageRef{{Offset: uint32(at - base.Size), Data: page}}
		log = hivetest.AppendEntry(log, seq+uint32(i), uint32(len(img)-base.Size), refs)
	}
	return log
}

// The logs that made recovery slower than linear.
func TestGrowthOfLogs(t *testing.T) {
	t.Run("the log deletes a key of n values", func(t *testing.T) {
		requireLinear(t, func(n int) func() int64 {
			before, _ := grown(t, n, 0, false)
			after, _ := grown(t, n, 0, true)
			return recoverGrown(t, hivetest.Dirty(before, 8, 7), hivetest.NewLog(before, after, 7, 1), 1, n)
		})
	})
	t.Run("the log deletes a key of n subkeys", func(t *testing.T) {
		requireLinear(t, func(n int) func() int64 {
			before, _ := grown(t, 0, n, false)
			after, _ := grown(t, 0, n, true)
			return recoverGrown(t, hivetest.Dirty(before, 8, 7), hivetest.NewLog(before, after, 7, 1), n+1, 0)
		})
	})
	t.Run("the log writes over a part of a deleted key of n values", func(t *testing.T) {
		requireLinear(t, func(n int) func() int64 {
			before, _ := grown(t, n, 0, true)
			after := bytes.Clone(before)
			for at := len(after) / 4 / base.PageSize * base.PageSize; at < len(after)/2; at += base.PageSize {
				if string(after[at:at+4]) == "hbin" {
					continue
				}
				clear(after[at : at+base.PageSize])
			}
			return recoverGrown(t, hivetest.Dirty(before, 8, 7), hivetest.NewLog(before, after, 7, 1), 1, n)
		})
	})
	// A log of 100,000 entries would be larger than logs are read.
	t.Run("n entries over the page of a live key of n values", func(t *testing.T) {
		requireLinearFrom(t, 1_000, 10_000, func(n int) func() int64 {
			img, layout := grown(t, n, 0, false)
			log := overAndOver(hivetest.LogBase(img, 6, 7), img, 7, layout.Keys["K"].Cell, n)
			return recoverGrown(t, hivetest.Dirty(img, 8, 7), log, 0, 0)
		})
	})
	t.Run("n entries over the page of a key of n values that is gone", func(t *testing.T) {
		requireLinearFrom(t, 1_000, 10_000, func(n int) func() int64 {
			img, layout := grown(t, n, 0, false)
			without := padded(hivetest.Build(t, "[Other]"), len(img))
			size := uint32(len(img) - base.Size)
			log := hivetest.AppendEntry(hivetest.LogBase(img, 6, 7), 7, size, []hivetest.PageRef{{Offset: 0, Data: img[base.Size:]}})
			log = overAndOver(log, img, 8, layout.Keys["K"].Cell, n)
			log = hivetest.AppendEntry(log, uint32(n)+8, size, []hivetest.PageRef{{Offset: 0, Data: without[base.Size:]}})
			return recoverGrown(t, hivetest.Dirty(without, 8, 7), log, 1, n)
		})
	})
}
