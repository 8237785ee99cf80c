//go:build unix

package main

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive/hivetest"
	users "mapihive/hive/hivetest/share"
)

// A share has everything in it that stops a scan overnight. This one ends, names each of them, and loses nothing of the
// rest. The figures are small ones; "make bench-share" has large ones.
func TestShareOfEverything(t *testing.T) {
	parts, err := filepath.Abs("../../analyze/testdata")
	require.NoError(t, err)
	t.Chdir(t.TempDir())
	want := map[string]bool{} // that must be named as not read
	sound := map[string]bool{}
	broken := 0
	p := users.Plan{Users: 100, Seed: 5, Parts: os.DirFS(parts), Teams: 3, Dirty: 10, Broken: 8}
	require.NoError(t, p.Write("share", func(u *users.User) {
		at := "share/" + u.Name + "/NTUSER.DAT"
		if u.Broken != "" {
			broken++
		}
		want[at], sound[at] = u.Unread(), !u.Unread()
	}))
	require.Greater(t, broken, 4)

	require.NoError(t, syscall.Mkfifo("share/fifo", 0o600))
	require.NoError(t, os.Symlink("..", "share/loop"))
	want["share/fifo"], want["share/loop"] = true, true
	require.NoError(t, os.MkdirAll("share/closed", 0o777))
	require.NoError(t, os.Chmod("share/closed", 0))
	t.Cleanup(func() { _ = os.Chmod("share/closed", 0o777) })
	if _, err := os.ReadDir("share/closed"); err == nil {
		t.Log("this user may read every folder: that of a folder that cannot be listed is tried in package collect only")
	} else {
		want["share/closed"] = true
	}
	require.NoError(t, os.MkdirAll("share/sparse", 0o777))
	require.NoError(t, os.WriteFile("share/sparse/NTUSER.DAT", nil, 0o666))
	if err := os.Truncate("share/sparse/NTUSER.DAT", 2<<30); err != nil {
		t.Logf("no sparse files here: %v", err)
	}
	want["share/sparse/NTUSER.DAT"] = true
	require.NoError(t, os.MkdirAll("share/flat", 0o777))
	img := hivetest.Build(t, "[Software]")
	for i := range 300 {
		file := fmt.Sprintf("share/flat/%03d.DAT", i)
		require.NoError(t, os.WriteFile(file, img, 0o666))
		sound[file] = true
	}
	deepest := deepTree(t, "share/deep", img)
	bomb(t, "share/bomb.zip")
	want["share/bomb.zip!NTUSER.DAT"] = true

	status, stdout, stderr := do("analyze", "--format", "json", "share")
	require.Equal(t, statusPartly, status)
	r := analyzeJSON(t, "share")
	read := map[string]bool{}
	for _, s := range r.Sources {
		if s.Error == "" {
			read[string(s.Path)] = true
		}
	}
	for file, is := range sound {
		require.Equal(t, is, read[file], file)
	}
	named := map[string]bool{}
	deep := ""
	for _, s := range r.Skipped {
		named[string(s.Path)] = true
		if strings.HasPrefix(string(s.Path), "share/deep/") {
			deep = string(s.Path)
			require.Contains(t, s.Reason, "too long")
		}
	}
	for file, is := range want {
		require.Equal(t, is, named[file], file)
	}
	require.True(t, strings.HasPrefix(deepest, deep) && deep != "", "the tree is named where it gets too deep")
	require.Contains(t, stderr, "share/sparse/NTUSER.DAT")
	require.Contains(t, stdout, "bomb")
}

// deepTree makes a folder with a hive deeper below it than a path can be long, and returns that path.
func deepTree(t *testing.T, dir string, img []byte) string {
	require.NoError(t, os.MkdirAll(dir, 0o777))
	root, err := os.OpenRoot(dir)
	require.NoError(t, err)
	name := strings.Repeat("d", 200)
	for range 4096/len(name) + 2 {
		require.NoError(t, root.Mkdir(name, 0o777))
		next, err := root.OpenRoot(name)
		require.NoError(t, err)
		require.NoError(t, root.Close())
		root, dir = next, dir+"/"+name
	}
	f, err := root.Create("NTUSER.DAT")
	require.NoError(t, err)
	_, err = f.Write(img)
	require.NoError(t, err)
	require.NoError(t, f.Close())
	require.NoError(t, root.Close())
	return dir + "/NTUSER.DAT"
}

// bomb writes an archive of a few kilobytes with a file of 80 MB.
func bomb(t *testing.T, file string) {
	var packed bytes.Buffer
	z := zip.NewWriter(&packed)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestSpeed) })
	w, err := z.Create("NTUSER.DAT")
	require.NoError(t, err)
	zeros := make([]byte, 1<<20)
	for range 80 {
		_, err = w.Write(zeros)
		require.NoError(t, err)
	}
	require.NoError(t, z.Close())
	require.NoError(t, os.WriteFile(file, packed.Bytes(), 0o666))
}
