package analyze

import (
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Every sentence that an analyzer can say is said of some case, and of each case that it is said of, taking away
// any kind of fact that it names makes it go or change. A sentence that stays although its ground is gone would
// be said of hives that it is not true of.
func TestSentencesNeedTheirGrounds(t *testing.T) {
	met := map[*Sentence]bool{}
	for _, c := range sentenceCases(t) {
		for _, f := range Run(c.c, All()) {
			a := analyzerOf(t, f)
			for _, x := range f.said {
				met[x.sentence] = true
				require.Contains(t, append(slices.Clone(a.Says), sayPart), x.sentence, "%s: %s is not in Says of %s", c.name, x.text, a.Name)
				for _, ground := range x.sentence.Needs {
					if ground == OnWhole && f.doubted() {
						continue // it is not there, and the finding says so
					}
					less := copyCase(t, c.c)
					require.True(t, takeAway(t, ground, less), "%s: %q rests on %s, and there is none", c.name, x.text, ground)
					for _, g := range Run(less, All()) {
						if g.Analyzer != f.Analyzer || g.Rule != f.Rule {
							continue
						}
						if slices.ContainsFunc(g.said, func(y said) bool { return y.sentence == x.sentence && y.text == x.text }) &&
							(ground != OnWhole || g.Confidence == f.Confidence) {
							t.Errorf("%s: %s/%s still says without %s: %s", c.name, f.Analyzer, f.Rule, ground, x.text)
						}
					}
				}
			}
		}
	}
	require.True(t, met[sayPart])
	for _, a := range All() {
		for _, s := range a.Says {
			require.NotEmpty(t, s.Needs, "%s: what does it rest on? %s", a.Name, s.Text)
			if !met[s] {
				t.Errorf("%s: no case makes a finding say: %s", a.Name, s.Text)
			}
		}
	}
}

// What a finding prints is made of sentences and of nothing else.
func TestFindingsAreMadeOfSentences(t *testing.T) {
	for _, c := range sentenceCases(t) {
		for _, f := range Run(c.c, All()) {
			if a := analyzerOf(t, f); len(a.Says) == 0 {
				continue // its sentences have no grounds yet
			}
			all := strings.Join([]string{f.Summary, f.Detail, f.Recommendation}, " ")
			for _, x := range f.said {
				require.Contains(t, all, x.text)
				all = strings.Replace(all, x.text, "", 1)
			}
			require.Empty(t, strings.TrimSpace(all), "%s: %s/%s says more than its sentences", c.name, f.Analyzer, f.Rule)
		}
	}
}

type sentenceCase struct {
	name string
	c    *Case
}

// sentenceCases are the registry texts in testdata, each as a case of one hive, and what other tests add for
// states that a text alone cannot have.
func sentenceCases(t *testing.T) (out []sentenceCase) {
	for _, file := range CaseFiles(t) {
		sources, _ := ReadCase(t, file)
		out = append(out, sentenceCase{filepath.Base(file), &Case{Sources: sources}})
	}
	for _, more := range moreSentenceCases {
		out = append(out, more(t)...)
	}
	return out
}

// moreSentenceCases are added to by the tests of the analyzers.
var moreSentenceCases []func(t *testing.T) []sentenceCase

// doubted reports whether a finding says that its hive hides something.
func (f *Finding) doubted() bool {
	return slices.ContainsFunc(f.said, func(x said) bool { return slices.Contains(x.sentence.Needs, OnDoubt) })
}

func analyzerOf(t *testing.T, f Finding) *Analyzer {
	all := All()
	i := slices.IndexFunc(all, func(a *Analyzer) bool { return a.Name == f.Analyzer })
	require.GreaterOrEqual(t, i, 0)
	return all[i]
}

func copyCase(t *testing.T, c *Case) *Case {
	out := &Case{}
	for _, s := range c.Sources {
		doc, err := json.Marshal(s)
		require.NoError(t, err)
		var again Snapshot
		require.NoError(t, json.Unmarshal(doc, &again))
		out.Sources = append(out.Sources, again)
	}
	return out
}
