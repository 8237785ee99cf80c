package regf_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/hivetest"
)

// Two values of one name are said, whatever their case; values that only look alike are not.
func TestValuesOfOneName(t *testing.T) {
	const src = "[K]\n\"name\"=\"1\"\n\"Xame\"=\"2\"\n\"nome\"=\"3\"\n\"name2\"=\"4\"\n@=\"5\"\n[L]\n\"name\"=\"6\"\n"
	img, layout := hivetest.BuildLayout(t, src)
	require.Empty(t, verifyKinds(t, img))

	twice := hivetest.Apply(img, layout, hivetest.PutBytes(hivetest.ValueField("K", "Xame", 20), []byte("N")))
	h := read(t, twice)
	_, err := h.Verify(context.Background())
	require.NoError(t, err)
	require.Len(t, h.Diagnostics(), 1)
	d := h.Diagnostics()[0]
	require.Equal(t, hive.KindDuplicateName, d.Kind)
	require.EqualValues(t, layout.Keys["K"].Value("Xame").Cell, d.Offset, d.Message)
	k, _ := h.Lookup("K")
	v, ok := k.Value("NAME")
	require.True(t, ok)
	require.Equal(t, hive.Text("name"), v.Name(), "a lookup finds the first")
}

// Names that a digest cannot tell apart cost no more than sorting them.
func TestManyAlikeNames(t *testing.T) {
	requireLinear(t, func(n int) func() int64 {
		var src strings.Builder
		src.WriteString("[K]\n")
		for i := range n / 10 {
			fmt.Fprintf(&src, "\"%06dxxxxxx\"=dword:0\n", i)
		}
		img := hivetest.Build(t, src.String())
		return func() int64 {
			require.Empty(t, verifyKinds(t, img))
			return 0
		}
	})
}

func verifyKinds(t *testing.T, img []byte) []hive.Kind {
	h := read(t, img)
	_, err := h.Verify(context.Background())
	require.NoError(t, err)
	return kinds(h)
}
