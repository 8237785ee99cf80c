package regf_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/hivetest"
	"mapihive/hive/regf"
)

func TestViewIsTheHive(t *testing.T) {
	h := read(t, hivetest.Build(t, "[A]\n@=\"d\"\n\"v\"=dword:1\n[A\\B]\n\"w\"=hex:01\n[C\\D\\E]"))
	root, ok := h.View().Root()
	require.True(t, ok)
	var got, want []string
	line := func(path hive.Path, place hive.Place, written hive.Time, values int) string {
		return fmt.Sprint(string(path), place, written, values)
	}
	require.NoError(t, hive.Walk(t.Context(), root, func(k hive.Key, depth int) error {
		n := 0
		for v := range k.Values() {
			n++
			same, ok := k.Value(v.Name())
			require.True(t, ok)
			require.Equal(t, []any{v.Name(), v.Type(), v.Size(), v.Place()}, []any{same.Name(), same.Type(), same.Size(), same.Place()})
		}
		require.Equal(t, n, int(k.ValueCount()))
		got = append(got, line(k.Path(), k.Place(), k.LastWrite(), n))
		found, ok := hive.Lookup(root, k.Path())
		require.True(t, ok)
		require.Equal(t, k.Place(), found.Place())
		return nil
	}))
	live, _ := h.Root()
	require.NoError(t, h.Walk(t.Context(), live, func(k regf.Key, _ int) error {
		want = append(want, line(k.Path(), k.Place(), k.LastWrite(), int(k.ValueCount())))
		return nil
	}))
	require.Equal(t, want, got)
	_, ok = hive.Lookup(root, `A\none`)
	require.False(t, ok)

	h.View().Note(hive.Diagnostic{Kind: hive.KindProperty, Place: hive.Place{Offset: 4200}, Message: "x"})
	require.Equal(t, []hive.Kind{hive.KindProperty}, kindsOf(h.Diagnostics()))
}

// A walk costs no allocation for a key, which going through the view would.
func TestWalkAllocatesForNoKey(t *testing.T) {
	walk := func(keys int) float64 {
		tree := hivetest.NewTree()
		for i := range keys {
			tree.Root.Add(fmt.Sprintf("K%04d", i)).AddValue("v", 4, make([]byte, 4))
		}
		img, err := tree.Image()
		require.NoError(t, err)
		h := read(t, img)
		root, _ := h.Root()
		return testing.AllocsPerRun(5, func() {
			if err := h.Walk(context.Background(), root, func(k regf.Key, _ int) error { k.LastWrite(); return nil }); err != nil {
				t.Error(err)
			}
		})
	}
	require.Less(t, walk(1000)-walk(10), 100.0, "the stack of keys to be visited grows")
}

// The hive's own work keeps to Key and Value: only view.go knows of the view, no report goes through it, and of dumps
// only those of other kinds of registries, and what finds or completes the key that is to be dumped in any of them.
func TestOnlyReadersOfContentsUseTheView(t *testing.T) {
	through := regexp.MustCompile(`\bhive\.(Registry|Key|Value)\b|\.View\(\)|\bhive\.(Lookup|Walk)\(`)
	may := []string{"view.go", "../../report/dump/registry.go", "../../cmd/mapihive/dump.go", "../../cmd/mapihive/dump_key.go", "../../cmd/mapihive/complete.go"}
	for _, pattern := range []string{"*.go", "translog/*.go", "lost/*.go", "../../report/*.go", "../../report/dump/*.go", "../../cmd/mapihive/*.go"} {
		files, err := filepath.Glob(pattern)
		require.NoError(t, err)
		require.NotEmpty(t, files, pattern)
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") || slices.Contains(may, filepath.ToSlash(file)) {
				continue
			}
			src, err := os.ReadFile(file)
			require.NoError(t, err)
			for i, line := range strings.Split(string(src), "\n") {
				code, _, _ := strings.Cut(line, "//")
				require.False(t, through.MatchString(code), "%s:%d: %s", file, i+1, line)
			}
		}
	}
}

// Lookups of one way after the other find what each finds alone.
func TestLookupsOnOneWay(t *testing.T) {
	h := read(t, hivetest.Build(t, "[A\\B\\C]\n[A\\B\\D\\E]\n[A\\c]\n[B\\C]\n"))
	root, ok := h.View().Root()
	require.True(t, ok)
	for _, path := range []hive.Path{`A\B\C`, `A\B\D\E`, `A\B\D`, `A\B\None\E`, `A\B\D\E`, `A\C`, `a\b\c`, `B\C`, ``, `None`, `A\B\C`, `A`, `B\C\D`} {
		want, found := h.Lookup(path)
		got, ok := hive.Lookup(root, path)
		require.Equal(t, found, ok, path)
		if found {
			require.Equal(t, want.Offset(), got.Place().Offset, path)
			require.Equal(t, want.Path(), got.Path(), path)
		}
	}
}
