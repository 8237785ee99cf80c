package report

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/analyze"
	"mapihive/hive"
)

// share is a case of so many hives, each of a user of its own with a finding and something broken, every other one not
// read.
func share(n int) *Report {
	r := base("analyze", "share")
	for i := range n {
		s := snapshot(hive.Text(fmt.Sprintf("share/profiles$/user%05d/NTUSER.DAT", i)), hive.Clean)
		s.User = analyze.User{Name: hive.Text(fmt.Sprintf("user%05d", i)), SID: fmt.Sprintf("S-1-5-21-1-2-3-%d", i)}
		s.Labels.Host = hive.Text(fmt.Sprintf("PC-%05d", i/2))
		s.Diagnostics = []hive.Diagnostic{{Kind: hive.KindCellBounds, Place: hive.Place{Offset: 4096}, Structure: "nk", Message: "outside"}}
		r.Sources = append(r.Sources, s)
		r.Findings = append(r.Findings, caseFinding([2]int{i, i}, [2]hive.Text{"Outlook", "Scan"}, [2]hive.Text{`C:\a.pst`, `c:\A.pst`}))
		r.Sources = append(r.Sources, r.Sources[len(r.Sources)-1])
		r.Sources = append(r.Sources, analyze.Snapshot{Path: s.Path + ".1", Error: "not a hive"})
		r.Skipped = append(r.Skipped, Skipped{Path: s.Path + ".2", Reason: "permission denied"})
	}
	for i := range r.Findings {
		for j := range r.Findings[i].Evidence {
			r.Findings[i].Evidence[j].Source = 3 * i
		}
	}
	return r
}

// What is shown of many hives does not grow with how many there are, and says how much more there is.
func TestManyHivesAreBounded(t *testing.T) {
	few, many := textAt(t, share(100), View{}), textAt(t, share(3000), View{})
	require.Equal(t, strings.Count(few, "\n"), strings.Count(many, "\n"))
	require.Less(t, strings.Count(many, "\n"), 250)
	for _, want := range []string{
		"\nUsers     3,000\n", "1. HIGH  pst-path/case: 3,000 users\n", "and 2,990 more\n", "\nand 2,980 more users: --full\n", "\nand 1,480 more computers: --full\n",
		"\ncell-bounds: 6,000 places in [1] [2] [4] [5] [7] and 5,995 more\n", "\n[2] = [1]  share/", "The profiles of 2,999 more hives with findings",
	} {
		require.Contains(t, many, want)
	}
	require.Equal(t, 3, strings.Count(many, "\nand 2,990 more: --full\n"), "not read, copies, skipped")
	odd := share(30)
	for i := range odd.Skipped {
		odd.Skipped[i].Reason += fmt.Sprint(i)
	}
	require.Contains(t, textAt(t, odd, View{}), "  permission denied9\nand 20 more reasons: --full\n\n")
	full := textAt(t, share(100), View{Full: true})
	require.NotContains(t, full, "--full")
	require.Equal(t, 100, strings.Count(full, "HIGH  pst-path/case, "))
}

// A medium that can fold has every finding and fact, and nothing that says what is left out; a text has it the other way
// round.
func TestFolded(t *testing.T) {
	r := share(50)
	findings, facts := 0, 0
	for b := range Analysis(r).Blocks {
		if b.Fold == InPlace {
			continue
		}
		if b.Kind == Item && b.Group == findingGroup {
			findings++
		}
		if b.Kind == Line && strings.HasPrefix(b.Text, `c:\A.pst`) {
			facts++
		}
	}
	require.Equal(t, 50, findings)
	require.Equal(t, 50, facts)
	require.Equal(t, 1, strings.Count(textAt(t, r, View{}), `c:\A.pst`))
}

func TestTrees(t *testing.T) {
	r := manySources()
	for trees, want := range map[Trees]int{TreesNone: 0, TreesFindings: 2, TreesAll: 3, "": 1} {
		require.Equal(t, want, strings.Count(textAt(t, r, View{Trees: trees}), `Profile "Outlook"  live`), trees)
	}
	require.Equal(t, 3, strings.Count(textAt(t, r, View{Full: true}), `Profile "Outlook"  live`))
	one := twoConflicts()
	require.NotContains(t, textAt(t, one, View{Trees: TreesNone}), "\nProfiles\n---")
	require.Contains(t, textAt(t, one, View{}), "\nProfiles\n---")
}

// Users with one name are told apart, and what a path says is not taken for what a hive says.
func TestWhoIsWho(t *testing.T) {
	source := func(name hive.Text, sid string, host, byPath hive.Text) analyze.Snapshot {
		return analyze.Snapshot{User: analyze.User{Name: name, SID: sid}, Labels: analyze.Labels{Host: host, User: byPath}}
	}
	p := whoIsWho([]analyze.Snapshot{
		source("ann", "S-1", "A", ""), source("ann", "S-2", "B", ""), source("", "S-1", "A", "ann"),
		source("bob", "S-3", "", ""), source("bob", "S-4", "C", ""), source("", "", "", "eve"), source("", "", "", "eve"), source("", "", "A", "eve"), source("", "", "A", "EVE"),
		source("", "", "", ""),
	})
	same := []analyze.Snapshot{source("", "", "A", "eve"), source("", "", "B", "kim")}
	same[0].SHA256, same[1].SHA256 = "1", "1"
	require.Equal(t, []int{0, 0}, whoIsWho(same).of, "a copy is of the user whose hive it is")
	require.Equal(t, []int{0, 1, 0, 2, 3, 4, 5, 6, 6, 7}, p.of)
	require.Equal(t, []string{"ann on A", "ann on B", "bob [4]", "bob [5]", "eve [6]", "eve [7]", "eve [8]", ""}, p.names)
	require.Equal(t, "7 users and 1 hive of no known user", p.count([]int{0, 1, 2, 3, 4, 5, 6, 7}))
	require.Equal(t, "ann on A, ann on B and 6 more", p.list([]int{0, 1, 2, 3, 4, 5, 6, 7}, 2))
	require.Equal(t, "[10]", p.name(7))
}
