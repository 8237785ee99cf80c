package analyze

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/hivetest"
	"mapihive/hive/regf/translog"
)

// requireClean says that a snapshot is of a clean hive that nothing is damaged in.
func requireClean(t *testing.T, s Snapshot) {
	t.Helper()
	require.Empty(t, s.Error)
	require.Equal(t, hive.Clean, s.State, "%v", s.Diagnostics)
	damaged := slices.ContainsFunc(s.Diagnostics, func(d hive.Diagnostic) bool { return d.Kind.Damage() })
	require.False(t, damaged, "%v", s.Diagnostics)
}

// TestCleanStaysClean: healthy hives that are unusual are not called damaged.
func TestCleanStaysClean(t *testing.T) {
	var mounts strings.Builder
	for i := range 1100 { // more than are read
		fmt.Fprintf(&mounts, "[Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\MountPoints2\\##server#share%d]\n", i)
	}
	const wide = "[Software\\A\u0436bc]\n[Software\\t\uF00Dtx]\n[Software\\txt\uF00D]\n"
	for _, minor := range []int{3, 5} {
		requireClean(t, TakeImage(t.Context(), "wide", hivetest.Build(t, wide, hivetest.WithMinor(minor))))
		s := TakeImage(t.Context(), "mounts", hivetest.Build(t, mounts.String(), hivetest.WithMinor(minor)))
		requireClean(t, s)
		require.NotEmpty(t, s.Diagnostics, "the limit is noted")
	}
	for name, data := range map[string][]byte{"empty": {}, "zeros": make([]byte, 64<<10), "no log": []byte(strings.Repeat("x", 4096))} {
		log := translog.Input{Path: "NTUSER.DAT.LOG1", Slot: translog.LOG1, Data: data}
		s := TakeImage(t.Context(), "NTUSER.DAT", hivetest.Build(t, "[Software]"), log)
		requireClean(t, s)
		require.NotEmpty(t, s.Logs, name)
	}
}

// TestCleanCases: healthy hives of another writer that were called damaged.
func TestCleanCases(t *testing.T) {
	for _, name := range []string{"lf-wide-second", "many-mount-points"} {
		requireClean(t, Take(t.Context(), hivetest.Real(t, "../cases/"+name+"/NTUSER.DAT"), Options{}))
	}
}
