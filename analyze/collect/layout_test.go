package collect

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"mapihive/analyze"
	"mapihive/hive"
	"mapihive/hive/hivetest"
)

func TestLabelsOfPaths(t *testing.T) {
	for path, want := range map[string]analyze.Labels{
		"kape/C/Users/bob/NTUSER.DAT":                      {User: "bob"},
		`E:\kape\C\Users\bob\NTUSER.DAT`:                   {User: "bob"},
		"C/Documents and Settings/Bob Smith/NTUSER.DAT":    {User: "Bob Smith"},
		"fs/c:/Users/bob/NTUSER.DAT":                       {User: "bob"},
		"v.zip!uploads/auto/C%3A/Users/J%25n/NTUSER.DAT":   {User: "J%n"},
		"uploads/ntfs/%5C%5C.%5CC%3A/Users/bob/ntuser.dat": {User: "bob"},
		"uploads/ntfs_vss/%5C%5C%3F%5CGLOBALROOT%5CDevice%5CHarddiskVolumeShadowCopy12/Users/bob/NTUSER.DAT": {User: "bob", Copy: "shadow copy 12"},
		"C/Windows.old/Users/bob/NTUSER.DAT": {User: "bob", Copy: "Windows.old"},
		`\\srv\profiles$\bob.V6\NTUSER.DAT`:  {User: "bob", Copy: "roaming profile V6"},
		"srv/profiles$/bob/NTUSER.DAT":       {User: "bob"},
		"flat/C_Users_bob_NTUSER.DAT":        {User: "bob"},
		"Collection-DESKTOP-1.corp.example-2024-05-06T07_08_09Z.zip!uploads/auto/C%3A/Users/bob/NTUSER.DAT": {Host: "DESKTOP-1.corp.example", User: "bob"},

		// Nothing is said where nothing is known.
		"NTUSER.DAT": {}, "": {}, "bob/NTUSER.DAT": {}, "Users/NTUSER.DAT": {}, "C/Users": {},
		"C/Windows/System32/config/DEFAULT": {}, "bob.V6/NTUSER.DAT": {}, "Collection-of-hives/NTUSER.DAT": {},
		"bad%zz/Users/bob/x": {User: "bob"}, "flat/bob_NTUSER.DAT": {},
	} {
		require.Equal(t, want, labelsOf(path), path)
	}
}

func TestContradiction(t *testing.T) {
	for _, c := range []struct {
		folder, hive hive.Text
		differ       bool
	}{
		{"bob", "bob", false}, {"BOB", "bob", false}, {"bob.CORP", "bob", false}, {"bob.000", "Bob", false}, {"", "bob", false}, {"bob", "", false},
		{"bob", "alice", true}, {"bobby", "bob", true}, {"bob", "bob.CORP", true},
	} {
		got := contradiction(analyze.Labels{User: c.folder}, c.hive)
		require.Equal(t, c.differ, got != "", "%s %s", c.folder, c.hive)
	}
}

// The machine is named by the collection that a hive lies in, and by no other.
func TestHostOfACollection(t *testing.T) {
	img := hivetest.Build(t, `
[Volatile Environment]
"USERNAME"="alice"
[Software]
`)
	files := fstest.MapFS{
		"one/client_info.json":                         {Data: []byte(`{"Hostname":"ONE","Fqdn":"one.example"}`)},
		"one/uploads/auto/C%3A/Users/bob/NTUSER.DAT":   {Data: img},
		"two/client_info.json":                         {Data: []byte(`{"client_id":"C.1","os_info":{"hostname":"TWO"}}`)},
		"two/uploads/auto/C%3A/Users/alice/NTUSER.DAT": {Data: img},
		"x/client_info.json":                           {Data: []byte(`{"Hostname":"X"}`)}, // something else's
		"x/C/Users/alice/NTUSER.DAT":                   {Data: img},
		"y/client_info.json":                           {Data: []byte("{")},
		"y/uploads/NTUSER.DAT":                         {Data: img},
		"z.zip":                                        {Data: zipped(t, 8, map[string][]byte{"client_info.json": []byte(`{"Hostname":"Z"}`), "uploads/auto/C%3A/Users/eve/NTUSER.DAT": img})},
	}
	var got []analyze.Labels
	for _, r := range all(t, files, Options{}) {
		if r.Source != nil {
			got = append(got, r.Source.Labels)
		}
	}
	require.Len(t, got, 5)
	require.Equal(t, hive.Text("ONE"), got[0].Host)
	require.Equal(t, hive.Text("bob"), got[0].User)
	require.Equal(t, analyze.Labels{Host: "TWO", User: "alice"}, got[1])
	require.Equal(t, analyze.Labels{User: "alice"}, got[2])
	require.Zero(t, got[3])
	require.Equal(t, hive.Text("Z"), got[4].Host)
}
