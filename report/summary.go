package report

import (
	"fmt"
	"slices"
	"strings"

	"mapihive/analyze"
	"mapihive/hive"
	"mapihive/hive/english"
)

// summary says on a screen what was read, what was found and what to do next.
func (p *page) summary(r *Report) {
	s := survey(r)
	if len(r.Sources) == 1 {
		p.ticket(r, s)
		return
	}
	p.overview(r, s)
	if !p.many && !p.view.Summary {
		p.sources(r)
	}
}

// states say how the sources were found, and what was met beside them.
func (p *page) states(r *Report, s *surveyed) {
	label := "State"
	for _, state := range stateOrder {
		if n := s.states[state]; n > 0 {
			text := stateWords[state]
			if len(r.Sources) > 1 {
				text = english.Grouped(n) + " " + text
			}
			p.pair(0, summaryGroup, label, text)
			label = ""
		}
	}
	for _, text := range s.logs.lines(len(r.Sources) > 1) {
		p.pair(0, summaryGroup, label, text)
		label = ""
	}
	if n := len(r.Skipped); n > 0 {
		p.pair(0, summaryGroup, "Skipped", english.Count(n, "input")+`: see "Skipped" below`)
	}
	if n := r.NotHives; n > 0 {
		p.pair(0, summaryGroup, "Passed by", english.Count(n, "file")+" without a hive's signature")
	}
}

// profileCounts says how many profiles there are.
func (p *page) profileCounts(r *Report, s *surveyed) {
	switch {
	case len(s.profiles) > 0:
		text := tally([]hive.Origin{hive.Live, hive.Deleted, hive.KeptAside, hive.Recovered}, s.profiles)
		if len(r.Sources) > 1 {
			text += fmt.Sprintf(", in %s", english.Count(s.withProfiles, s.noun()))
		}
		p.pair(0, summaryGroup, "Profiles", text)
		if s.parts > 0 {
			p.pair(0, summaryGroup, "", "in "+english.Count(s.parts, "part")+" of a registry: where the root key stood is not known")
		}
	case s.unread < len(r.Sources):
		text := "none, where Outlook and Windows keep them or elsewhere"
		if s.liveOnly > 0 {
			text = "no live ones where Outlook and Windows keep them; others were not looked for"
		}
		if len(r.Sources) == 1 && notAUsers(&r.Sources[0]) {
			text = "none: " + thisIs(r.Sources[0].Which)
		}
		if s.states[hive.Damaged] > 0 {
			text += "; in what is damaged there may be some"
		}
		if s.states[hive.Export] > 0 {
			text += "; registry text has only what was exported"
		}
		p.pair(0, summaryGroup, "Profiles", text)
	}
}

// surveyed is what the summary counts.
type surveyed struct {
	unread       int
	withoutLogs  int // dirty hives with no transaction log beside them
	states       map[hive.State]int
	logs         logged
	profiles     []hive.Origin
	withProfiles int
	liveOnly     int // sources of which only live profiles were looked for
	parts        int // sources with profiles that are parts of a user's registry
	noted        int // diagnostics
}

// noun is what the sources are.
func (s *surveyed) noun() string {
	if s.states[hive.Export] > 0 {
		return "source"
	}
	return "hive"
}

func survey(r *Report) surveyed {
	s := surveyed{states: map[hive.State]int{}}
	for i := range r.Sources {
		src := &r.Sources[i]
		if Unread(src) != "" {
			s.unread++
			continue
		}
		s.states[src.State]++
		if src.LiveOnly {
			s.liveOnly++
		}
		s.logs.add(src)
		s.noted += len(src.Diagnostics)
		if src.State == hive.Dirty && len(src.Logs) == 0 {
			s.withoutLogs++
		}
		for j := range src.Profiles {
			s.profiles = append(s.profiles, src.Profiles[j].State)
		}
		if len(src.Profiles) > 0 {
			s.withProfiles++
		}
		if src.IsPart() {
			s.parts++
		}
	}
	return s
}

