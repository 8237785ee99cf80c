package analyze

import (
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/mapi"
)

func TestOrphan(t *testing.T) {
	for _, c := range []struct {
		name string
		in   Snapshot
		want []string
	}{
		{"deleted", source(profile("A"), profile("B", deleted)), []string{"orphan/pending-deletion"}},
		{"nothing deleted", source(profile("A"), profile("B")), nil},
		{"recovered is not pending", source(profile("A"), profile("B", recovered)), []string{"orphan/deleted-profile-recovered"}},

		{"deleted and live", source(profile("A"), profile("A", deleted)), []string{"orphan/name-collision", "orphan/pending-deletion"}},
		{"names are compared without case", source(profile("scan"), profile("SCAN", deleted)), []string{"orphan/name-collision", "orphan/pending-deletion"}},
		{"same name in another generation", source(profile("A", of("16.0", office16)), profile("A", deleted)), []string{"orphan/pending-deletion"}},
		{"deleted twice, no live one", source(profile("A", deleted), profile("A", of("16.0", office16), deleted)), []string{"orphan/pending-deletion", "orphan/pending-deletion"}},

		{"default exists", withDefault(source(profile("A")), "wms", wms, "A"), nil},
		{"default exists in other case", withDefault(source(profile("A")), "wms", wms, "a"), nil},
		{"default is empty", withDefault(source(profile("A")), "wms", wms, ""), nil},
		{"no default value", func() Snapshot {
			s := withDefault(source(profile("A")), "wms", wms, "")
			s.Roots[0].DefaultProfile = hive.Fact{}
			return s
		}(), nil},
		{"default does not exist", withDefault(source(profile("A")), "wms", wms, "B"), []string{"orphan/dangling-default"}},
		{"default without any profile", withDefault(source(), "16.0", office16, "B"), []string{"orphan/dangling-default"}},
		{"default of 16.0 exists", withDefault(source(profile("A", of("16.0", office16))), "16.0", office16, "A"), nil},
		{"default is in Deleted Profiles", withDefault(source(profile("A", deleted)), "wms", wms, "A"), []string{"orphan/dangling-default", "orphan/pending-deletion"}},

		{"empty profile key", source(profile("A", empty)), []string{"orphan/half-deleted"}},
		{"empty key in Deleted Profiles", source(profile("A", deleted, empty)), []string{"orphan/pending-deletion"}},
		{"empty recovered profile", source(profile("A", recovered, empty)), nil},
		{"service without section", source(profile("A", missing("01023d0e", 1))), []string{"orphan/half-deleted"}},
		{"many are one finding", source(profile("A", missing("01023d0e", 1), missing("01023d00", 1), missing("01023D01", 2))), []string{"orphan/half-deleted"}},
		{"a UID outside MAPI's lists", source(profile("A", missing("01023d1a", 1), missing("01023d15", 2), missing("Preferences UID", 3))), nil},
		{"a recovered profile lacks sections", source(profile("A", recovered, missing("01023d0e", 1))), []string{"orphan/deleted-profile-recovered"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			require.ElementsMatch(t, c.want, rules(run(c.in)))
		})
	}
}

func one(t *testing.T, rule string, fs []Finding) Finding {
	t.Helper()
	var found []Finding
	for _, f := range fs {
		if f.Rule == rule {
			found = append(found, f)
		}
	}
	require.Len(t, found, 1)
	return found[0]
}

func TestNameCollisionInstance(t *testing.T) {
	same := one(t, ruleNameCollision, run(source(profile("A", instance(keyA)), profile("A", deleted, instance(keyA)))))
	require.Contains(t, same.Detail, "one is a copy of the other")
	require.Len(t, same.Evidence, 2)
	require.Equal(t, hive.Deleted, same.Evidence[0].State)
	require.Equal(t, hive.Live, same.Evidence[1].State)

	other := one(t, ruleNameCollision, run(source(profile("A", instance(keyA)), profile("A", deleted, instance(keyB)))))
	require.Contains(t, other.Detail, "neither is a copy")

	unknown := one(t, ruleNameCollision, run(source(profile("A"), profile("A", deleted, instance(keyB)))))
	require.Contains(t, unknown.Detail, "not both known")
}

