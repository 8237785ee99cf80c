package report

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/analyze"
	"mapihive/analyze/collect"
	"mapihive/hive"
	"mapihive/hive/hivetest"
	"mapihive/hive/mapi"
)

// drawingsOf are what a page draws of a report.
func drawingsOf(r *Report) map[string]*Drawing {
	out := map[string]*Drawing{}
	for b := range Analysis(r).Blocks {
		if b.Kind == Drawn {
			out[b.Text] = b.Draw()
		}
	}
	return out
}

func demoReport(t *testing.T) *Report {
	tree, err := hivetest.ParseFile("../testdata/demo.reg")
	require.NoError(t, err)
	image, err := tree.Image()
	require.NoError(t, err)
	r := base("analyze", "NTUSER.DAT")
	r.Sources = []analyze.Snapshot{collect.TakeImage(t.Context(), "NTUSER.DAT", image)}
	r.Findings = analyze.Run(&analyze.Case{Sources: r.Sources}, analyze.All())
	return r
}

func TestDrawingsOfAHive(t *testing.T) {
	all := drawingsOf(demoReport(t))
	d := all["Who shares which file"]
	require.Equal(t, &Net{
		Columns: []string{"User", "Profile", "Data file, by its spellings"},
		Nodes: [][]Node{
			{{Text: "alice"}},
			{{Text: `"Backup"`}, {Text: `"Mail Scanner"`}, {Text: `"Outlook"`}, {Text: `"Mail Scanner" (deleted)`, Faint: true}},
			{{Text: "Archive.pst", Lines: []string{
				`C:\Users\alice\..\alice\Documents\Outlook Files\Archive.pst`,
				`c:\users\alice\documents\outlook files\archive.pst`,
				`C:\Users\alice\Documents\Outlook Files\Archive.pst`,
			}}},
		},
		Links: []Link{
			{0, 0, 0, -1, false}, {1, 0, 0, 0, false}, {0, 0, 1, -1, false}, {1, 1, 0, 1, false},
			{0, 0, 2, -1, false}, {1, 2, 0, 2, false}, {0, 0, 3, -1, true}, {1, 3, 0, 1, true},
		},
	}, d.Net)
	require.Equal(t, []string{"alice", `"Mail Scanner" (deleted)`, `c:\users\alice\documents\outlook files\archive.pst`}, d.Rows[3])

	times := all["When"].Times
	require.Equal(t, "2008-12-19 15:42:07", times.Columns[0])
	require.Len(t, times.Columns, 8)
	var project TimeRow
	for _, row := range times.Rows {
		if row.Text == `"Project 2008"` {
			project = row
		}
	}
	require.Equal(t, []TimeMark{{0, 0, "W"}, {0, 6, "D"}}, project.Marks)
	require.Contains(t, times.Legend, "D deleted, then at the latest")
}

// One file that all share, and one profile that names a file in every way there is.
func TestDrawingsAreBounded(t *testing.T) {
	r := base("analyze", "share")
	for i := range 60 {
		s := snapshot(hive.Text(fmt.Sprintf("user%02d/NTUSER.DAT", i)), hive.Clean)
		s.User = analyze.User{Name: hive.Text(fmt.Sprintf("user%02d", i))}
		p := mapi.Profile{Name: "Outlook", State: hive.Live, Root: "wms", Key: wms + `\Outlook`, LastWrite: at(fmt.Sprintf("%d-01-01T00:00:00Z", 1960+i))}
		for j := range 100 {
			path := []byte(`\\server\share\abcdefghijklmnop.pst`)
			for bit := range 7 {
				if j>>bit&1 == 1 {
					path[16+bit] -= 'a' - 'A'
				}
			}
			fact := hive.Fact{Key: wms + `\Outlook\0a`, Value: hive.Text(fmt.Sprint(j)), Place: hive.Place{Offset: int64(j)}, State: hive.Live}
			p.Paths = append(p.Paths, mapi.PathRef{Kind: mapi.PST, Path: hive.Text(path), Source: mapi.SourceProvider, Fact: fact})
		}
		s.Profiles = []mapi.Profile{p}
		r.Sources = append(r.Sources, s)
	}
	all := drawingsOf(r)
	d := all["Who shares which file"]
	require.Len(t, d.Net.Nodes[0], drawnUses)
	require.Len(t, d.Net.Nodes[1], drawnUses)
	require.Equal(t, []string{"and 96 more"}, d.Net.Nodes[2][0].Lines[drawnSpellings:])
	require.Len(t, d.Rows, drawnUses*drawnSpellings)
	require.Len(t, d.Net.Links, drawnUses*(1+drawnSpellings+1), "one to the user, one to each spelling, one to the others")
	require.Contains(t, d.Says, "Not shown: 5,952 more uses of those that are; ")

	d = all["When"]
	require.Len(t, d.Times.Rows, drawnProfiles)
	require.LessOrEqual(t, len(d.Times.Columns), drawnMoments)
	require.Contains(t, d.Says, "Not shown: 40 more profiles.")
	page := writtenAs(t, Analysis(r), "html")
	checkHTML(t, page)
	require.Contains(t, string(page), "<svg ")
}

// Many moments are put together until they fit, and of too many years the last are drawn.
func TestColumnsOfTimes(t *testing.T) {
	events := func(n int, step uint64) (out []analyze.Event) {
		for i := range n {
			out = append(out, analyze.Event{Time: at("2001-01-01T00:00:00Z") + hive.Time(uint64(i)*step*1e7)})
		}
		return out
	}
	for _, c := range []struct {
		n       int
		seconds uint64
		unit    string
		columns int
	}{{10, 1, "2006-01-02 15:04:05", 10}, {100, 1, "2006-01-02 15:04", 2}, {100, 60, "2006-01-02 15h", 2}, {100, 86400, "2006-01", 4}, {100, 30 * 86400, "2006", 9}, {100, 400 * 86400, "2006", 100}} {
		unit, columns := columnsOf(events(c.n, c.seconds))
		require.Equal(t, c.unit, unit)
		require.Len(t, columns, c.columns)
	}
}

func TestShortened(t *testing.T) {
	require.Equal(t, "short", shortened("short", 10))
	require.Equal(t, "abcd…vwxyz", shortened("abcdefghijklmnopqrstuvwxyz", 10))
	require.Equal(t, `\u001B`, shortened("\x1b", 10))
	require.LessOrEqual(t, width(shortened(strings.Repeat("日本", 50), 20)), 20)
}

// A medium that draws nothing has nothing drawn for it.
func TestNothingIsDrawnInVain(t *testing.T) {
	d := &Document{Name: "toy", Blocks: blocks(func(p *page) {
		p.title("toy")
		p.drawn("Who", func() *Drawing { t.Fatal("drawn"); return nil })
	})}
	var b bytes.Buffer
	require.NoError(t, d.Write(&b, format(t, "text"), TextOptions{}))
	require.Equal(t, "toy\n===\n\n", b.String())
}
