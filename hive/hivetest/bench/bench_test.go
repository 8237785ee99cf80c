package main

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive/regf"
)

func TestFigures(t *testing.T) {
	file := filepath.Join(t.TempDir(), "bench.txt")
	none, err := readFigures(file)
	require.NoError(t, err)
	var first figures
	first.set("analyze / SHA-256", 4)
	first.set("memory / size", 1.5)
	require.NoError(t, none.write(file, "a machine", first))
	known, err := readFigures(file)
	require.NoError(t, err)
	require.Equal(t, first, known)

	var next figures
	next.set("memory / size", 1.57)
	next.set("analyze / SHA-256", 4.3)
	next.set("new", 9)
	require.Equal(t, []string{"analyze / SHA-256: 4.300, was 4.000 (+7 %)"}, next.worse(known))
	require.NoError(t, known.write(file, "a machine", next))
	both, err := readFigures(file)
	require.NoError(t, err)
	require.Equal(t, []string{"analyze / SHA-256", "memory / size", "new"}, both.names, "each stays in its place")
	require.NoError(t, os.WriteFile(file, []byte("# x\nfast  analyze\n"), 0o600))
	_, err = readFigures(file)
	require.ErrorContains(t, err, "bench.txt:2")
}

// The walker that shows what can be reached reads what the reader reads.
func TestFloorReadsTheSame(t *testing.T) {
	file := filepath.Join(t.TempDir(), "hive")
	require.NoError(t, writeHive(file, 1))
	img, err := os.ReadFile(file)
	require.NoError(t, err)
	f := floor{img: img}
	f.all(f.root())
	h, err := regf.OpenPath(context.Background(), file, regf.Options{})
	require.NoError(t, err)
	keys, values := 0, 0
	root, _ := h.Root()
	require.NoError(t, h.Walk(t.Context(), root, func(k regf.Key, _ int) error {
		keys++
		for range k.Values() {
			values++
		}
		return nil
	}))
	require.Equal(t, []int{keys, values}, []int{f.keys, f.values})
	require.Greater(t, keys, 1000)
	at := f.root()
	for _, name := range []string{"software", "MICROSOFT", "Office"} {
		at = f.child(at, name)
		require.NotNil(t, at, name)
	}
	require.Nil(t, f.child(at, "17.0"))
}

// Copies are hives that differ in their hashes only.
func TestCopiesDiffer(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "model")
	require.NoError(t, writeHive(file, 1))
	img, err := os.ReadFile(file)
	require.NoError(t, err)
	require.NoError(t, copies(filepath.Join(dir, "all"), [][]byte{img, img}, 6))
	hashes := map[string]bool{}
	files, err := filepath.Glob(filepath.Join(dir, "all", "*", "NTUSER.DAT"))
	require.NoError(t, err)
	require.Len(t, files, 6)
	for _, file := range files {
		h, err := regf.OpenPath(t.Context(), file, regf.Options{})
		require.NoError(t, err)
		require.Empty(t, h.Diagnostics(), "the checksum is mended")
		hashes[h.SHA256()] = true
	}
	require.Len(t, hashes, 3, "two models of one content")
}

// Each shape is one that a hive can have, of either size.
func TestShapesAreBuilt(t *testing.T) {
	for _, logs := range []bool{false, true} {
		for _, make := range []shape{deletedValues, siblings, sections(true, manyFiles), sections(false, manySpellings), accounts} {
			dir := t.TempDir()
			files, err := writeShape(dir, 50, make, logs)
			require.NoError(t, err)
			for _, file := range files {
				h, err := regf.OpenPath(t.Context(), file, regf.Options{})
				require.NoError(t, err)
				_, ok := h.Lookup("Software")
				require.True(t, ok)
			}
		}
	}
	spelled := map[string]bool{}
	for i := range 2000 {
		spelled[manySpellings(i)] = true
	}
	require.Len(t, spelled, 2000)
}
