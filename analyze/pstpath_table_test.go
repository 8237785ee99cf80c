package analyze

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/mapi"
	"mapihive/hive/ntuser"
)

// tableRung is one way in which two paths are known, or seem, to be one file.
type tableRung struct {
	name, rule string
	a, b       hive.Text
	key        string // record key of both
	confidence hive.Confidence
	change     func(s *Snapshot)
	undecided  bool // whether it is one file is not known
}

func tableRungs() []tableRung {
	mapP := func(s *Snapshot) {
		s.Context.Drives = []ntuser.Drive{{Letter: "P", Remote: `\\srv\m`, Fact: hive.Fact{Key: `Network\P`, Value: "RemotePath", LastWrite: 4}}}
		for i := range s.Profiles {
			for j := range s.Profiles[i].Paths {
				s.Profiles[i].Paths[j].Fact.LastWrite = 5
			}
		}
	}
	disk := func(s *Snapshot) {
		s.Files = []DataFile{{Path: `C:\m\a.pst`, Found: true, OnDisk: `C:\m\a.pst`, ID: "1"}, {Path: `C:\n\b.pst`, Found: true, OnDisk: `C:\n\b.pst`, ID: "1"}}
	}
	variable := func(s *Snapshot) {
		s.Context.Environment = []ntuser.Variable{{Name: "USERPROFILE", Volatile: true, Fact: hive.Fact{Key: "Volatile Environment", Value: "USERPROFILE", Text: `C:\m`}}}
	}
	return []tableRung{
		{name: "case", rule: ruleCase, a: `C:\m\a.pst`, b: `C:\M\A.pst`, confidence: hive.High},
		{name: "spelling", rule: ruleSpelling, a: `C:\m\a.pst`, b: `C:/m/a.pst`, confidence: hive.High},
		{name: "variable", rule: ruleSpelling, a: `%USERPROFILE%\a.pst`, b: `C:\m\a.pst`, confidence: hive.Medium, change: variable},
		{name: "relative", rule: ruleCase, a: `a.pst`, b: `A.pst`, confidence: hive.Low},
		{name: "mapping", rule: ruleAlias, a: `P:\a.pst`, b: `\\srv\m\a.pst`, confidence: hive.Medium, change: mapP},
		{name: "mapping and key", rule: ruleSameStore, a: `P:\a.pst`, b: `\\srv\m\a.pst`, key: keyA, confidence: hive.High, change: mapP},
		{name: "server", rule: ruleAlias, a: `\\srv\m\a.pst`, b: `\\srv.corp.example\m\a.pst`, confidence: hive.Medium},
		{name: "junction", rule: ruleAlias, a: `C:\Users\x\a.pst`, b: `C:\Documents and Settings\x\a.pst`, confidence: hive.Medium},
		{name: "8.3", rule: ruleAlias, a: `C:\ARCHIV~1.PST`, b: `C:\Archive of 2009.pst`, confidence: hive.Low},
		{name: "C$", rule: ruleAlias, a: `C:\a.pst`, b: `\\pc\c$\a.pst`, confidence: hive.Low},
		{name: "disk", rule: ruleAlias, a: `C:\m\a.pst`, b: `C:\n\b.pst`, confidence: hive.High, change: disk},
		{name: "disk and key", rule: ruleSameStore, a: `C:\m\a.pst`, b: `C:\n\b.pst`, key: keyA, confidence: hive.High, change: disk},
		{name: "key", rule: ruleSameStore, a: `C:\a.pst`, b: `D:\a.pst`, key: keyA, confidence: hive.Medium, undecided: true},
	}
}

// What a finding is worth: by what makes the paths one file, the roots of the profiles, what the hive proves and how
// it was found.
func TestPSTPathTable(t *testing.T) {
	wmsRoot, modern := func(*mapi.Profile) {}, of("16.0", office16)
	roots := []struct {
		name string
		a, b profileOption
		// severity and most confidence where the root decides; "" where the version does
		severity   Severity
		confidence hive.Confidence
	}{
		{"below WMS", wmsRoot, wmsRoot, "", hive.High},
		{"below 16.0", modern, modern, LowSeverity, hive.High},
		{"generations", wmsRoot, modern, LowSeverity, hive.Low},
	}
	versions := []struct {
		proven     string
		severity   Severity
		confidence hive.Confidence // the most
		dirty      bool            // a dirty hive may hide another version
	}{
		{"", MediumSeverity, hive.Medium, true},
		{"11.0", LowSeverity, hive.High, true},
		{"12.0", HighSeverity, hive.High, true},
		{"11.0 12.0", HighSeverity, hive.High, true},
		{"12.0 14.0", MediumSeverity, hive.Medium, false},
		{"14.0", LowSeverity, hive.High, true},
		{"16.0", LowSeverity, hive.High, true},
	}
	for _, rung := range tableRungs() {
		for _, root := range roots {
			for _, v := range versions {
				for _, state := range []hive.State{hive.Clean, hive.Dirty} {
					for _, second := range []hive.Origin{hive.Live, hive.Deleted, hive.KeptAside, hive.Recovered} {
						b := profile("B", root.b, pst(1, rung.b, rung.key))
						b.State = second
						s := source(profile("A", root.a, pst(1, rung.a, rung.key)), b)
						s.State = state
						for _, p := range strings.Fields(v.proven) {
							s.Context.Outlook = append(s.Context.Outlook, ran(p))
						}
						if rung.change != nil {
							rung.change(&s)
						}
						at := strings.Join([]string{rung.name, root.name, v.proven, string(state), string(second)}, ", ")
						fs := conflicts(Run(&Case{Sources: []Snapshot{s}}, []*Analyzer{pstPath()}))
						if second != hive.Live {
							require.Empty(t, fs, at)
							continue
						}
						severity, confidence := root.severity, rung.confidence.Weaker(root.confidence)
						switch {
						case rung.undecided && severity == "":
							severity = MediumSeverity
						case rung.undecided:
							confidence = rung.confidence // that it is undecided is sure
						case severity == "":
							severity, confidence = v.severity, confidence.Weaker(v.confidence)
							if state == hive.Dirty && v.dirty {
								confidence = weakened(confidence)
							}
						}
						require.Len(t, fs, 1, at)
						require.Equal(t, rung.rule+" "+string(severity)+" "+string(confidence), fs[0].Rule+" "+string(fs[0].Severity)+" "+string(fs[0].Confidence), at)
					}
				}
			}
		}
	}
}

