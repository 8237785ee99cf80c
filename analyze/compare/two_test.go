package compare

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/analyze"
	"mapihive/hive"
)

// twin is the profile Cached once more, under another name and with UIDs of its own, as Outlook makes each profile.
func twin(name string) string {
	_, reg, _ := strings.Cut(cached, `"DefaultProfile"="Cached"`)
	return strings.NewReplacer(`\Cached\`, `\`+name+`\`, "a1*16", "c1*16", "b1*16", "d1*16", "b2*16", "d2*16",
		strings.Repeat("a1", 16), strings.Repeat("c1", 16), strings.Repeat("b1", 16), strings.Repeat("d1", 16),
		strings.Repeat("b2", 16), strings.Repeat("d2", 16)).Replace(reg)
}

func profileNamed(t *testing.T, s *analyze.Whole, name string) int {
	t.Helper()
	found := Named(&s.Snapshot, hive.Text(name))
	require.Len(t, found, 1)
	return found[0]
}

func compareTwo(t *testing.T, reg string) Diff {
	t.Helper()
	s := taken(t, reg)
	return Two(s, s, profileNamed(t, s, "cached"), profileNamed(t, s, "twin"))
}

// Two profiles that were made alike differ in no UID that only says which of their parts belong together.
func TestTwoAlike(t *testing.T) {
	d := compareTwo(t, cached+twin("Twin"))
	require.True(t, d.Equal(), "%+v", d.Profiles)
	require.Equal(t, hive.Text("Twin"), d.Two.B.Name)
	s := taken(t, cached+twin("Twin"))
	require.False(t, func() bool { d := Snapshots(s, taken(t, cached)); return d.Equal() }())
}

func TestTwoThatDiffer(t *testing.T) {
	d := compareTwo(t, cached+edit(t, twin("Twin"), `"Mailbox - Alice"`, `"Mailbox - Carol"`, `"EXCH01"`, `"EXCH02"`, "02,68,75", "02,68,76"))
	p := differing(t, d)
	require.Equal(t, Other, p.Kind)
	require.Equal(t, hive.Text("Cached"), p.Before.Name)
	var got []string
	for _, s := range p.Sections {
		require.Equal(t, Changed, s.Kind)
		for _, v := range s.Values {
			got = append(got, v.Name+" "+string(v.Before)+" "+string(v.After))
		}
	}
	slices.Sort(got)
	require.Equal(t, []string{"POP3 Password  ", "PR_DISPLAY_NAME Mailbox - Alice Mailbox - Carol", "PR_PROFILE_HOME_SERVER EXCH01 EXCH02"}, got)
	i := slices.IndexFunc(p.Sections, func(s SectionDiff) bool { return strings.Contains(s.Title, "Carol") })
	require.Equal(t, hive.Path(strings.Repeat("d1", 16)), p.Sections[i].Name)
	require.Equal(t, hive.Path(strings.Repeat("b1", 16)), p.Sections[i].NameBefore)
}

// What one has twice and the other once under another name is not paired by guess.
func TestTwoPairsOnlyWhatIsSure(t *testing.T) {
	reg := cached + secondMailbox + edit(t, twin("Twin"), `"Mailbox - Alice"`, `"Mailbox - Carol"`)
	p := differing(t, compareTwo(t, reg))
	kinds := map[string]Kind{}
	for _, s := range p.Sections {
		kinds[s.Title] = s.Kind
	}
	require.Equal(t, Removed, kinds[`delegate mailbox "Mailbox - Bob"`], "%v", kinds)
	require.Equal(t, Changed, kinds[`primary mailbox "Mailbox - Carol"`], "%v", kinds)
}

// A profile is found by its name, the live one before others of the name.
func TestNamed(t *testing.T) {
	deleted := strings.ReplaceAll(twin("Cached"), `\Profiles\Cached`, `\Deleted Profiles\Cached`)
	s := taken(t, cached+deleted)
	require.Len(t, s.Profiles, 2)
	i := profileNamed(t, s, "CACHED")
	require.Equal(t, hive.Live, s.Profiles[i].State)
	require.Empty(t, Named(&s.Snapshot, "Twin"))
	s = taken(t, cached+strings.ReplaceAll(twin("Cached"), wms, `Software\Microsoft\Office\16.0\Outlook`))
	require.Len(t, Named(&s.Snapshot, "Cached"), 2, "two live ones: the user has to choose")
}
