package report

import (
	"bytes"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/analyze"
	"mapihive/hive"
	"mapihive/hive/mapi"
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
			r := &Report{Sources: c.sources, Run: Run{Options: Options{NoLogs: c.noLogs}}}
			require.Contains(t, next(r, survey(r)), c.want)
		})
	}
}

func TestTallyIsGrouped(t *testing.T) {
	require.Equal(t, "1,600 live", tally([]hive.Origin{hive.Live}, slices.Repeat([]hive.Origin{hive.Live}, 1600)))
}

// Nothing to do is said only where nothing was recovered, noticed, noted or passed by.
func TestNothingToDo(t *testing.T) {
	live, lost := mapi.Profile{Name: "A", State: hive.Live}, mapi.Profile{Name: "A", State: hive.Recovered}
	clean := func(ps ...mapi.Profile) []analyze.Snapshot {
		return []analyze.Snapshot{{State: hive.Clean, Profiles: ps}}
	}
	noted := clean(live)
	noted[0].Diagnostics = []hive.Diagnostic{{Kind: hive.KindProperty}}
	notice := []analyze.Finding{{Severity: analyze.Informational}}
	for _, c := range []struct {
		name string
		r    Report
		want string
	}{
		{"nothing", Report{Sources: clean(live)}, "nothing to do"},
		{"recovered", Report{Sources: clean(live, lost)}, "look at what was recovered of 1 profile"},
		{"noticed", Report{Sources: clean(live), Findings: notice}, "finding 1 says what was noticed"},
		{"noticed, no profile", Report{Sources: clean(), Findings: notice}, "finding 1 says what was noticed"},
		{"noted", Report{Sources: noted}, `"Diagnostics" says what was noted`},
		{"passed by", Report{Sources: clean(live), Skipped: []Skipped{{}}}, `see "Skipped"`},
		{"no profile", Report{Sources: clean()}, "check that this is the hive"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := next(&c.r, survey(&c.r))
			require.Contains(t, got, c.want)
			require.Equal(t, c.name == "nothing", got == "nothing to do")
		})
	}
}

// No finding means that the analyzers which ran found nothing.
func TestFindingsNone(t *testing.T) {
	var b bytes.Buffer
	r := &Report{Sources: []analyze.Snapshot{{State: hive.Clean}}, Run: Run{Analyzers: []string{"pst-path", "orphan"}}}
	require.NoError(t, Analysis(r).Write(&b, format(t, "text"), TextOptions{}))
	require.Contains(t, b.String(), "\nVerdict   no finding\nChecked   pst-path, orphan\n")
}

// A key for profiles is called empty only where there is one.
func TestNoProfile(t *testing.T) {
	const home = `Software\Microsoft\Office\16.0\Outlook`
	d := hive.Fact{Key: home, Value: "DefaultProfile", Text: "A"}
	for _, c := range []struct {
		name  string
		state hive.State
		root  mapi.Root
		want  string
	}{
		{"empty", hive.Clean, mapi.Root{Key: home + `\Profiles`, DefaultProfile: d}, `No MAPI profile. The key for profiles exists and is empty: "` + home + `\Profiles"`},
		{"empty, deleted", hive.Clean, mapi.Root{Deleted: home + `\Deleted Profiles`}, `No MAPI profile. The key for profiles exists and is empty: "` + home + `\Deleted Profiles"`},
		{"a default alone", hive.Clean, mapi.Root{DefaultProfile: d}, `No MAPI profile and no key for profiles. A DefaultProfile stands in "` + home + `"`},
		{"damaged", hive.Damaged, mapi.Root{Key: home + `\Profiles`}, "No MAPI profile was found. The hive is damaged: one may have been in what cannot be read."},
	} {
		require.Equal(t, c.want, noProfile(&analyze.Snapshot{State: c.state, Roots: []mapi.Root{c.root}}), c.name)
	}
	require.Equal(t, "No MAPI profile.", noProfile(&analyze.Snapshot{State: hive.Clean}))
}

// A command stands whole on a line of its own, below its step and with no number.
func TestCommandsOfSteps(t *testing.T) {
	command := `mapihive export "` + string(bytes.Repeat([]byte("long path "), 12)) + `NTUSER.DAT" -o x.reg`
	require.Equal(t, "     1. Save it:\n        "+command+"\n     2. Then look again.\n",
		pageText(t, func(p *page) { p.steps(5, "Save it:\n  "+command+"\nThen look again.") }))
	require.Equal(t, "     Save it:\n     "+command+"\n", pageText(t, func(p *page) { p.steps(5, "Save it:\n  "+command) }))
}
