package analyze

import (
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/ntuser"
)

// matched are the answers in words: "rung confidence known | open".
func matched(s Snapshot, path hive.Text) (out []string) {
	for _, m := range MatchStores([]Snapshot{s}, path) {
		out = append(out, m.Rung+" "+string(m.Confidence)+" "+string(m.Known)+" | "+string(m.Open))
	}
	return out
}

func TestMatchStores(t *testing.T) {
	s := source(
		profile("Outlook", byDefault, pst(1, `C:\Mail\archive.pst`, ""), pst(2, `P:\team.pst`, ""), pst(3, `C:\Old Mail Folder\x.pst`, "")),
		profile("Scanner", pst(1, `c:\MAIL\ARCHIVE.PST`, "")),
		profile("Gone", deleted, pst(1, `C:\gone.pst`, "")),
	)
	s.Context.Drives = []ntuser.Drive{{Letter: "P", Remote: `\\srv\mail`}}
	for _, c := range []struct {
		path hive.Text
		want []string
	}{
		{`C:\Mail\archive.pst`, []string{`same high C:\Mail\archive.pst | C:\Mail\archive.pst`}},
		{`c:\MAIL\ARCHIVE.PST`, []string{`same high c:\MAIL\ARCHIVE.PST | C:\Mail\archive.pst`}},
		{`C:\mail\ARCHIVE.pst`, []string{`case high C:\Mail\archive.pst | C:\Mail\archive.pst`}},
		{`C:/mail/./ARCHIVE.pst`, []string{`spelling high C:\Mail\archive.pst | C:\Mail\archive.pst`}},
		{`\\?\C:\Mail\archive.pst`, []string{`spelling high C:\Mail\archive.pst | C:\Mail\archive.pst`}},
		{`\\?\C:\Mail\archive.pst.`, nil},
		{`\\srv\mail\Team.pst`, []string{`alias medium P:\team.pst | P:\team.pst`}},
		{`\\srv2\mail\Team.pst`, nil},
		{`C:\OLDMAI~1\x.pst`, []string{`alias low C:\Old Mail Folder\x.pst | C:\Old Mail Folder\x.pst`}},
		{`C:\gone.pst`, nil},
		{`archive.pst`, nil},
	} {
		require.Equal(t, c.want, matched(s, c.path), "%q", string(c.path))
	}
	require.Equal(t, []hive.Text{"Outlook", "Scanner"}, MatchStores([]Snapshot{s}, `c:\mail\archive.pst`)[0].Profiles)

	// On the disk: two names of one file, and the file system's own spelling.
	s.Files = []DataFile{
		{Path: `C:\Mail\archive.pst`, Found: true, OnDisk: `C:\MAIL\Archive.pst`, ID: "1"},
		{Path: `D:\link.pst`, Found: true, OnDisk: `D:\link.pst`, ID: "1"},
	}
	require.Equal(t, []string{`disk high C:\Mail\archive.pst | C:\MAIL\Archive.pst`}, matched(s, `D:\link.pst`))
}

func TestCollectPaths(t *testing.T) {
	s := source(
		profile("Outlook", pst(1, `C:\Mail\archive.pst`, ""), pst(2, `P:\team.pst`, ""), pst(3, `relative.pst`, "")),
		profile("Scanner", pst(1, `c:\MAIL\ARCHIVE.PST`, ""), pst(2, `%USERPROFILE%\a.pst`, ""), pst(3, `\\?\D:\x.pst`, "")),
	)
	s.Context.Drives = []ntuser.Drive{{Letter: "P", Remote: `\\srv\mail`}}
	s.Context.Environment = []ntuser.Variable{{Name: "USERPROFILE", Volatile: true, Fact: hive.Fact{Text: `C:\Users\ann`}}}
	require.Equal(t, []hive.Text{`C:\Mail\archive.pst`, `C:\Users\ann\a.pst`, `D:\x.pst`, `P:\team.pst`, `\\srv\mail\team.pst`}, CollectPaths([]Snapshot{s}))
}
