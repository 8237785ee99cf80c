package analyze

import (
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/hivetest"
	"mapihive/hive/mapi"
)

func consistency(in ...Snapshot) []Finding {
	return Run(&Case{Sources: in}, []*Analyzer{profileConsistency()})
}

// ofSID is a snapshot of the hive of one user.
func ofSID(sid string, profiles ...mapi.Profile) Snapshot {
	s := source(profiles...)
	s.User.SID = sid
	return s
}

const user1, user2 = "S-1-5-21-1-2-3-1001", "S-1-5-21-1-2-3-1002"

func TestDuplicateInstance(t *testing.T) {
	a, b := profile("A", instance(keyA)), profile("B", instance(keyA))
	aside := func(p *mapi.Profile) { p.State, p.Key = hive.KeptAside, p.Key+" old" }
	for _, c := range []struct {
		name     string
		in       []Snapshot
		severity Severity // "" for no finding
		says     *Sentence
		evidence int
	}{
		{"two profiles", []Snapshot{source(a, b)}, LowSeverity, sayProfilesShareMeans, 2},
		{"keys of their own", []Snapshot{source(a, profile("B", instance(keyB)))}, "", nil, 0},
		{"fillers", []Snapshot{source(profile("A", instance(zero)), profile("B", instance(zero)))}, "", nil, 0},
		{"no key", []Snapshot{source(profile("A"), profile("B"))}, "", nil, 0},
		{"an upgrade", []Snapshot{source(a, profile("A", of("16.0", office16), instance(keyA)))}, Informational, sayCopyUpgrade, 2},
		{"an upgrade and a copy", []Snapshot{source(a, profile("A", of("16.0", office16), instance(keyA)), profile("C", of("16.0", office16), instance(keyA)))}, LowSeverity, sayProfilesShareMeans, 3},
		{"kept aside", []Snapshot{source(a, profile("A", aside, instance(keyA)))}, Informational, sayCopyAside, 2},
		{"pending deletion", []Snapshot{source(a, profile("A", deleted, instance(keyA)))}, "", nil, 0},
		{"recovered", []Snapshot{source(a, profile("A", recovered, instance(keyA)))}, "", nil, 0},
		{"two users", []Snapshot{ofSID(user1, a), ofSID(user2, a)}, LowSeverity, sayUsersShareMeans, 2},
		{"three users are one finding", []Snapshot{ofSID(user1, a), ofSID(user2, a), ofSID("S-1-5-21-1-2-3-1003", a)}, LowSeverity, sayUsersShareMeans, 3},
		{"one user twice", []Snapshot{ofSID(user1, a), ofSID(user1, a)}, "", nil, 0},
		{"nobody knows whose", []Snapshot{source(a), source(a)}, "", nil, 0},
		{"one known", []Snapshot{ofSID(user1, a), source(a)}, "", nil, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			fs := consistency(c.in...)
			if c.severity == "" {
				require.Empty(t, fs)
				return
			}
			require.Equal(t, []string{"profile-consistency/duplicate-instance"}, rules(fs))
			require.Equal(t, c.severity, fs[0].Severity)
			require.Contains(t, saidBy(fs[0]), c.says)
			require.Len(t, fs[0].Evidence, c.evidence)
		})
	}
}

// What keeps a profile from being opened is said once, by orphan/half-deleted.
func TestConsistencyOfBrokenProfiles(t *testing.T) {
	lack := profile("A", lacking("PR_SEARCH_KEY"), account(1, "pop3"))
	require.Equal(t, []string{"profile-consistency/account-without-store", "profile-consistency/missing-required"}, rules(consistency(source(lack))))
	lack.Faults = []mapi.Fault{{Kind: mapi.NoRootSection}}
	require.Empty(t, consistency(source(lack)))
	lack.Faults, lack.Empty = nil, true
	require.Empty(t, consistency(source(lack)))
	for _, state := range []hive.Origin{hive.Deleted, hive.Recovered, hive.KeptAside} {
		lack.Empty, lack.State = false, state
		require.Empty(t, consistency(source(lack)), state)
	}
}

// What is absent from a hive that hides something may have been there.
func TestConsistencyOfDoubtfulHives(t *testing.T) {
	s := source(profile("A", lacking("PR_SEARCH_KEY"), inconsistent(mapi.OtherDisplayName, 2)))
	for _, f := range consistency(s) {
		require.Equal(t, hive.High, f.Confidence)
	}
	s.State = hive.Dirty
	for _, f := range consistency(s) {
		require.Equal(t, hive.Medium, f.Confidence, f.Rule)
		require.True(t, f.doubted(), f.Rule)
	}
	s.Diagnostics = []hive.Diagnostic{{Kind: hive.KindDataBounds, Path: s.Profiles[0].Inconsistencies[0].Facts[0].Key}}
	require.Equal(t, hive.Low, one(t, ruleDisplayNameDrift, consistency(s)).Confidence)
}

// The cases of profiles that scripts wrote or cut.
func TestConsistencyCases(t *testing.T) {
	for name, want := range map[string][]string{"c07": {"profile-consistency/missing-required"}, "c22a": nil} {
		s := Take(t.Context(), hivetest.RealCase(t, name), Options{})
		for _, f := range consistency(s) {
			require.Contains(t, want, f.Analyzer+"/"+f.Rule, "%s: %s", name, f.Summary)
			require.False(t, f.Severity.AtLeast(MediumSeverity), "%s: %s", name, f.Summary)
		}
	}
}

func init() { moreSentenceCases = append(moreSentenceCases, consistencyCases) }

// consistencyCases are what the texts cannot say: two users, a profile kept aside, a hive that is damaged or dirty.
func consistencyCases(*testing.T) []sentenceCase {
	a := profile("A", instance(keyA))
	old := profile("A", instance(keyA), inconsistent(mapi.OtherDisplayName, 2))
	dirty := source(profile("A", inconsistent(mapi.OtherDisplayName, 2)))
	dirty.State = hive.Dirty
	broken := source(profile("A", inconsistent(mapi.OtherDisplayName, 2)))
	broken.Diagnostics = []hive.Diagnostic{{Kind: hive.KindDataBounds, Path: broken.Profiles[0].Inconsistencies[0].Facts[0].Key}}
	return []sentenceCase{
		{"two users, one profile", &Case{Sources: []Snapshot{ofSID(user1, a), ofSID(user2, a)}}},
		{"a copy kept aside", &Case{Sources: []Snapshot{source(a, profile("A", func(p *mapi.Profile) { p.State, p.Key = hive.KeptAside, p.Key+" old" }, instance(keyA)))}}},
		{"an older copy that is inconsistent", &Case{Sources: []Snapshot{source(old, profile("A", of("16.0", office16), instance(keyA)))}}},
		{"an inconsistent profile in a dirty hive", &Case{Sources: []Snapshot{dirty}}},
		{"an inconsistent profile in a damaged hive", &Case{Sources: []Snapshot{broken}}},
	}
}
