package analyze

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/hivetest"
	"mapihive/hive/mapi"
)

// listed takes a snapshot of the hive of testdata/lists/FILE.
func listed(t *testing.T, name, file string) Snapshot {
	t.Helper()
	tree, err := hivetest.ParseFile(filepath.Join("testdata/lists", file))
	require.NoError(t, err)
	image, err := tree.Image()
	require.NoError(t, err)
	return TakeImage(t.Context(), name, image)
}

func TestStoreFiles(t *testing.T) {
	files := StoreFiles(StoreReferences([]Snapshot{
		listed(t, "alice/NTUSER.DAT", "stores-alice.reg"), listed(t, "bob/NTUSER.DAT", "stores-bob.reg"),
	}))
	byPath := map[hive.Text]StoreFile{}
	for _, f := range files {
		byPath[f.Path] = f
	}
	require.Len(t, files, 5)
	require.Len(t, byPath[`C:\Users\alice\Mail.pst`].References, 1, "bob's C: is another computer's")

	archive := byPath[`\\server\pst\Archive.pst`]
	require.Len(t, archive.References, 3, "joined by record key and by UNC path")
	require.Equal(t, []int{0, 0, 1}, []int{archive.References[0].Source, archive.References[1].Source, archive.References[2].Source})
	v := archive.References[0].StoreProvider
	require.Equal(t, "ansi", v.FormatByService)
	require.Equal(t, "unicode", v.FormatByFlags)
	require.True(t, v.PasswordStored)
	require.True(t, *v.RememberPassword)
	require.False(t, v.Default)

	require.Equal(t, mapi.OST, byPath[`C:\Users\alice\imap.ost`].Kind)
	require.Equal(t, mapi.SourceUnlisted, byPath[`C:\Users\alice\half made.pst`].References[0].Where)
}
