package regf_test

import (
	"context"
	"errors"
	"io"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/hivetest"
	"mapihive/hive/regf"
	"mapihive/hive/regf/lost"
)

// failingReader gives out img, but an error where the disk is said to be broken.
type failingReader struct {
	img      []byte
	from, to int64 // broken
	err      error
}

func (r failingReader) ReadAt(p []byte, off int64) (int, error) {
	for i := range p {
		switch at := off + int64(i); {
		case at >= r.from && at < r.to:
			return i, r.err
		case at >= int64(len(r.img)):
			return i, io.EOF
		default:
			p[i] = r.img[at]
		}
	}
	return len(p), nil
}

// otherDamage holds the inputs for kinds of damage that are no property of the image, or too small to be
// a class of their own.
func otherDamage(t testing.TB) map[hive.Kind]*regf.Hive {
	img, l := hivetest.BuildLayout(t, "[A\\B]\n\"v\"=\"x\"\n[C]")
	size := int64(len(img))
	hives := map[hive.Kind]*regf.Hive{}
	open := func(kind hive.Kind, r io.ReaderAt) {
		h, err := regf.New(context.Background(), r, size, regf.Options{})
		require.NoError(t, err)
		hives[kind] = h
	}
	open(hive.KindUnreadable, failingReader{img, size - 100, size, errors.New("input/output error")})
	open(hive.KindFileChanged, failingReader{img, size - 100, size, io.EOF})
	hives[hive.KindFlags] = read(t, hivetest.Apply(img, l, hivetest.KeyFlags(`A\B`, 0x21)))
	hives[hive.KindTail] = read(t, append(img[:len(img):len(img)], "7 bytes"...))
	foreign, _ := withTail(t, foreignText)
	hives[hive.KindForeignBins] = read(t, foreign)
	return hives
}

// TestEveryKindIsProduced: a kind of damage that no input shows is not tested, or does not exist.
func TestEveryKindIsProduced(t *testing.T) {
	produced := map[hive.Kind]bool{}
	note := func(h *regf.Hive) {
		_, err := h.Verify(context.Background())
		require.NoError(t, err)
		dump(t, h)
		_, err = lost.Recover(context.Background(), h)
		require.NoError(t, err)
		for _, d := range h.Diagnostics() {
			produced[d.Kind] = true
		}
	}
	for _, c := range hivetest.Classes() {
		if h, err := regf.Read(context.Background(), c.Make()); err == nil {
			note(h)
		}
	}
	for _, c := range hivetest.Classes() {
		if c.Logs == nil {
			continue
		}
		note(withLogs(t, c))
	}
	for kind, h := range otherDamage(t) {
		note(h)
		require.Contains(t, kindsOf(h.Diagnostics()), kind)
	}
	produced[hive.KindProperty] = true                               // by the readers of contents, through Note
	produced[hive.KindLine], produced[hive.KindRemoval] = true, true // by package regtext
	for _, doc := range hive.KindDocs() {
		require.True(t, produced[doc.Kind], "no test input gives %s", doc.Kind)
		delete(produced, doc.Kind)
	}
	require.Empty(t, produced, "not documented")
}
