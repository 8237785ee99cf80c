package analyze

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/hivetest"
	"mapihive/hive/mapi"
)

// told lists events as "seconds what: message".
func told(es []Event) (out []string) {
	for _, e := range es {
		out = append(out, fmt.Sprintf("%d %s: %s", e.Time/second, e.What, e.Message))
	}
	return out
}

func wholeSources(ss ...Snapshot) (out []Whole) {
	for _, s := range ss {
		out = append(out, Whole{Snapshot: s})
	}
	return out
}

func TestTimelineOfImage(t *testing.T) {
	w := TakeWholeImage(t.Context(), "NTUSER.DAT", hivetest.Build(t, `
;@ hive lastwritten=2012-03-08T09:00:00Z
;@ lastwrite 2012-03-08T08:00:00Z
[`+wms+`\Profiles]
;@ lastwrite 2012-03-01T08:00:00Z
[`+wms+`\Profiles\A\8503020000000000c000000000000046]
"0102300b"=hex:e0*16
;@ lastwrite 2012-03-02T08:00:00Z
[`+wms+`\Profiles\A\0a0d020000000000c000000000000046]
"00400032"=hex:00,80,3e,d5,de,b1,9d,01
;@ lastwrite 2012-03-03T08:00:00Z
[`+wms+`\Profiles\A]
;@ deleted
;@ lastwrite 2012-03-04T08:00:00Z
[`+wms+`\Profiles\Gone]
;@ lastwrite 2012-03-04T08:00:00Z
[`+wms+`\Profiles\Gone\8503020000000000c000000000000046]
"0102300b"=hex:e1*16
`))
	require.Empty(t, w.Error)
	var got []string
	for _, e := range Timeline([]Whole{w}) {
		require.NotZero(t, e.Time)
		got = append(got, e.Time.String()[:10]+" "+string(e.What)+" "+string(e.Profile)+" "+string(e.Fact.Key.Base())+" "+string(e.Fact.Value))
	}
	require.Equal(t, []string{
		"1970-01-01 Property Time A 0a0d020000000000c000000000000046 00400032",
		"2012-03-01 Key Last Written A 8503020000000000c000000000000046 ",
		"2012-03-02 Key Last Written A 0a0d020000000000c000000000000046 ",
		"2012-03-03 Key Last Written A A ",
		"2012-03-04 Key Last Written Gone Gone ",
		"2012-03-04 Key Last Written Gone 8503020000000000c000000000000046 ",
		"2012-03-08 Deleted Not After Gone Gone ",
		"2012-03-08 Key Last Written  Profiles ",
		"2012-03-08 Hive Last Written   ",
	}, got)
}

// shadowCopies are four copies of one user's hive and what else is to be seen in them: a profile that changes, is
// marked for deletion and goes, and one that goes and comes back.
func shadowCopies() []Snapshot {
	stays := func(t hive.Time) mapi.Profile { return profile("Stays", instance(digits("01")), at(t)) }
	moves := func(t hive.Time, o ...profileOption) mapi.Profile {
		return profile("Moves", append([]profileOption{instance(digits("02")), at(t)}, o...)...)
	}
	back := profile("Back", instance(digits("03")))
	return []Snapshot{
		ofUser(aliceSID, "alice", day, stays(day/2), moves(day/2), back),
		ofUser(aliceSID, "alice", 2*day, stays(day/2), moves(day+1)),
		ofUser(aliceSID, "", 3*day, stays(day/2), moves(day+1, deleted), back),
		ofUser(aliceSID, "alice", 4*day, stays(day/2), profile("New", instance(digits("04"))), back),
	}
}

func TestHistories(t *testing.T) {
	var got []string
	for _, h := range Histories(shadowCopies()) {
		line := string(h.Profile) + ":"
		for _, s := range h.Steps {
			line += fmt.Sprintf(" %d %s", s.Copy/day, s.Change)
		}
		got = append(got, line)
	}
	require.ElementsMatch(t, []string{
		"Stays: 1 there 2 unchanged 3 unchanged 4 unchanged",
		"Moves: 1 there 2 changed 3 pending 4 gone",
		"Back: 1 there 2 gone 3 back 4 unchanged",
		"New: 4 appeared",
	}, got)
	fs := run(shadowCopies()...)
	require.Equal(t, []string{"orphan/pending-deletion", "orphan/lost-elsewhere"}, rules(fs), "the one that is gone was seen last in the second copy")
	require.Contains(t, fs[1].Summary, `"Moves"`)
}

