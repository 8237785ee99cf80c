package analyze

import (
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
)

// What is damaged or was not read whole is broken, in whatever state the hive is; notes break nothing.
func TestBroken(t *testing.T) {
	for _, c := range []struct {
		state  hive.State
		kinds  []hive.Kind
		broken bool
	}{
		{hive.Clean, nil, false},
		{hive.Clean, []hive.Kind{hive.KindLimit, hive.KindDepth, hive.KindUnusedCells, hive.KindLog}, false},
		{hive.Clean, []hive.Kind{hive.KindUnreadable}, true}, // behind the hive
		{hive.Dirty, []hive.Kind{hive.KindBaseSequence}, false},
		{hive.Dirty, []hive.Kind{hive.KindBaseChecksum}, false},
		{hive.Dirty, []hive.Kind{hive.KindBaseSequence, hive.KindCellTwice}, true},
		{hive.Replayed, []hive.Kind{hive.KindBaseSequence, hive.KindBaseChecksum, hive.KindSecurityCount}, false},
		{hive.Replayed, []hive.Kind{hive.KindHidden}, true},
		{hive.Damaged, []hive.Kind{hive.KindTruncated}, true},
	} {
		s := Snapshot{State: c.state}
		for _, k := range c.kinds {
			s.Diagnostics = append(s.Diagnostics, hive.Diagnostic{Kind: k})
		}
		require.Equal(t, c.broken, s.Broken(), "%s %q", c.state, c.kinds)
	}
}
