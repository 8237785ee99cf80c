package regf_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
)

// cleanReal are clean real hives, with what is noted of some of them.
var cleanReal = map[string][]hive.Kind{
	"profiles/outlook2010-NTUSER.DAT":                    nil,
	"user/NTUSER-RunTests.DAT":                           nil,
	"user/plaso-NTUSER.DAT":                              nil,
	"user/rdp-printer-NTUSER.DAT":                        {hive.KindForeignBins},
	"damaged/yarp/NewDirtyHive1/RecoveredHive_Windows10": {hive.KindUnusedCells},
	"damaged/yarp/OldDirtyHive/RecoveredHive_Windows7":   nil,
	"damaged/yarp/HealedHive":                            {hive.KindUnusedCells, hive.KindSecurityCount},
}

// TestCleanRealHivesStayClean: a clean hive written by Windows has no damage, and recovery adds none.
func TestCleanRealHivesStayClean(t *testing.T) {
	clean := maps.Clone(cleanReal)
	for _, name := range strings.Fields(`BigDataHive BogusKeyNamesHive CompHive DeletedDataHive DeletedTreeHive DeletedTreeNoRootFlagHive
		DupNameHive EmptyHive ExtendedASCIIHive ManySubkeysHive MultiSzHive NewFlagsHive OffHive PairHive ReallocValueDataHive RemnantData
		RemnantsHive SlackHive SqliteHive StringValuesHive System_Delta TruncatedPairHive TwoOwnersHive UnicodeHive UpcaseHive ValuesOrderHive`) {
		clean["damaged/yarp/"+name] = nil
	}
	for name, notes := range clean {
		t.Run(name, func(t *testing.T) {
			h := openReal(t, name)
			recoverAll(t, h)
			require.Equal(t, hive.Clean, h.State())
			require.Equal(t, notes, kindsOf(h.Diagnostics()), diagText(h.Diagnostics()))
			require.False(t, slices.ContainsFunc(notes, hive.Kind.Damage))
		})
	}
}
