package report

import (
	"fmt"
	"iter"

	"mapihive/analyze"
	"mapihive/hive"
	"mapihive/hive/english"
)

// TimelineSchema names the layout of the JSON document of a timeline.
const TimelineSchema = "mapihive/timeline/v1"

// Timeline is what the sources date, in the order of time, and what became of each profile from copy to copy of a
// user's hive. Its CSV has the columns that Timesketch asks for. Where the sources have contents it has every section
// of every profile.
func Timeline(sources []analyze.Whole) *Document {
	snapshots := analyze.Snapshots(sources)
	d := &Document{Name: "timeline", Row: eventRecord{}}
	d.Blocks = blocks(func(p *page) {
		timelinePage(p, snapshots, analyze.Timeline(sources))
		p.custody(&d.Run, snapshots)
	})
	d.Value = func() any { return timelineValue(&d.Run, snapshots, analyze.Timeline(sources)) }
	d.Records = func(yield func(Record) bool) {
		if !yieldRun(yield, d, snapshots) {
			return
		}
		for _, e := range analyze.Timeline(sources) {
			if !yield(newEventRecord(&snapshots[e.Source], &e)) {
				return
			}
		}
	}
	return d
}

func timelineValue(run *Run, sources []analyze.Snapshot, events []analyze.Event) any {
	return struct {
		Schema string `json:"schema"`
		Run
		Sources   []sourceID            `json:"sources"`
		Histories []analyze.History     `json:"histories"`
		Events    iter.Seq[eventRecord] `json:"events"`
	}{
		TimelineSchema, run.utc(), sourceIDs(sources), append([]analyze.History{}, analyze.Histories(sources)...),
		each(events, func(e *analyze.Event) eventRecord { return newEventRecord(&sources[e.Source], e) }),
	}
}

func timelinePage(p *page, sources []analyze.Snapshot, events []analyze.Event) {
	p.title("Timeline of profiles")
	p.read(sources)
	p.histories(sources)
	p.section("Events")
	if len(events) == 0 {
		p.para(0, "Nothing in the sources has a time.")
		return
	}
	for _, run := range runs(events) {
		e := run[0]
		more := ""
		if n := len(run) - 1; n > 0 {
			more = fmt.Sprintf(", and %s of it within the second", english.Count(n, "further key"))
		}
		where := ""
		if len(sources) > 1 {
			where = fmt.Sprintf("[%d] ", e.Source+1)
		}
		p.line(0, "%v  %s%s%s", e.Time, where, e.Message, more)
	}
	p.gap()
	p.para(0, "Times are UTC. A key has only its last write: earlier ones are not kept. The CSV, JSON and JSONL forms have a row for each event, with its key, value name and offset; the CSV is one that Timesketch imports.")
}

// histories writes what became of each profile from copy to copy.
func (p *page) histories(sources []analyze.Snapshot) {
	all := analyze.Histories(sources)
	if len(all) == 0 {
		return
	}
	p.section("From copy to copy")
	for i := range all {
		h := &all[i]
		if i > 0 {
			p.gap()
		}
		p.line(0, "%s", join("Profile "+quote(h.Profile), h.User.String(), hive.Text(h.SID).String()))
		p.line(2, "%s", h.Key)
		for _, s := range h.Steps {
			copied := "no time"
			if !s.Copy.IsZero() {
				copied = s.Copy.String()
			}
			p.line(2, "%s", join(copied, fmt.Sprintf("[%d]", s.Source+1), string(s.Change)))
		}
	}
}

// runs puts last writes of keys of one profile together that follow each other within a second.
func runs(events []analyze.Event) (out [][]analyze.Event) {
	const second = 1e7
	for _, e := range events {
		if n := len(out); n > 0 {
			first := out[n-1][0]
			if e.What == analyze.KeyWritten && first.What == e.What && e.Profile != "" && first.Profile == e.Profile &&
				first.Source == e.Source && first.Root == e.Root && first.Fact.State == e.Fact.State && e.Time-first.Time < second {
				out[n-1] = append(out[n-1], e)
				continue
			}
		}
		out = append(out, []analyze.Event{e})
	}
	return out
}

// eventRecord is one moment. Timesketch asks for the columns message, datetime and timestamp_desc.
type eventRecord struct {
	head
	Message string            `json:"message"`
	Time    hive.Time         `json:"datetime"`
	What    analyze.EventTime `json:"timestamp_desc"`
	After   hive.Time         `json:"after,omitzero"`  // of what is only bounded: not before this
	Before  hive.Time         `json:"before,omitzero"` // and not after this
	User    hive.Text         `json:"user,omitempty"`
	SID     hive.Text         `json:"sid,omitempty"`
	Profile hive.Text         `json:"profile,omitempty"`
	Root    hive.Text         `json:"root,omitempty"`
	State   hive.Origin       `json:"state,omitempty"`
	Key     hive.Path         `json:"key,omitempty"`
	Value   hive.Text         `json:"value,omitempty"`
	Offset  int64             `json:"offset,omitempty"`
	Log     hive.Text         `json:"log,omitempty"`
	Line    int               `json:"line,omitempty"`
}

func newEventRecord(s *analyze.Snapshot, e *analyze.Event) eventRecord {
	return eventRecord{
		head: headOf("event", s), Message: e.Message, Time: e.Time, What: e.What, After: e.After, Before: e.Before,
		User: s.User.Name, SID: hive.Text(s.User.SID), Profile: e.Profile, Root: hive.Text(e.Root), State: e.Fact.State,
		Key: e.Fact.Key, Value: e.Fact.Value, Offset: e.Fact.Offset, Log: e.Fact.File, Line: e.Fact.Line,
	}
}
