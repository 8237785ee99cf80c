package analyze

import (
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/mapi"
)

// The spelling to use is one that a file dialog stores.
func TestPSTPathKeep(t *testing.T) {
	for _, c := range []struct {
		name  string
		paths []hive.Text // of the default profile first, if there is one
		dflt  bool
		want  string
	}{
		{"the default's", []hive.Text{`C:\a.pst`, `C:\A.pst`, `C:\A.pst`}, true, `"C:\a.pst" (that of the default profile "A")`},
		{"the most used", []hive.Text{`C:\b.pst`, `C:\A.pst`, `C:\a.pst`, `C:\a.pst`}, false, `"C:\a.pst" (the most used)`},
		{"a tie", []hive.Text{`C:\a.pst`, `C:\A.pst`}, false, `for instance "C:\A.pst": no other is used more often`},
		{"a tie for the first place", []hive.Text{`C:\a.pst`, `C:\a.pst`, `C:\A.pst`, `C:\A.pst`, `c:\a.pst`}, false, `for instance "C:\A.pst": no other`},
		{"the default's has a prefix", []hive.Text{`\\?\C:\a.pst`, `C:\A.pst`}, true, `"C:\A.pst" (the only one that is spelled as a file dialog stores it`},
		{"slashes", []hive.Text{`C:/a.pst`, `C:\A.pst`}, true, `"C:\A.pst" (the only one that is spelled as a file dialog stores it`},
		{"an odd one is used most", []hive.Text{`C:/a.pst`, `C:/a.pst`, `C:\A.pst`, `C:\A.PST`}, true, `for instance "C:\A.PST"`},
		{"none", []hive.Text{`C:/a.pst`, `\\?\C:\a.pst`}, true, `None of the spellings here`},
		{"a long UNC path", []hive.Text{`\\?\UNC\fs1\a.pst`, `\\?\UNC\FS1\a.pst`}, true, `None of the spellings here`},
		{"a variable inside", []hive.Text{`C:\%X%\a.pst`, `C:\%x%\a.pst`}, true, `None of the spellings here`},
		{"a percent sign", []hive.Text{`C:\100%\a.pst`, `C:\100%\A.pst`}, true, `"C:\100%\a.pst" (that of`},
	} {
		t.Run(c.name, func(t *testing.T) {
			var ps []mapi.Profile
			for i, path := range c.paths {
				ps = append(ps, profile(hive.Text(rune('A'+i)), pst(1, path, "")))
			}
			ps[0].Default = c.dflt
			fs := run(source(ps...))
			keep := fs[0].Recommendation
			if c.name == "the most used" {
				require.Len(t, fs, 1)
			}
			require.Contains(t, keep, c.want)
		})
	}
}

// A default data file is not just removed, and two entries in one profile become one.
func TestPSTPathHow(t *testing.T) {
	first := func(p *mapi.Profile) { p.Order.DefaultStore = p.Paths[0].Provider }
	keep := profile("A", byDefault, pst(1, `C:\x.pst`, ""))
	rec := run(source(keep, profile("B", pst(1, `C:\X.pst`, ""))))[0].Recommendation
	require.NotContains(t, rec, "default data file")
	require.Contains(t, rec, `open "B", Data Files`)
	rec = run(source(keep, profile("B", pst(1, `C:\X.pst`, ""), first)))[0].Recommendation
	require.Contains(t, rec, `In "B" it is the default data file`)
	rec = run(source(profile("A", byDefault, pst(1, `C:\x.pst`, ""), first), profile("B", pst(1, `C:\X.pst`, ""))))[0].Recommendation
	require.NotContains(t, rec, "it is the default data file", "it stays")
	rec = run(source(profile("A", byDefault, pst(1, `C:\x.pst`, ""), pst(2, `C:\X.pst`, ""))))[0].Recommendation
	require.Contains(t, rec, `In "A" the file is listed twice`)
	require.NotContains(t, rec, "add it again by exactly that path")
}

// Two files with one record key: volume and identifier are compared, and no file is lost.
func TestPSTPathCopies(t *testing.T) {
	f := run(source(profile("A", byDefault, pst(1, `E:\S.pst`, keyA)), profile("B", pst(1, `F:\S.pst`, keyA))))[0]
	require.Equal(t, MediumSeverity, f.Severity)
	require.Contains(t, f.Recommendation, "compare the volume and the file")
	require.Contains(t, f.Recommendation, "Copies: keep both files.")
	require.Contains(t, f.Recommendation, `If it is one file, use one spelling everywhere: "E:\S.pst"`)

	f = run(source(profile("A", byDefault, pst(1, `%USERPROFILE%\a.pst`, keyA)), profile("B", pst(1, `a.pst`, keyA)), profile("C", pst(1, `C:\Users\ann\a.pst`, keyA))))[0]
	require.Contains(t, f.Detail, `Paths that begin with a variable ("%USERPROFILE%\a.pst") are taken as written`)
	require.Contains(t, f.Detail, `Relative paths ("a.pst") depend on the current directory`)
	require.Contains(t, f.Recommendation, `"C:\Users\ann\a.pst" (the only one`)
}