// One hive has no history, nor do hives of users of whom nothing is known, or of two users.
func TestNoHistories(t *testing.T) {
	require.Empty(t, Histories(shadowCopies()[:1]))
	require.Empty(t, Histories([]Snapshot{source(profile("A")), source(profile("A"))}))
	require.Empty(t, Histories([]Snapshot{ofUser("S-1-5-21-1-2-3-1", "x", day, profile("A")), ofUser("S-1-5-21-1-2-3-2", "x", day, profile("A"))}))
	equal := ofUser(aliceSID, "", day, profile("A"))
	equal.SHA256 = "ab"
	require.Empty(t, Histories([]Snapshot{equal, equal}))
}

// A name without a SID joins the one SID that has it.
func TestHistoryByName(t *testing.T) {
	hs := Histories([]Snapshot{ofUser("", "Alice", day, profile("A")), ofUser(aliceSID, "alice", 2*day, profile("A", at(5)))})
	require.Len(t, hs, 1)
	require.Equal(t, StateChanged, hs[0].Steps[1].Change)
}

func TestTimelineOrder(t *testing.T) {
	sources := append(shadowCopies(), everything()...)
	want := told(Timeline(wholeSources(sources...)))
	require.Greater(t, len(want), 10)
	require.True(t, slices.ContainsFunc(want, func(s string) bool { return strings.Contains(s, `Profile "Moves": pending in the copy`) }))
	for seed := range uint64(20) {
		shuffled := slices.Clone(sources)
		shuffle(rand.New(rand.NewPCG(seed, 1)), shuffled)
		require.Equal(t, want, told(Timeline(wholeSources(shuffled...))))
	}
}

// What the logs did is bounded by the hive file and the state after them.
func TestTimelineOfLogs(t *testing.T) {
	s := withDefault(source(profile("A", deleted, at(3*day)), profile("Gone", recovered, at(day))), "wms", wms, "A")
	s.Roots[0].LastWrite = 4 * day
	s.Changes = []mapi.Change{
		{Profile: "A", Root: "wms", Kind: mapi.MovedToDeleted, Before: wms + `\Profiles\A`, After: s.Profiles[0].Key, Previous: 2 * day, LastWrite: 3 * day},
		{Profile: "Gone", Root: "wms", Kind: mapi.Disappeared, Before: s.Profiles[1].Key, Previous: 2 * day, LastWrite: 4 * day},
	}
	var bounded []string
	for _, e := range Timeline(wholeSources(s)) {
		if e.Before != 0 {
			bounded = append(bounded, fmt.Sprintf("%s %s %d to %d", e.What, e.Profile, e.After/day, e.Before/day))
		}
	}
	require.Equal(t, []string{"Changed By Log A 2 to 3", "Deleted Not After Gone 2 to 4"}, bounded)
}

// No times, times that are no dates, and names that act on a terminal.
func TestHostileTimeline(t *testing.T) {
	s := source(profile("\x1b[2J\n", at(1)), profile("B", at(maxTime)), profile("C", at(0)), profile("D", at(^hive.Time(0))))
	s.Written = maxTime + 1
	es := Timeline(wholeSources(s))
	require.Len(t, es, 1)
	require.NotContains(t, es[0].Message, "\x1b")
	require.NotContains(t, es[0].Message, "\n")
	require.Empty(t, Timeline(wholeSources(Snapshot{Error: "cannot be read"})))
}

func TestRealTimelines(t *testing.T) {
	for _, path := range hivetest.RealHives(t) {
		w := TakeWhole(t.Context(), path, Options{Contents: true})
		for _, e := range Timeline([]Whole{w}) {
			require.NotZero(t, e.Time, path)
			require.NotEmpty(t, e.Message, path)
			require.NotContains(t, e.Time.String(), "FILETIME")
		}
	}
}

// Copies that say the same have the order of their sources, in every run.
func TestHistoriesOfCopiesThatSayTheSame(t *testing.T) {
	var in []Snapshot
	for range 6 {
		in = append(in, ofUser(aliceSID, "alice", day, profile("A", at(5))))
	}
	for range 5 {
		var sources []int
		for _, step := range Histories(in)[0].Steps {
			sources = append(sources, step.Source)
		}
		require.IsIncreasing(t, sources)
	}
}