var stateOrder = []hive.State{hive.Clean, hive.Unverified, hive.Sound, hive.Replayed, hive.Dirty, hive.Damaged, hive.Export}

// stateWords say what a hive's state means for the reader of the report.
var stateWords = map[hive.State]string{
	hive.Clean:      "clean: the hive was written to its end",
	hive.Unverified: "not verified: no more was read than live profiles need. What the rest holds, and whether it is damaged, is not known",
	hive.Sound:      "sound: nothing in the registry is broken. Windows 95, 98 and Me do not mark an unfinished write, so recent changes may be absent",
	hive.Replayed:   "replayed: the transaction logs held changes that were not in the hive yet; they were laid over it in memory",
	hive.Dirty:      "dirty: a write to the hive was not finished, or its base block is broken, and no transaction log was applied. Recent changes may be absent",
	hive.Export:     "export: registry text, which has the keys that somebody exported as they were then. It has no times, no deleted records and no transaction logs",
	hive.Damaged:    "damaged: parts of the hive are broken or cut off. What can be read is shown, the rest is unknown",
}

// severityCounts writes "Findings  1 HIGH, 1 LOW".
func (p *page) severityCounts(r *Report) {
	fs := r.Findings
	var parts []string
	var words []analyze.Severity
	for _, s := range slices.Backward(analyze.Severities()) {
		n := 0
		for _, f := range fs {
			if f.Severity == s {
				n++
			}
		}
		if n > 0 {
			parts, words = append(parts, english.Grouped(n)+" "+upper(s)), append(words, s)
		}
	}
	text := strings.Join(parts, ", ")
	if n := r.Options.LeftOut; n > 0 {
		text += fmt.Sprintf("; %s below %s left out (--min-severity)", english.Grouped(n), r.Options.MinSeverity)
	}
	p.put(&Block{Kind: Pair, Group: summaryGroup, Label: "Findings", Text: text, Severities: words})
}

// sources lists the hives that have something to tell, where there are several.
func (p *page) sources(r *Report) {
	if len(r.Sources) < 2 {
		return
	}
	cited := map[int]int{}
	for _, f := range r.Findings {
		seen := map[int]bool{}
		for _, e := range f.Evidence {
			if !seen[e.Source] {
				seen[e.Source] = true
				cited[e.Source]++
			}
		}
	}
	var rows, paths [][]string
	quiet := map[hive.State]int{}
	for i := range r.Sources {
		s := &r.Sources[i]
		state, bytes := string(s.State), size(s.Size)
		unread := Unread(s) != ""
		if unread {
			state, bytes = "not read", ""
		}
		if len(s.Profiles) == 0 && cited[i] == 0 && !unread && quietWords[s.State] != "" {
			quiet[s.State]++
			continue
		}
		user := ""
		if s.User.Name != "" {
			user = s.User.Name.String()
		} else if s.Labels.User != "" {
			user = s.Labels.User.String() + " (by its path)"
		}
		rows = append(rows, []string{
			fmt.Sprintf("[%d]", i+1), state, fmt.Sprint(len(s.Profiles)), fmt.Sprint(cited[i]), bytes, user,
		})
		paths = append(paths, []string{s.Title().String()})
	}
	if len(rows) > 0 {
		p.gap()
		p.table(0, []string{"Hive", "State", "Profiles", "Findings", "Size", "User"}, rows, paths, 2, 3, 4)
	}
	var counts []string
	for _, state := range stateOrder {
		if n := quiet[state]; n > 0 {
			counts = append(counts, english.Count(n, quietWords[state]))
		}
	}
	if len(counts) > 0 {
		p.gap()
		p.para(0, strings.Join(counts, " and ")+" without a profile: see Custody.")
	}
}

// quietWords name sources that need no line of their own where they hold no profile.
var quietWords = map[hive.State]string{hive.Clean: "clean hive", hive.Unverified: "unverified hive", hive.Sound: "sound Windows 9x registry file"}

// size writes a size exactly.
func size(n int64) string {
	return english.Grouped(n) + " bytes"
}
