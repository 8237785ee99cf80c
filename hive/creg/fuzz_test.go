package creg_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/creg"
	"mapihive/hive/hivetest/cregtest"
	"mapihive/hive/mapi"
)

// FuzzCREG opens, verifies and walks any bytes, looks every key up by the path it was listed under, and reads the
// profiles of every user.
func FuzzCREG(f *testing.F) {
	for _, c := range cregtest.Classes() {
		if img := c.Make(); len(img) < 12<<10 {
			f.Add(img)
		}
	}
	f.Add(cregtest.Build(f, aliceProfile, cregtest.WithPage(4)))
	f.Add(cregtest.Build(f, everyForm, cregtest.WithPage(4), cregtest.WithIDs(2)))
	f.Fuzz(func(t *testing.T, img []byte) {
		if len(img) > 1<<20 {
			return
		}
		holds(t, img)
	})
}

// holds checks what is true of every file, however broken.
func holds(t *testing.T, img []byte) {
	before := slices.Clone(img)
	h, err := creg.Read(t.Context(), img, creg.Options{})
	if err != nil {
		return
	}
	counts, err := h.Verify(t.Context())
	require.NoError(t, err)
	size := int64(len(img))
	keys, values, bytes := 0, 0, 0
	entries, records := map[int64]bool{}, map[int64]bool{}
	listed := map[hive.Path]int{}
	root, ok := h.Root()
	if ok {
		require.NoError(t, h.Walk(t.Context(), root, func(k creg.Key, depth int) error {
			keys++
			require.LessOrEqual(t, depth, hive.MaxDepth)
			require.True(t, 0 < k.Offset() && k.Offset()+28 <= size)
			require.False(t, entries[k.Offset()], "an entry of two keys")
			entries[k.Offset()] = true
			if r := k.RecordOffset(); r != 0 {
				require.False(t, records[r], "a record of two keys")
				records[r] = true
			}
			listed[k.Path().Raised()]++
			for v := range k.Values() {
				values++
				data, whole := v.Data()
				bytes += len(v.ANSIName()) + len(data)
				require.Equal(t, whole, len(data) == v.Size())
				require.True(t, k.RecordOffset() < v.Offset() && v.Offset()+12 <= size)
			}
			return nil
		}))
	}
	require.Equal(t, creg.Counts{Keys: keys, Values: values}, counts)
	require.LessOrEqual(t, keys*28+bytes+12*values, len(img), "more than the file holds")
	for _, d := range h.Diagnostics() {
		require.True(t, 0 <= d.Offset && d.Offset <= size, "%v", d)
	}
	for path, n := range listed {
		if n == 1 && len(listed) < 500 && !strings.Contains(string(path), `\u`) {
			lookUp(t, h, path, listed)
		}
	}
	for _, u := range h.Users() {
		_, err := mapi.Read(t.Context(), u.Registry(), mapi.Options{})
		require.NoError(t, err)
	}
	_, _, _ = h.CodePage()
	require.Equal(t, before, img, "evidence was changed")

	again, err := creg.Read(t.Context(), img, creg.Options{})
	require.NoError(t, err)
	require.Equal(t, list(t, h), list(t, again))
}

// lookUp finds a key by its path, unless one of two keys of one name is on the way.
func lookUp(t *testing.T, h *creg.Hive, path hive.Path, listed map[hive.Path]int) {
	for p := path; p != ""; p = p.Parent() {
		if listed[p] > 1 {
			return
		}
	}
	found, ok := h.Lookup(path)
	require.True(t, ok, "%q is listed but not found", string(path))
	require.True(t, found.Path().Equal(path), "%q finds %q", string(path), string(found.Path()))
}

// Any four bytes of a file may be wrong.
func TestMutations(t *testing.T) {
	img, _ := cregtest.Seed()
	for _, v := range [][]byte{{0, 0, 0, 0}, {0xFF, 0xFF, 0xFF, 0xFF}, {0xF0, 0xFF, 0xFF, 0x7F}, {0x40, 0, 0, 0}} {
		for at := 0; at+4 <= len(img); at += 4 {
			if at > 400 && (string(img[at:at+4]) == "\x00\x00\x00\x00" || string(img[at:at+4]) == "AAAA") { // free, or data
				continue
			}
			bad := slices.Clone(img)
			copy(bad[at:], v)
			holds(t, bad)
		}
	}
}

// A file may end anywhere.
func TestTruncations(t *testing.T) {
	img, _ := cregtest.Seed()
	for n := 0; n < len(img); n += 17 {
		holds(t, img[:n])
	}
}
