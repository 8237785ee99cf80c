package regf_test

import (
	"archive/zip"
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/hivetest"
	"mapihive/hive/readonly"
	"mapihive/hive/regf"
	"mapihive/hive/regf/translog"
)

// A dirty hive with its logs reads the same from a folder, from a zip, from memory and from bytes.
func TestOneHiveFromEverywhere(t *testing.T) {
	old, img := hivetest.Build(t, smallReg), hivetest.Build(t, smallReg+"\n[New]\n\"v\"=\"w\"\n")
	dirty, log := hivetest.Dirty(old, 2, 1), hivetest.NewLog(old, img, 1, 1)
	files := map[string][]byte{"u/bob/NTUSER.DAT": dirty, "u/bob/ntuser.dat.LOG1": log, "u/bob/ntuser.dat.LOG2": nil, "u/bob/ntuser.ini": []byte("x")}
	dir, memory := t.TempDir(), fstest.MapFS{}
	var packed bytes.Buffer
	z := zip.NewWriter(&packed)
	for name, data := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o777))
		require.NoError(t, os.WriteFile(path, data, 0o600))
		memory[name] = &fstest.MapFile{Data: data}
		w, err := z.Create(name)
		require.NoError(t, err)
		_, err = w.Write(data)
		require.NoError(t, err)
	}
	require.NoError(t, z.Close())
	archive, err := zip.NewReader(bytes.NewReader(packed.Bytes()), int64(packed.Len()))
	require.NoError(t, err)

	facts := func(h *regf.Hive, err error) []any {
		require.NoError(t, err)
		n, err := h.Verify(t.Context())
		require.NoError(t, err)
		require.Equal(t, hive.Replayed, h.State())
		_, ok := h.Lookup("New")
		require.True(t, ok)
		logs := h.Logs()
		for i := range logs {
			logs[i].Path = hive.Text(filepath.Base(string(logs[i].Path)))
		}
		require.NoError(t, h.Close())
		return []any{n, h.SHA256(), h.FileSize(), h.Diagnostics(), logs, contents(h)}
	}
	want := facts(regf.Read(t.Context(), dirty,
		translog.Input{Path: "ntuser.dat.LOG1", Slot: translog.LOG1, Data: log},
		translog.Input{Path: "ntuser.dat.LOG2", Slot: translog.LOG2, Data: []byte{}}))
	for name, fsys := range map[string]fs.FS{
		"folder": readonly.Folder(dir), "os.DirFS": os.DirFS(dir), "zip": archive, "memory": memory,
	} {
		require.Equal(t, want, facts(regf.Open(t.Context(), fsys, "u/bob/NTUSER.DAT", regf.Options{})), name)
		below, err := fs.Sub(fsys, "u/bob")
		require.NoError(t, err)
		require.Equal(t, want, facts(regf.Open(t.Context(), below, "NTUSER.DAT", regf.Options{})), name)

		h, err := regf.Open(t.Context(), fsys, "u/bob/NTUSER.DAT", regf.Options{Lazy: true})
		require.NoError(t, err)
		_, ok := h.Lookup(`Software\Example`)
		require.True(t, ok, name)
		require.NoError(t, h.Close())

		_, err = regf.Open(t.Context(), fsys, "u/bob", regf.Options{})
		require.ErrorIs(t, err, regf.ErrNotRegular, name)
		_, err = regf.Open(t.Context(), fsys, "u/alice", regf.Options{})
		require.ErrorIs(t, err, fs.ErrNotExist, name)
		_, err = regf.Open(t.Context(), fsys, "../u", regf.Options{})
		require.Error(t, err, name)
	}
	require.Equal(t, want, facts(regf.OpenPath(t.Context(), filepath.Join(dir, "u", "bob", "NTUSER.DAT"), regf.Options{})))
}
