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

// copiesOf lists the sources that hold the same bytes as another.
func (p *page) copiesOf(r *Report) {
	if len(p.who.copies) == 0 {
		return
	}
	p.section("The same bytes")
	shown := 0
	for i := range r.Sources {
		of, copied := p.who.copies[i]
		if !copied {
			continue
		}
		if shown++; shown == shownCopies+1 && !p.view.Full {
			p.instead(0, "and %s more: --full", english.Grouped(len(p.who.copies)-shownCopies))
			p.folded = true
		}
		p.line(0, "[%d] = [%d]  %s", i+1, of+1, r.Sources[i].Title())
	}
	p.folded = false
}

// changesOfUsers writes what became of profiles from copy to copy of a user's hive, where something did: the copies of a
// user on one line, each profile on another.
func (p *page) changesOfUsers(r *Report) {
	whole := analyze.Histories(r.Sources)
	times := map[int]hive.Time{} // of copies
	for i := range whole {
		for _, step := range whole[i].Steps {
			times[step.Source] = step.Copy
		}
	}
	all := slices.DeleteFunc(whole, func(h analyze.History) bool { return len(changesIn(&h)) == 0 })
	if len(all) == 0 {
		return
	}
	p.section("From copy to copy")
	p.para(0, "The copies of a user's hive with the latest time in each, and what became of the profiles.")
	p.gap()
	user := -1
	for i := range all {
		h := &all[i]
		if i == shownHistories && p.many {
			p.instead(0, "and %s: --full, or mapihive timeline", more(len(all)-shownHistories, "profile"))
			p.folded = true
		}
		if of := p.who.of[h.Steps[0].Source]; of != user {
			user = of
			p.facts(0, append([]string{p.who.name(user)}, p.copiesIn(user, times)...)...)
		}
		p.para(2, quote(h.Profile)+": "+strings.Join(changesIn(h), ", "))
	}
	p.folded = false
}

// changesIn says what became of a profile, and in which copies.
func changesIn(h *analyze.History) (out []string) {
	for _, s := range h.Steps {
		if s.Change != analyze.StateSame && s.Change != analyze.StateFirst {
			out = append(out, fmt.Sprintf("%s in [%d]", s.Change, s.Source+1))
		}
	}
	return out
}

// copiesIn are the copies of a user's hive in the order of their times.
func (p *page) copiesIn(user int, times map[int]hive.Time) (words []string) {
	copies := slices.DeleteFunc(slices.Clone(p.who.hives[user]), func(i int) bool { return times[i] == 0 })
	slices.SortStableFunc(copies, func(a, b int) int { return cmp.Compare(times[a], times[b]) })
	for _, i := range copies {
		words = append(words, fmt.Sprintf("[%d] %s", i+1, p.time(times[i])))
	}
	return words
}
