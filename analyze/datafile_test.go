package analyze

import (
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/hivetest"
	"mapihive/hive/ntuser"
)

// What was planted in a tree is found, and nothing else.
func TestLookUp(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, key byte) {
		to := filepath.Join(dir, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(to), 0o755))
		require.NoError(t, os.WriteFile(to, hivetest.PST{RecordKey: [16]byte{key}, Unique: uint32(key), Maps: 1}.Image(), 0o644))
	}
	write("C/Mail/Archive.pst", 1)
	write("C/Mail/moved here.pst", 2)
	write("C/Mail/two.pst", 3)
	write("C/Mail/TWO.pst", 4)
	write("share/team.pst", 5)
	require.NoError(t, os.Link(filepath.Join(dir, "C/Mail/Archive.pst"), filepath.Join(dir, "C/hard.pst")))
	require.NoError(t, os.Symlink("Mail", filepath.Join(dir, "C/Junction")))
	require.NoError(t, os.Symlink("/etc/passwd", filepath.Join(dir, "C/out.pst")))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "C/junk.pst"), []byte("junk"), 0o644))
	require.NoError(t, os.Mkdir(filepath.Join(dir, "C/folder.pst"), 0o755))

	s := source(profile("A",
		pst(1, `c:\MAIL\archive.PST`, ""), pst(2, `C:\hard.pst`, ""), pst(3, `C:\Junction\Archive.pst`, ""), pst(4, `C:\Old\moved here.pst`, ""),
		pst(5, `C:\Mail\Two.pst`, ""), pst(6, `P:\Team.pst`, ""), pst(7, `D:\elsewhere.pst`, ""), pst(8, `C:\junk.pst`, ""),
		pst(9, `C:\out.pst`, ""), pst(10, `C:\folder.pst`, ""), pst(11, `relative.pst`, "")))
	s.Context.Drives = []ntuser.Drive{{Letter: "P", Remote: `\\srv\mail`}}
	open := func(name string) *os.Root {
		root, err := os.OpenRoot(filepath.Join(dir, name))
		require.NoError(t, err)
		t.Cleanup(func() { root.Close() })
		return root
	}
	mounts := []Mount{{At: "C:", FS: open("C").FS()}, {At: `\\SRV\mail`, FS: open("share").FS()}}
	require.NoError(t, LookUp(t.Context(), &s, mounts))
	got := map[hive.Text]DataFile{}
	for _, d := range s.Files {
		got[d.Path] = d
	}
	require.Len(t, got, 6, "what no folder stands for, or what is unclear, is left out")

	archive := got[`c:\MAIL\archive.PST`]
	require.Equal(t, hive.Text(`c:\Mail\Archive.pst`), archive.OnDisk)
	require.Equal(t, "01000000000000000000000000000000", archive.PST.RecordKey.String())
	require.NotEmpty(t, archive.ID)
	require.Equal(t, archive.ID, got[`C:\hard.pst`].ID)
	require.Equal(t, archive.ID, got[`C:\Junction\Archive.pst`].ID)
	require.Equal(t, DataFile{Path: `C:\Old\moved here.pst`}, got[`C:\Old\moved here.pst`])
	require.Equal(t, hive.Text(`\\srv\mail\team.pst`), got[`P:\Team.pst`].OnDisk)
	require.NotEqual(t, archive.ID, got[`P:\Team.pst`].ID)
	require.Equal(t, "it is no Outlook data file", got[`C:\junk.pst`].Note)

	// A collection with a folder for each drive, in a file system that does not tell which names are one file.
	memory := fstest.MapFS{}
	for _, name := range []string{"C%3A/Mail/Archive.pst", "C%3A/hard.pst"} {
		memory[name] = &fstest.MapFile{Data: hivetest.PST{RecordKey: [16]byte{1}}.Image()}
	}
	require.NoError(t, LookUp(t.Context(), &s, []Mount{{FS: memory}}))
	for _, d := range s.Files {
		require.Empty(t, d.ID)
	}
	require.True(t, s.Files[len(s.Files)-1].Found || len(s.Files) > 2)
}

func TestCutMount(t *testing.T) {
	for flag, want := range map[string][2]string{
		"C:=/mnt/c":             {"C:", "/mnt/c"},
		`c:\=/mnt/c`:            {"C:", "/mnt/c"},
		`\\srv\mail=/mnt/share`: {`\\srv\mail`, "/mnt/share"},
		"/cases/7":              {"", "/cases/7"},
		"/cases/a=b":            {"", "/cases/a=b"},
		"C:=":                   {"C:", ""},
	} {
		at, dir := CutMount(flag)
		require.Equal(t, want, [2]string{string(at), dir}, flag)
	}
}
