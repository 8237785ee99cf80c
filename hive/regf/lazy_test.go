package regf_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/hivetest"
	"mapihive/hive/regf"
)

// counting counts the bytes that are read of a source.
type counting struct {
	io.ReaderAt
	read int64
}

func (c *counting) ReadAt(p []byte, off int64) (int, error) {
	n, err := c.ReaderAt.ReadAt(p, off)
	c.read += int64(n)
	return n, err
}

// A few keys of a large hive cost a few pages, the absent ones too.
func TestLazyReadsPages(t *testing.T) {
	var text strings.Builder
	for i := range 400 {
		for j := range 10 {
			fmt.Fprintf(&text, "[Software\\Vendor%03d\\Program%d]\n\"path\"=\"%s\"\n", i, j, strings.Repeat("x", 1000))
		}
	}
	text.WriteString("[Software\\Microsoft\\Office\\16.0\\Outlook\\Profiles\\Deep]\n\"value\"=\"found\"\n")
	img := hivetest.Build(t, text.String())
	require.Greater(t, len(img), 8<<20)
	src := &counting{ReaderAt: bytes.NewReader(img)}
	h, err := regf.New(t.Context(), src, int64(len(img)), regf.Options{Lazy: true})
	require.NoError(t, err)
	k, ok := h.Lookup(`Software\Microsoft\Office\16.0\Outlook\Profiles\Deep`)
	require.True(t, ok)
	v, ok := k.Value("value")
	require.True(t, ok)
	data, whole := v.Data()
	require.True(t, whole)
	require.Equal(t, hive.EncodeUTF16("found\x00"), data)
	for _, absent := range []hive.Path{`Software\Wow6432Node`, `Software\Microsoft\Windows`, `Control Panel`} {
		_, ok := h.Lookup(absent)
		require.False(t, ok)
	}
	require.LessOrEqual(t, src.read, int64(64<<10))
	require.Empty(t, h.Diagnostics())
}

// A wrong hash hides a key from who reads lazily, as it does from Windows, and from nobody else.
func TestLazyTrustsHashes(t *testing.T) {
	img, l := hivetest.BuildLayout(t, "[Mail\\Key]\n[Mail\\Other]")
	img = hivetest.Apply(img, l, hivetest.LHBadHash("Mail"))
	_, ok := read(t, img).Lookup(`Mail\Key`)
	require.True(t, ok)
	_, ok = readLazy(t, img).Lookup(`Mail\Key`)
	require.False(t, ok)
}

// Where Windows made one bin of two, the header of the second is still there, and what follows it need not be cells
// any more.
func TestLazyMergedBins(t *testing.T) {
	var text strings.Builder
	for i := range 200 {
		fmt.Fprintf(&text, "[Key\\%03d]\n\"value\"=\"data of %d\"\n", i, i)
	}
	img := hivetest.Build(t, text.String())
	le := binary.LittleEndian
	size := func(img []byte, at int) int { return int(max(int32(le.Uint32(img[at:])), -int32(le.Uint32(img[at:])))) }
	pairs := 0
	for a := 4096; a+2*4096 <= len(img); a += 4096 {
		b := a + 4096
		onePage := func(bin int) bool { return string(img[bin:bin+4]) == "hbin" && le.Uint32(img[bin+8:]) == 4096 }
		if !onePage(a) || !onePage(b) {
			continue
		}
		pairs++
		merged := bytes.Clone(img)
		le.PutUint32(merged[a+8:], 2*4096)
		last := a + 32
		for last+size(img, last) < b {
			last += size(img, last)
		}
		grown := size(img, last) + 32 + size(img, b+32)
		if int32(le.Uint32(img[last:])) < 0 {
			grown = -grown
		}
		le.PutUint32(merged[last:], uint32(int32(grown)))
		le.PutUint32(merged[b+32:], uint32(int32(-size(img, b+32)-8)))
		whole, lazy := read(t, merged), readLazy(t, merged)
		require.Equal(t, dump(t, whole), dump(t, lazy))
		require.Equal(t, diagText(whole.Diagnostics()), diagText(lazy.Diagnostics()))
	}
	require.NotZero(t, pairs)
}

// What one hive leaves in memory that another takes over is never shown for that one's.
func TestSpareShowsNothingOfOthers(t *testing.T) {
	const mark = "secret of the first hive "
	var first strings.Builder
	for i := range 200 {
		fmt.Fprintf(&first, "[K\\%04d]\n\"value\"=\"%s\"\n", i, strings.Repeat(mark, 8))
	}
	one := hivetest.Build(t, first.String())
	two := hivetest.Build(t, everything)
	whole := dump(t, read(t, two))
	spare := new(regf.Spare)
	open := func(src io.ReaderAt, size int) *regf.Hive {
		h, err := regf.New(t.Context(), src, int64(size), regf.Options{Lazy: true, Spare: spare})
		require.NoError(t, err)
		return h
	}
	for page := int64(4096); page < int64(len(two)); page += 4096 {
		h := open(bytes.NewReader(one), len(one))
		dump(t, h)
		require.NoError(t, h.Close())

		h = open(bytes.NewReader(two), len(two))
		require.Equal(t, whole, dump(t, h))
		require.NoError(t, h.Close())

		h = open(failing{two, page, page + 4096}, len(two))
		if root, ok := h.Root(); ok {
			require.NoError(t, h.Walk(t.Context(), root, func(k regf.Key, _ int) error {
				for v := range k.Values() {
					data, _ := v.Data()
					require.NotContains(t, string(data), string(hive.EncodeUTF16(mark)))
				}
				return nil
			}))
		}
		require.NoError(t, h.Close())
	}
}
