package regf_test

import (
	"bytes"
	"context"
	"fmt"
	"hash/maphash"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/regf"
)

// dumpSeed makes the data hashes of one run comparable.
var dumpSeed = maphash.MakeSeed()

// keyDump is everything a hive says of one key.
type keyDump struct {
	Path      hive.Path
	Depth     int
	LastWrite hive.Time
	Flags     uint16
	Offset    int64
	Class     string // hex
	Owner     string
	Values    []valueDump
}

type valueDump struct {
	Name      hive.Text
	Type      hive.ValueType
	Offset    int64
	Data      uint64 // hash
	Size      int    // of the data handed out
	Whole     bool
	Tombstone bool
	raw       string // only with dumpWithData
}

// dump walks the whole hive and reads all there is.
func dump(t testing.TB, h *regf.Hive) []keyDump {
	t.Helper()
	var keys []keyDump
	paths := []hive.Path{""}
	root, ok := h.Root()
	if !ok {
		return nil
	}
	require.NoError(t, h.Walk(context.Background(), root, func(k regf.Key, depth int) error {
		if paths = paths[:min(depth, len(paths))]; depth == 0 {
			paths = append(paths, "")
		} else {
			paths = append(paths, paths[depth-1].Join(k.Name()))
		}
		d := keyDump{
			Path: paths[depth], Depth: depth, LastWrite: k.LastWrite(), Flags: k.Flags(), Offset: k.Offset(),
			Class: hive.Hex(k.Class()).String(), Owner: k.Owner(),
		}
		for v := range k.Values() {
			data, whole := v.Data()
			d.Values = append(d.Values, valueDump{
				Name: v.Name(), Type: v.Type(), Offset: v.Offset(), Data: maphash.Bytes(dumpSeed, data), Size: len(data),
				Whole: whole, Tombstone: v.Tombstone(),
			})
		}
		keys = append(keys, d)
		return nil
	}))
	return keys
}

// pathsOf lists the paths of a dump below the root, in order.
func pathsOf(keys []keyDump) []string {
	var paths []string
	for _, k := range keys {
		if k.Depth > 0 {
			paths = append(paths, string(k.Path))
		}
	}
	return paths
}

// kindsOf lists the kinds of diagnostics, each once, in order of first appearance.
func kindsOf(diags []hive.Diagnostic) []hive.Kind {
	var kinds []hive.Kind
	seen := map[hive.Kind]bool{}
	for _, d := range diags {
		if !seen[d.Kind] {
			seen[d.Kind] = true
			kinds = append(kinds, d.Kind)
		}
	}
	return kinds
}

// read opens an image that must be a hive.
func read(t testing.TB, img []byte) *regf.Hive {
	t.Helper()
	h, err := regf.Read(context.Background(), img)
	require.NoError(t, err)
	return h
}

// mustLookup finds a key that must be there.
func mustLookup(t testing.TB, h *regf.Hive, path string) regf.Key {
	t.Helper()
	k, ok := h.Lookup(hive.Path(path))
	require.True(t, ok, "no key %s", path)
	return k
}

// mustData is the data of a value that must be there and whole.
func mustData(t testing.TB, k regf.Key, name string) []byte {
	t.Helper()
	v, ok := k.Value(hive.Text(name))
	require.True(t, ok, "no value %q in %s", name, k.Path())
	data, whole := v.Data()
	require.True(t, whole, "value %q in %s is cut", name, k.Path())
	return data
}

// diagText is a diagnostic in one line, for failure messages and comparisons.
func diagText(diags []hive.Diagnostic) string {
	var b strings.Builder
	for _, d := range diags {
		fmt.Fprintf(&b, "%s @%d %s [%s] %s\n", d.Kind, d.Offset, d.Structure, d.Path, d.Message)
	}
	return b.String()
}

// readLazy opens an image the way Open does with Lazy: piece by piece.
func readLazy(t testing.TB, img []byte) *regf.Hive {
	t.Helper()
	h, err := regf.New(context.Background(), bytes.NewReader(img), int64(len(img)), regf.Options{Lazy: true})
	require.NoError(t, err)
	return h
}
