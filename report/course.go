package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"mapihive/analyze"
	"mapihive/hive"
	"mapihive/hive/english"
)

// Bounds of the drawing of times.
const (
	drawnProfiles = 20
	drawnMoments  = 30
	drawnEvents   = 100 // in its table
)

// eventLetters are how kinds of times are drawn, in the order of their legend.
var eventLetters = []struct {
	what   analyze.EventTime
	letter string
	says   string
}{
	{analyze.KeyWritten, "W", "a key was last written"},
	{analyze.PropertyTime, "P", "a property has this time"},
	{analyze.DeletedNotAft, "D", "deleted, then at the latest"},
	{analyze.DeletedAfter, "A", "deleted, then at the earliest"},
	{analyze.ChangedByLog, "C", "changed by a transaction log"},
	{analyze.SeenInCopy, "S", "seen in a copy of the hive"},
	{analyze.HiveWritten, "H", "the hive was last written"},
	{analyze.LogWritten, "L", "a transaction log was last written"},
}

// timeUnits are how moments are put together until there are few enough, the finest first: layouts of package time.
var timeUnits = []string{"2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02 15h", "2006-01-02", "2006-01", "2006"}

// courseRow is a profile or a hive, of whatever copy.
type courseRow struct {
	profileOf
	hive bool
}

// course shows what is dated of profiles: those that findings concern first.
func (p *page) course(r *Report) {
	p.drawn("When", func() *Drawing {
		events := analyze.Timeline(wholesWithout(r.Sources))
		rows, left := p.courseRows(r, events)
		events = slices.DeleteFunc(events, func(e analyze.Event) bool { return !slices.Contains(rows, p.rowOf(&e)) })
		if len(events) < 2 {
			return nil
		}
		unit, columns := columnsOf(events)
		over := max(0, len(columns)-drawnMoments)
		columns = columns[over:] // the last ones
		d := &Drawing{Times: timesOf(p, rows, events, unit, columns)}
		d.Says = "What the evidence dates, in the order of time and not to scale; times are UTC. A key has only its last write."
		if left > 0 {
			d.Says += " Not shown: " + more(left, "profile") + "."
		}
		if over > 0 {
			d.Says += fmt.Sprintf(" Earlier than all this: %s.", english.Count(over, "moment"))
		}
		d.Header = []string{"Time", "What"}
		for i := range events {
			if i == drawnEvents {
				d.Says += " The table has the first " + fmt.Sprint(drawnEvents) + " times; mapihive timeline has all."
				break
			}
			where := ""
			if len(r.Sources) > 1 {
				where = fmt.Sprintf("[%d] ", events[i].Source+1)
			}
			d.Rows = append(d.Rows, []string{p.time(events[i].Time), where + events[i].Message})
		}
		return d
	})
}

// wholesWithout are sources without the contents of their profiles.
func wholesWithout(sources []analyze.Snapshot) []analyze.Whole {
	out := make([]analyze.Whole, len(sources))
	for i := range sources {
		out[i].Snapshot = sources[i]
	}
	return out
}

func (p *page) rowOf(e *analyze.Event) courseRow {
	row := courseRow{profileOf: profileOf{user: p.who.of[e.Source]}}
	if row.hive = e.Profile == ""; !row.hive {
		row.root, row.name = e.Root, e.Profile
	}
	return row
}

// courseRows are the rows of the events: the profiles of findings first, and hives where they are few.
func (p *page) courseRows(r *Report, events []analyze.Event) (rows []courseRow, left int) {
	rank := map[courseRow]int{}
	for i := range r.Findings {
		for _, e := range r.Findings[i].Evidence {
			row := courseRow{profileOf: profileOf{user: p.who.of[e.Source], name: e.Profile}}
			if _, met := rank[row]; !met && e.Profile != "" {
				rank[row] = len(rank) - 1<<30 // before all that have none
			}
		}
	}
	at := map[courseRow]int{}
	for i := range events {
		row := p.rowOf(&events[i])
		if _, met := at[row]; met || row.hive && p.many {
			continue
		}
		at[row] = len(rows)
		rows = append(rows, row)
	}
	slices.SortStableFunc(rows, func(a, b courseRow) int {
		order := func(row courseRow) int {
			row.root = ""
			return rank[row]
		}
		return cmp.Or(cmp.Compare(order(a), order(b)), cmp.Compare(at[a], at[b]))
	})
	left = max(0, len(rows)-drawnProfiles)
	return rows[:len(rows)-left], left
}

// columnsOf are the columns of events, in a unit in which they are few enough.
func columnsOf(events []analyze.Event) (unit string, columns []string) {
	for _, unit = range timeUnits {
		met := map[string]bool{}
		for i := range events {
			for _, t := range []hive.Time{events[i].Time, events[i].After, events[i].Before} {
				if t != 0 {
					met[t.Time().Format(unit)] = true
				}
			}
		}
		columns = columns[:0]
		for c := range met {
			columns = append(columns, c)
		}
		if len(columns) <= drawnMoments {
			break
		}
	}
	slices.Sort(columns)
	return unit, columns
}

func timesOf(p *page, rows []courseRow, events []analyze.Event, unit string, columns []string) *Times {
	out := &Times{Columns: columns}
	at := func(t hive.Time) int { return slices.Index(columns, t.Time().Format(unit)) }
	used := map[string]bool{}
	for _, row := range rows {
		line := TimeRow{Text: rowWords(p, row)}
		for i := range events {
			e := &events[i]
			if p.rowOf(e) != row {
				continue
			}
			for _, l := range eventLetters {
				if l.what != e.What {
					continue
				}
				used[l.letter] = true
				mark := TimeMark{From: at(e.Time), To: at(e.Time), Letters: l.letter}
				if e.After != 0 && e.After <= e.Time {
					mark.From = max(0, at(e.After))
				}
				line.add(mark)
			}
		}
		out.Rows = append(out.Rows, line)
	}
	for _, l := range eventLetters {
		if used[l.letter] {
			out.Legend = append(out.Legend, l.letter+" "+l.says)
		}
	}
	return out
}

// add adds a mark, each letter of a moment once.
func (r *TimeRow) add(mark TimeMark) {
	if mark.To < 0 {
		return // it is earlier than all that is shown
	}
	for i := range r.Marks {
		if m := &r.Marks[i]; m.To == mark.To {
			m.From = min(m.From, mark.From)
			if !strings.Contains(m.Letters, mark.Letters) {
				m.Letters += mark.Letters
			}
			return
		}
	}
	r.Marks = append(r.Marks, mark)
}

func rowWords(p *page, row courseRow) string {
	what := quote(row.name)
	if row.hive {
		what = "the hive"
	}
	if len(p.who.names) > 1 {
		what = p.who.name(row.user) + ": " + what
	}
	return what
}
