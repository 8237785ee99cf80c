package analyze

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive/hivetest"
	"mapihive/hive/mapi"
)

// What is right for hives of another writer, each of which shows one class of faults.
func TestPSTPathCases(t *testing.T) {
	for _, c := range []struct {
		name     string
		rule     string
		severity Severity
		says     []string
		not      []string
		evidence []string // beside the paths: names of values
	}{
		{"c16_env", ruleSpelling, MediumSeverity, []string{`"C:\Users\ann\a.pst" (the only one`, `what the variable in "%USERPROFILE%\a.pst" stands for`}, []string{"elative paths"}, []string{"", "USERPROFILE"}},
		{"c16_rel", ruleSameStore, MediumSeverity, []string{`"C:\Users\ann\a.pst" (the only one`, `Relative paths ("a.pst")`}, nil, nil},
		{"c16_unclong", ruleSpelling, MediumSeverity, []string{`everywhere: "\\FS1\HOME\A.PST" (the only one`}, nil, []string{""}},
		{"case-unknown", ruleCase, MediumSeverity, []string{"does not prove which version"}, nil, nil},
		{"words-no-trace", ruleCase, LowSeverity, []string{"which proves nothing", "Outlook 2010 (14.0)"}, []string{"trace"}, []string{"", "First-Run"}},
		{"tie-is-not-most-used", ruleCase, HighSeverity, []string{"no other is used more often"}, []string{"most used"}, []string{"First-Run"}},
		{"mapped-no-key", ruleAlias, HighSeverity, []string{`The hive maps the drive letter P: to "\\srv\pub"`}, nil, []string{"First-Run", "RemotePath"}},
		{"mapped-2007", ruleSameStore, HighSeverity, []string{"last written 2020-09-13", "in force in a session only if"}, []string{"no copy"}, []string{"First-Run", "RemotePath"}},
		{"evidence-mapping", ruleSameStore, HighSeverity, nil, nil, []string{"First-Run", "RemotePath"}},
		{"same-store-volume", ruleSameStore, MediumSeverity, []string{"compare the volume and the file"}, nil, nil},
		{"walk-slash", ruleSpelling, HighSeverity, []string{`everywhere: "C:\m\a.pst"`}, nil, []string{"First-Run"}},
		{"lists-mangled", ruleCase, HighSeverity, []string{`In profile "Two" the list of services has the registry type REG_DWORD`}, nil, []string{"01023d0e", "01023d0e", "First-Run"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := Take(t.Context(), hivetest.Real(t, "../cases/"+c.name+"/NTUSER.DAT"), Options{})
			require.Empty(t, s.Error)
			fs := conflicts(Run(&Case{Sources: []Snapshot{s}}, []*Analyzer{pstPath()}))
			require.Equal(t, []string{"pst-path/" + c.rule}, rules(fs))
			f := fs[0]
			require.Equal(t, c.severity, f.Severity)
			all := f.Summary + " " + f.Detail + " " + f.Recommendation
			for _, text := range c.says {
				require.Contains(t, all, text)
			}
			for _, text := range c.not {
				require.NotContains(t, all, text)
			}
			var evidence []string
			for _, e := range f.Evidence {
				if e.Value != "001f6700" {
					evidence = append(evidence, string(e.Value))
				}
			}
			slices.Sort(evidence)
			require.Equal(t, c.evidence, evidence)

			files := StoreFiles(StoreReferences([]Snapshot{s}))
			if c.name == "walk-slash" || c.name == "c16_unclong" {
				require.Len(t, files, 1, "stores groups what analyze calls one file")
				require.Equal(t, 1, files[0].Paths())
			}
		})
	}
}

// Real hives are in order: nothing above informational.
func TestPSTPathRealHives(t *testing.T) {
	for _, path := range hivetest.RealHives(t) {
		s := Take(t.Context(), path, Options{NoRecovery: true})
		for _, f := range Run(&Case{Sources: []Snapshot{s}}, []*Analyzer{pstPath()}) {
			require.Equal(t, Informational, f.Severity, "%s: %s", path, f.Summary)
		}
	}
}

// The list of stores and the findings tell files apart by one rule.
func TestStoreFilesAreNamedAsFindingsDo(t *testing.T) {
	for _, c := range []struct {
		name  string
		in    Snapshot
		files int
		paths int // of the first
	}{
		{"slashes", source(profile("A", pst(1, `C:\m\a.pst`, "")), profile("B", pst(1, `C:/M/a.pst`, ""))), 1, 1},
		{"a prefix", source(profile("A", pst(1, `\\?\C:\a.pst`, "")), profile("B", pst(1, `C:\a.pst`, ""))), 1, 1},
		{"dots", source(profile("A", pst(1, `C:\b\..\a.pst`, "")), profile("B", pst(1, `C:\a.pst`, ""))), 1, 1},
		{"one record key", source(profile("A", pst(1, `C:\a.pst`, keyA)), profile("B", pst(1, `D:\a.pst`, keyA))), 1, 2},
		{"two files", source(profile("A", pst(1, `C:\a.pst`, keyA)), profile("B", pst(1, `D:\a.pst`, keyB))), 2, 1},
		{"a literal full stop", source(profile("A", pst(1, `C:\a.pst.`, "")), profile("B", pst(1, `\\?\C:\a.pst.`, ""))), 2, 1},
		{"FF is no record key", source(profile("A", pst(1, `C:\a.pst`, digits("ff"))), profile("B", pst(1, `D:\a.pst`, digits("ff")))), 2, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			for i := range c.in.Profiles {
				p := &c.in.Profiles[i]
				for _, r := range p.Paths {
					p.Providers = append(p.Providers, mapi.Provider{UID: r.Provider, Kind: mapi.KindStore, RecordKey: r.RecordKey})
				}
			}
			files := StoreFiles(StoreReferences([]Snapshot{c.in}))
			require.Len(t, files, c.files)
			require.Equal(t, c.paths, files[0].Paths())
		})
	}
	// A share is one place for every computer, however its path is written.
	two := []Snapshot{source(profile("A", pst(1, `\\srv\m\a.pst`, ""))), source(profile("A", pst(1, `\\?\UNC\SRV\m\a.pst`, "")))}
	require.Len(t, StoreFiles(StoreReferences(two)), 1)
}
