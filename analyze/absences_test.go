package analyze

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/mapi"
)

// What rests on something being absent is said of no source of which only live profiles were read, and every rule whose
// summary does is among those that are then not checked.
func TestNothingRestsOnWhatWasNotLookedFor(t *testing.T) {
	fired, left := map[string]bool{}, 0
	for _, c := range sentenceCases(t) {
		for _, f := range Run(c.c, All()) {
			a := analyzerOf(t, f)
			fired[f.Rule] = true
			if slices.Contains(f.said[0].sentence.Needs, OnWhole) {
				require.Contains(t, a.Absences, f.Rule, "%s: %s", c.name, f.Summary)
			}
		}
		part := copyCase(t, c.c)
		for i := range part.Sources {
			s := &part.Sources[i]
			s.LiveOnly, s.State, s.Changes, s.Recovered = true, hive.Unverified, nil, Recovered{}
			s.Profiles = slices.DeleteFunc(s.Profiles, func(p mapi.Profile) bool { return p.State != hive.Live })
		}
		for _, f := range Run(part, All()) {
			left++
			require.NotContains(t, analyzerOf(t, f).Absences, f.Rule, "%s: %s", c.name, f.Summary)
			for _, x := range f.said {
				require.False(t, slices.Contains(x.sentence.Needs, OnDeleted) || slices.Contains(x.sentence.Needs, OnRecovered), "%s: %s", c.name, x.text)
			}
		}
		require.Empty(t, NotChecked(c.c, All()))
		require.Contains(t, NotChecked(part, All()), "orphan/dangling-default")
	}
	require.NotZero(t, left, "what live profiles say is still found")
	for _, a := range All() {
		for _, rule := range a.Absences {
			_, ok := a.Rule(rule)
			require.True(t, ok && fired[rule], "%s has no rule %s", a.Name, rule)
		}
	}
}
