package collect

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"mapihive/analyze"
	"mapihive/hive/hivetest"
	"mapihive/hive/regf"
)

// spoil reads a file of other bytes into the memory that one of this size had.
func spoil(t testing.TB, spare *regf.Spare, size int64) {
	other := append([]byte("regf"), bytes.Repeat([]byte{0xa5}, int(size)-4)...)
	h, err := regf.New(t.Context(), bytes.NewReader(other), size, regf.Options{Spare: spare})
	require.NoError(t, err)
	require.NoError(t, h.Close())
}

// A snapshot shares nothing with the memory that its hive was read into, and shows nothing of the hive before.
func TestSpareKeepsHivesApart(t *testing.T) {
	files := fstest.MapFS{}
	cases, err := filepath.Glob("../testdata/*.reg")
	require.NoError(t, err)
	for _, file := range cases {
		tree, err := hivetest.ParseFile(file)
		require.NoError(t, err)
		img, err := tree.Image()
		require.NoError(t, err)
		files[filepath.Base(file)+"/NTUSER.DAT"] = &fstest.MapFile{Data: img}
	}
	img, log := dirtyHive(t)
	files["dirty/NTUSER.DAT"], files["dirty/NTUSER.DAT.LOG1"] = &fstest.MapFile{Data: img}, &fstest.MapFile{Data: log}
	files["cut/NTUSER.DAT"] = &fstest.MapFile{Data: img[:len(img)-3000]}
	sameWithSpare(t, files)
}

func TestSpareKeepsRealHivesApart(t *testing.T) {
	files := fstest.MapFS{}
	for _, dir := range []string{"user", "profiles", "dirty/win10-ntuser", "dirty/regipy-ntuser", "dirty/regipy-usrclass"} {
		entries, err := os.ReadDir(hivetest.Real(t, dir))
		require.NoError(t, err)
		for _, e := range entries {
			data, err := os.ReadFile(hivetest.Real(t, dir+"/"+e.Name()))
			require.NoError(t, err)
			files[dir+"/"+e.Name()] = &fstest.MapFile{Data: data}
		}
	}
	sameWithSpare(t, files)
}

// sameWithSpare reads hives one after the other into memory that is spoiled after each, and each into memory of its
// own.
func sameWithSpare(t *testing.T, files fstest.MapFS) {
	read := func(opt Options, each func(ctx context.Context, f *File, opt Options, emit func(analyze.Whole)) error) (out []string) {
		reader := hives()
		reader.Read = each
		c := New([]*Reader{reader})
		for r := range c.Read(t.Context(), c.Walk(t.Context(), files, ""), opt) {
			if r.Source != nil {
				text, err := json.Marshal(r.Source)
				require.NoError(t, err)
				out = append(out, string(text))
			}
		}
		return out
	}
	for _, opt := range []Options{{Workers: 1}, {Workers: 1, Contents: true}} {
		got := read(opt, func(ctx context.Context, f *File, opt Options, emit func(analyze.Whole)) error {
			var all []analyze.Whole
			err := readHive(ctx, f, opt, func(w analyze.Whole) { all = append(all, w) })
			spoil(t, opt.spare, f.size)
			for _, w := range all {
				emit(w)
			}
			return err
		})
		want := read(opt, func(ctx context.Context, f *File, opt Options, emit func(analyze.Whole)) error {
			opt.spare = nil
			return readHive(ctx, f, opt, emit)
		})
		require.Equal(t, want, got)
		require.Greater(t, len(got), 5)
	}
}
