package main

import (
	"archive/zip"
	"bytes"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

var day = time.Date(2011, 3, 8, 17, 2, 11, 0, time.UTC)

// An archive depends on what is in it and on nothing else: not on the order of the files, not on the time zone.
func TestPack(t *testing.T) {
	files := []file{{"README.md", []byte("read me\n"), false}, {"mapihive", bytes.Repeat([]byte("x"), 9999), true}, {"man/man1/a.1", []byte(".TH"), false}}
	one, err := pack("mapihive-v1-linux-amd64", day, files)
	require.NoError(t, err)
	slices.Reverse(files)
	other, err := pack("mapihive-v1-linux-amd64", day.In(time.FixedZone("elsewhere", 5*3600)), files)
	require.NoError(t, err)
	require.Equal(t, one, other)
	later, err := pack("mapihive-v1-linux-amd64", day.Add(time.Hour), files)
	require.NoError(t, err)
	require.NotEqual(t, one, later)

	z, err := zip.NewReader(bytes.NewReader(one), int64(len(one)))
	require.NoError(t, err)
	var names []string
	for _, f := range z.File {
		names = append(names, f.Name)
		require.True(t, f.Modified.Equal(day), f.Modified)
		want := fs.FileMode(0o644)
		if filepath.Base(f.Name) == "mapihive" {
			want = 0o755
		}
		require.Equal(t, want, f.Mode(), f.Name)
	}
	require.Equal(t, []string{"mapihive-v1-linux-amd64/README.md", "mapihive-v1-linux-amd64/man/man1/a.1", "mapihive-v1-linux-amd64/mapihive"}, names)
	r, err := z.Open("mapihive-v1-linux-amd64/mapihive")
	require.NoError(t, err)
	data, err := io.ReadAll(r)
	require.NoError(t, err)
	require.Len(t, data, 9999)
}

func TestSums(t *testing.T) {
	require.Equal(t, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  a.zip\n"+
		"2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881  b.zip\n",
		string(sums([]file{{name: "b.zip", data: []byte("x")}, {name: "a.zip"}})))
}

// A program is the same bytes from whatever folder it is built, and with whatever flags in the environment.
func TestBuildIsReproducible(t *testing.T) {
	r := release{version: "v1", commit: "0123456789", time: day}
	build := func(folder string) []byte {
		t.Chdir(folder)
		require.NoError(t, os.WriteFile("go.mod", []byte("module small\n\ngo 1.26\n"), 0o666))
		require.NoError(t, os.WriteFile("main.go", []byte("package main\n\nimport \"runtime\"\n\nvar version, commit, dated string\n\nfunc main() { _, file, _, _ := runtime.Caller(0); println(version, commit, dated, file) }\n"), 0o666))
		require.NoError(t, r.build(".", "linux", "amd64", "small"))
		data, err := os.ReadFile("small")
		require.NoError(t, err)
		return data
	}
	one := build(t.TempDir())
	t.Setenv("GOFLAGS", "-tags=other -gcflags=-N")
	t.Setenv("GOAMD64", "v3")
	folder := filepath.Join(t.TempDir(), "elsewhere")
	require.NoError(t, os.Mkdir(folder, 0o777))
	require.True(t, bytes.Equal(one, build(folder)), "the two differ")
	for _, want := range []string{"v1", "0123456789", "2011-03-08T17:02:11Z"} {
		require.True(t, bytes.Contains(one, []byte(want)), want)
	}
}
