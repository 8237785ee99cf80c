package analyze

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/hivetest"
)

// trees are the cases of several hives: folders of testdata/trees. Each registry text below one is a hive of a
// collection, at the path where it stands there. disk.txt is what LookUp finds, one file a line:
//
//	PATH KEY UNIQUE [ansi] [maps]    a PST with the record key of 16 bytes KEY (hex) and the counter UNIQUE
//	PATH KEY UNIQUE torn             the same with a damaged message store; junk: a file that is no PST
//	PATH = PATH                      another name of a file above
const trees = "testdata/trees"

// Trees lists the cases of several hives by name.
func Trees(t testing.TB) (names []string) {
	entries, err := os.ReadDir(trees)
	require.NoError(t, err)
	require.NotEmpty(t, entries)
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// ReadTree makes hives of a case of several, and takes their snapshots; wants are those of the texts, by snapshot.
func ReadTree(t testing.TB, name string) (c Case, wants [][]hivetest.Want) {
	t.Helper()
	root := filepath.Join(trees, name)
	var mounts []Mount
	if text, err := os.ReadFile(filepath.Join(root, "disk.txt")); err == nil {
		mounts = buildDisk(t, string(text))
	}
	require.NoError(t, filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".reg" {
			return err
		}
		file, err := filepath.Rel("testdata", path)
		require.NoError(t, err)
		tree, err := hivetest.ParseFS(os.DirFS("testdata"), filepath.ToSlash(file))
		require.NoError(t, err)
		image, err := tree.Image()
		require.NoError(t, err)
		at, err := filepath.Rel(root, strings.TrimSuffix(path, ".reg")+".DAT")
		require.NoError(t, err)
		s := TakeImage(t.Context(), filepath.ToSlash(at), image)
		require.Empty(t, s.Error)
		require.Empty(t, s.Diagnostics)
		if mounts != nil {
			require.NoError(t, LookUp(t.Context(), &s, mounts))
		}
		c.Sources = append(c.Sources, s)
		wants = append(wants, tree.Wants)
		return nil
	}))
	require.NotEmpty(t, c.Sources)
	return c, wants
}

// buildDisk makes a folder for each drive of a list of files.
func buildDisk(t testing.TB, list string) (mounts []Mount) {
	dir := t.TempDir()
	place := func(path string) string {
		letter, rest, ok := strings.Cut(path, `:\`)
		require.True(t, ok, path)
		return filepath.Join(dir, letter, filepath.FromSlash(strings.ReplaceAll(rest, `\`, "/")))
	}
	drives := map[string]bool{}
	for line := range strings.Lines(list) {
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		drives[words[0][:1]] = true
		to := place(words[0])
		require.NoError(t, os.MkdirAll(filepath.Dir(to), 0o755))
		if words[1] == "=" {
			require.NoError(t, os.Link(place(words[2]), to))
			continue
		}
		p := hivetest.PST{Maps: 1}
		copy(p.RecordKey[:], unhex(strings.Repeat(words[1], 16)))
		_, err := fmt.Sscan(words[2], &p.Unique)
		require.NoError(t, err)
		for _, w := range words[3:] {
			switch w {
			case "ansi":
				p.ANSI = true
			case "maps":
				p.Maps = 0
			case "junk", "torn":
			default:
				t.Fatalf("disk.txt: %s", w)
			}
		}
		image := p.Image()
		switch words[len(words)-1] {
		case "junk":
			image = []byte("This is a letter.")
		case "torn":
			image[1040] ^= 1
		}
		require.NoError(t, os.WriteFile(to, image, 0o644))
	}
	for d := range drives {
		mounts = append(mounts, Mount{At: hive.Text(d + ":"), FS: os.DirFS(filepath.Join(dir, d))})
	}
	return mounts
}

func init() {
	moreSentenceCases = append(moreSentenceCases, func(t *testing.T) (out []sentenceCase) {
		for _, name := range Trees(t) {
			c, _ := ReadTree(t, name)
			out = append(out, sentenceCase{name, &c})
		}
		for _, doubt := range []func(*Snapshot){
			func(s *Snapshot) { s.State = hive.Dirty },
			func(s *Snapshot) {
				s.Diagnostics = []hive.Diagnostic{{Kind: hive.KindRecord, Path: s.Profiles[0].Paths[0].Fact.Key}}
			},
		} {
			c, _ := ReadTree(t, "pst-path-shared-between-users")
			doubt(&c.Sources[0])
			out = append(out, sentenceCase{"doubt", &c})
		}
		aside := profile("Aside", pst(1, `C:\Mail\x.pst`, ""))
		aside.State = hive.KeptAside
		s := source(profile("A", pst(1, `C:\Mail\x.pst`, "")), profile("B", pst(1, `c:\mail\X.PST`, "")), aside)
		return append(out, sentenceCase{"kept aside", &Case{Sources: []Snapshot{s}}})
	})
}
