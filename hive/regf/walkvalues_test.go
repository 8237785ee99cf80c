package regf_test

import (
	"context"
	"iter"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/hivetest"
	"mapihive/hive/regf"
)

// TestWalkValuesSeesWhatVerifyCounts: over every class of input, valid and hostile.
func TestWalkValuesSeesWhatVerifyCounts(t *testing.T) {
	for _, c := range hivetest.Classes() {
		t.Run(c.Name, func(t *testing.T) {
			h, err := regf.Read(context.Background(), c.Make())
			if err != nil {
				require.Nil(t, h, "there are no values to count: %v", err)
				return
			}
			root, _ := h.Root()
			var got regf.Counts
			require.NoError(t, h.WalkValues(context.Background(), root, func(_ regf.Key, _ int, values iter.Seq[regf.Value]) error {
				got.Keys++
				for range values {
					got.Values++
				}
				return nil
			}))
			want, err := h.Verify(context.Background())
			require.NoError(t, err)
			require.Equal(t, want, got)
		})
	}
}

func TestWalkValuesSeesASharedListOnce(t *testing.T) {
	reg := "[A]\n\"x\"=dword:1\n\"y\"=dword:2\n[B]\n\"z\"=dword:3\n"
	img, l := hivetest.BuildLayout(t, reg)
	list := hivetest.ValueListCell("A")(l) - 4096
	b := hivetest.KeyField("B", 36)(l) // value count and list
	copy(img[b:], []byte{2, 0, 0, 0, byte(list), byte(list >> 8), byte(list >> 16), byte(list >> 24)})
	h := read(t, img)
	root, _ := h.Root()
	var names []hive.Text
	require.NoError(t, h.WalkValues(context.Background(), root, func(_ regf.Key, _ int, values iter.Seq[regf.Value]) error {
		for v := range values {
			names = append(names, v.Name())
		}
		return nil
	}))
	require.Equal(t, []hive.Text{"x", "y"}, names)
	require.Contains(t, kindsOf(h.Diagnostics()), hive.KindListTwice)
}