// Names of files are compared unit by unit, by the table of Windows: neither Unicode's folding nor its forms count.
func TestPSTPathLetters(t *testing.T) {
	for _, c := range []struct {
		a, b hive.Text
		one  bool
	}{
		{"\u00e4", "\u00c4", true},
		{"\u00df", "SS", false},
		{"\u00df", "\u1e9e", false},
		{"\u0131", "I", false},
		{"i", "\u0130", false},
		{"\u017f", "S", false},
		{"\u03c3", "\u03a3", true},
		{"\u03ac", "\u0386", true},
		{"\u00b5", "\u039c", false},
		{"\u0436", "\u0416", true},
		{"\u0451", "\u0401", true},
		{"\uff41", "\uff21", true},
		{"\uff41", "A", false},
		{"\U00010428", "\U00010400", false},     // a pair of surrogates has no case
		{"\u00e9", "e\u0301", false},            // composed and decomposed
		{"\u212a", "K", false},                  // the Kelvin sign
		{"\u01c6", "\u01c4", true},              // a letter that is two
		{"\xed\xa0\x80", "\xed\xa0\x81", false}, // lone surrogates
	} {
		s := source(profile("A", pst(1, `C:\`+c.a+`.pst`, "")), profile("B", pst(1, `C:\`+c.b+`.pst`, "")))
		var want []string
		if c.one {
			want = []string{"pst-path/case"}
		}
		require.ElementsMatch(t, want, rules(run(s)), "%q %q", string(c.a), string(c.b))
	}
	// The small sigma at a word's end is another letter or not, as in names of keys.
	require.Equal(t, hive.EqualFold("\u03c2", "\u03a3"), nameOf("C:\\\u03c2.pst").raised == nameOf("C:\\\u03a3.pst").raised)
}

// Support that is taken away never makes a finding surer; nor does a doubt that goes make it less sure.
func TestPSTPathSupport(t *testing.T) {
	confidences := func(c *Case) map[string]hive.Confidence {
		out := map[string]hive.Confidence{}
		for _, f := range Run(c, []*Analyzer{pstPath()}) {
			if f.Severity == Informational {
				continue
			}
			for _, e := range f.Evidence {
				at := strings.Join([]string{f.Rule, string(e.Key), string(e.Text)}, "|")
				if e.Profile != "" && f.Confidence.Compare(out[at]) > 0 {
					out[at] = f.Confidence
				}
			}
		}
		return out
	}
	compared := 0
	for _, c := range sentenceCases(t) {
		before := confidences(c.c)
		if len(before) == 0 {
			continue
		}
		for _, ground := range []Ground{OnRecordKey, OnDrive, OnFile, OnVariable, OnWritten, OnDoubt} {
			less := copyCase(t, c.c)
			if !takeAway(t, ground, less) {
				continue
			}
			for at, after := range confidences(less) {
				was, ok := before[at]
				if !ok {
					continue
				}
				compared++
				if ground == OnDoubt {
					require.GreaterOrEqual(t, after.Compare(was), 0, "%s without %s: %s", c.name, ground, at)
				} else {
					require.LessOrEqual(t, after.Compare(was), 0, "%s without %s: %s", c.name, ground, at)
				}
			}
		}
	}
	require.Greater(t, compared, 50)
}

// What speaks against a reading, taken away, lets it be said.
func TestPSTPathRivals(t *testing.T) {
	for name, c := range map[string]struct{ with, without Snapshot }{
		"a second long name": {
			source(profile("A", pst(1, `C:\ARCHIV~1.PST`, "")), profile("B", pst(1, `C:\Archive of 2009.pst`, "")), profile("C", pst(1, `C:\Archive of 2010.pst`, ""))),
			source(profile("A", pst(1, `C:\ARCHIV~1.PST`, "")), profile("B", pst(1, `C:\Archive of 2009.pst`, ""))),
		},
		"a second domain": {
			source(profile("A", pst(1, `\\srv\m\a.pst`, "")), profile("B", pst(1, `\\srv.a.example\m\a.pst`, "")), profile("C", pst(1, `\\srv.b.example\m\a.pst`, ""))),
			source(profile("A", pst(1, `\\srv\m\a.pst`, "")), profile("B", pst(1, `\\srv.a.example\m\a.pst`, ""))),
		},
		"different record keys": {
			source(profile("A", pst(1, `C:\Users\x\a.pst`, keyA)), profile("B", pst(1, `C:\Documents and Settings\x\a.pst`, keyB))),
			source(profile("A", pst(1, `C:\Users\x\a.pst`, keyA)), profile("B", pst(1, `C:\Documents and Settings\x\a.pst`, ""))),
		},
	} {
		require.Empty(t, conflicts(run(c.with)), name)
		require.Equal(t, []string{"pst-path/alias"}, rules(conflicts(run(c.without))), name)
	}
}