func TestDanglingDefaultReadings(t *testing.T) {
	plain := one(t, ruleDanglingDefault, run(withDefault(source(profile("A")), "wms", wms, "B")))
	require.Equal(t, MediumSeverity, plain.Severity)
	require.Equal(t, hive.High, plain.Confidence)
	require.Len(t, plain.Evidence, 1)
	require.Equal(t, hive.Text("DefaultProfile"), plain.Evidence[0].Value)

	elsewhere := one(t, ruleDanglingDefault, run(withDefault(source(profile("B")), "16.0", office16, "B")))
	require.Equal(t, LowSeverity, elsewhere.Severity)
	require.Equal(t, hive.Medium, elsewhere.Confidence)
	require.Contains(t, elsewhere.Detail, "another generation (wms)")
	require.Len(t, elsewhere.Evidence, 2)

	deleted := one(t, ruleDanglingDefault, run(withDefault(source(profile("B", deleted)), "wms", wms, "B")))
	require.Contains(t, deleted.Detail, "stands in Deleted Profiles")
	require.Len(t, deleted.Evidence, 2)

	gone := one(t, ruleDanglingDefault, run(withDefault(source(profile("B", recovered)), "wms", wms, "B")))
	require.Contains(t, gone.Detail, "was recovered")
	require.Len(t, gone.Evidence, 2)
}

func TestDanglingDefaultWithoutProfilesKey(t *testing.T) {
	s := withDefault(source(profile("B", of("16.0", office16), deleted)), "16.0", office16, "B")
	s.Roots[0].Key = ""
	require.Contains(t, one(t, ruleDanglingDefault, run(s)).Detail, "stands in Deleted Profiles")
	s.Profiles, s.Roots[0].Deleted = nil, ""
	f := one(t, ruleDanglingDefault, run(s))
	require.Equal(t, `DefaultProfile names "B", and no such profile exists in "Software\Microsoft\Office\16.0\Outlook".`, f.Summary)
}

// What is absent from a damaged or dirty hive may only be unreadable.
func TestAbsenceInDamagedHive(t *testing.T) {
	for _, c := range []struct {
		name   string
		damage func(*Snapshot)
		want   hive.Confidence
	}{
		{"clean", func(*Snapshot) {}, hive.High},
		{"replayed", func(s *Snapshot) { s.State = hive.Replayed }, hive.High},
		{"dirty", func(s *Snapshot) { s.State = hive.Dirty }, hive.Medium},
		{"export", func(s *Snapshot) { s.State = hive.Export }, hive.Medium},
		{"damaged", func(s *Snapshot) { s.State = hive.Damaged }, hive.Medium},
		{"a lost cell elsewhere", func(s *Snapshot) { s.Diagnostics = []hive.Diagnostic{{Kind: hive.KindCellBounds, Path: `Software\X`}} }, hive.Medium},
		{"a lost cell above", func(s *Snapshot) {
			s.Diagnostics = []hive.Diagnostic{{Kind: hive.KindCellBounds, Path: `SOFTWARE\Microsoft`}}
		}, hive.Low},
		{"damage that hides no key", func(s *Snapshot) { s.Diagnostics = []hive.Diagnostic{{Kind: hive.KindTail}} }, hive.High},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := withDefault(source(profile("A", missing("01023d0e", 1))), "wms", wms, "B")
			c.damage(&s)
			fs := run(s)
			require.Len(t, fs, 2)
			for _, f := range fs {
				require.Equal(t, c.want, f.Confidence, f.Rule)
			}
		})
	}
}

func TestHalfDeletedNames(t *testing.T) {
	f := one(t, ruleHalfDeleted, run(source(profile("A", missing("01023d0e", 1), missing("01023d00", 2), missing("01023d0e", 3)))))
	require.Equal(t, `Profile "A" lists 3 sections that it does not have.`, f.Summary)
	require.Contains(t, f.Detail, "00000000000000000000000000000001, ")
	require.Len(t, f.Evidence, 3) // the profile's key and two lists
}

