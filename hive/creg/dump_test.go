package creg_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/creg"
	"mapihive/hive/hivetest"
	"mapihive/hive/hivetest/cregtest"
)

// build returns the image of a registry text.
func build(t testing.TB, reg string, opts ...cregtest.Option) ([]byte, *cregtest.Layout) {
	t.Helper()
	tree, err := hivetest.Parse(reg)
	require.NoError(t, err)
	img, l, err := cregtest.Image(tree, opts...)
	require.NoError(t, err)
	return img, l
}

func read(t testing.TB, img []byte) *creg.Hive {
	t.Helper()
	h, err := creg.Read(context.Background(), img, creg.Options{})
	require.NoError(t, err)
	return h
}

// verified is read and verified.
func verified(t testing.TB, img []byte) *creg.Hive {
	t.Helper()
	h := read(t, img)
	_, err := h.Verify(context.Background())
	require.NoError(t, err)
	return h
}

// list is every key and value, a line each, in stored order, with the data as stored.
func list(t testing.TB, h *creg.Hive) (lines []string) {
	t.Helper()
	root, ok := h.Root()
	if !ok {
		return nil
	}
	require.NoError(t, h.Walk(context.Background(), root, func(k creg.Key, _ int) error {
		lines = append(lines, "["+string(k.Path())+"]")
		for v := range k.Values() {
			data, _ := v.Data()
			lines = append(lines, fmt.Sprintf("%q %v %x", string(v.Name()), v.Type(), data))
		}
		return nil
	}))
	return lines
}

// paths are those of all keys but the root, in stored order.
func paths(t testing.TB, h *creg.Hive) (out []string) {
	t.Helper()
	root, ok := h.Root()
	if !ok {
		return nil
	}
	require.NoError(t, h.Walk(context.Background(), root, func(k creg.Key, depth int) error {
		if depth > 0 {
			out = append(out, string(k.Path()))
		}
		return nil
	}))
	return out
}

func kinds(h *creg.Hive) (out []hive.Kind) {
	for _, d := range h.Diagnostics() {
		out = append(out, d.Kind)
	}
	return out
}
