package report

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/analyze"
	"mapihive/hive"
)

// What to do about a dirty hive depends on why no log was applied.
func TestNextStepForADirtyHive(t *testing.T) {
	alone := analyze.Snapshot{State: hive.Dirty}
	unfit := analyze.Snapshot{State: hive.Dirty, Logs: []analyze.Log{{Path: "NTUSER.DAT.LOG1", Note: "the checksum is wrong"}}}
	for _, c := range []struct {
		name    string
		sources []analyze.Snapshot
		noLogs  bool
		want    string
	}{
		{"no log beside it", []analyze.Snapshot{alone}, false, "secure the .LOG1 and .LOG2 files"},
		{"a log that cannot be used", []analyze.Snapshot{unfit}, false, "the logs beside this copy could not be applied"},
		{"one of each", []analyze.Snapshot{unfit, alone}, false, "secure the .LOG1 and .LOG2 files"},
		{"logs not wanted", []analyze.Snapshot{alone}, true, "leave out --no-logs"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := &Report{Sources: c.sources, NoLogs: c.noLogs}
			require.Contains(t, next(r, survey(r)), c.want)
		})
	}
}

func TestTallyIsGrouped(t *testing.T) {
	require.Equal(t, "1,600 live", tally([]hive.Origin{hive.Live}, slices.Repeat([]hive.Origin{hive.Live}, 1600)))
}