// What stands in Deleted Profiles of a dirty hive may have been removed by what its logs hold.
func TestPresenceInDamagedHive(t *testing.T) {
	for name, c := range map[string]struct {
		damage             func(*Snapshot)
		pending, collision hive.Confidence
	}{
		"clean":    {func(*Snapshot) {}, hive.High, hive.Medium},
		"replayed": {func(s *Snapshot) { s.State = hive.Replayed }, hive.High, hive.Medium},
		"dirty":    {func(s *Snapshot) { s.State = hive.Dirty }, hive.Medium, hive.Low},
		"damage above": {func(s *Snapshot) {
			s.Diagnostics = []hive.Diagnostic{{Kind: hive.KindCellBounds, Path: wms + `\Deleted Profiles`}}
		}, hive.Medium, hive.Low},
		"damage elsewhere": {func(s *Snapshot) {
			s.Diagnostics = []hive.Diagnostic{{Kind: hive.KindCellBounds, Path: `Software\X`}}
		}, hive.High, hive.Medium},
	} {
		t.Run(name, func(t *testing.T) {
			s := source(profile("A"), profile("A", deleted))
			c.damage(&s)
			fs := run(s)
			require.Equal(t, c.pending, one(t, rulePendingDeletion, fs).Confidence)
			require.Equal(t, c.collision, one(t, ruleNameCollision, fs).Confidence)
		})
	}
}

// Keys of zeros or FF bytes tell nothing apart.
func TestBlankInstancesAreUnknown(t *testing.T) {
	for _, blank := range []string{digits("00"), digits("ff")} {
		f := one(t, ruleNameCollision, run(source(profile("A", instance(blank)), profile("A", deleted, instance(blank)))))
		require.Contains(t, f.Detail, "not both known")
	}
}

// A profile that the logs make is not finished; one that they change, or that was there, is no better for it.
func TestMadeByLog(t *testing.T) {
	for kind, want := range map[mapi.ChangeKind]Severity{mapi.Appeared: Informational, mapi.Changed: MediumSeverity, mapi.MovedBack: MediumSeverity} {
		s := source(profile("A", missing("01023d0e", 1)))
		s.State, s.Changes = hive.Replayed, []mapi.Change{{Kind: kind, After: s.Profiles[0].Key}}
		require.Equal(t, want, one(t, ruleHalfDeleted, run(s)).Severity, kind)
	}
}

func TestGenerations(t *testing.T) {
	for _, c := range [][2]mapi.Generation{{mapi.WMS, mapi.Win9x}, {"15.0", mapi.WMS}, {"16.0", "15.0"}, {"16.0", "9.0"}} {
		require.True(t, newerGeneration(c[0], c[1]), c)
		require.False(t, newerGeneration(c[1], c[0]), c)
		require.False(t, newerGeneration(c[0], c[0]), c)
	}
	require.False(t, newerGeneration(mapi.UnknownGeneration, mapi.Win9x))
	require.False(t, newerGeneration("16.0", mapi.UnknownGeneration))
	require.True(t, keeps("14.0", mapi.WMS))
	require.False(t, keeps("15.0", mapi.WMS))
	require.True(t, keeps("16.0", "16.0"))
	require.False(t, keeps("16.0", "15.0"))
}

// An old default that stands in Deleted Profiles is worth saving and no more than low beside a newer whole profile.
func TestPendingDefaultBesideANewerProfile(t *testing.T) {
	s := withDefault(source(profile("B", deleted), profile("N", of("16.0", office16), byDefault)), "wms", wms, "B")
	f := one(t, ruleDanglingDefault, run(s))
	require.Equal(t, LowSeverity, f.Severity)
	require.Contains(t, f.Recommendation, "mapihive export")
	s.Profiles[1].Faults = []mapi.Fault{{Kind: mapi.NoRootSection}}
	require.Equal(t, MediumSeverity, one(t, ruleDanglingDefault, run(s)).Severity)
}
