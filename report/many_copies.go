package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"mapihive/analyze"
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
	all := slices.DeleteFunc(analyze.Histories(r.Sources), func(h analyze.History) bool { return len(changesIn(&h)) == 0 })
	if len(all) == 0 {
		return
	}
	p.section("From copy to copy")
	user := -1
	for i := range all {
		h := &all[i]
		if i == shownHistories && p.many {
			p.instead(0, "and %s more: --full, or mapihive timeline", english.Count(len(all)-shownHistories, "profile"))
			p.folded = true
		}
		if of := p.who.of[h.Steps[0].Source]; of != user {
			user = of
			p.facts(0, append([]string{p.who.name(user)}, p.copiesIn(r, user)...)...)
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

// copiesIn are the copies of a user's hive by the times of their base blocks.
func (p *page) copiesIn(r *Report, user int) (words []string) {
	hives := slices.Clone(p.who.hives[user])
	slices.SortStableFunc(hives, func(a, b int) int { return cmp.Compare(r.Sources[a].Written, r.Sources[b].Written) })
	for _, i := range hives {
		if _, copied := p.who.copies[i]; copied {
			continue
		}
		words = append(words, strings.TrimSpace(fmt.Sprintf("[%d] %s", i+1, p.time(r.Sources[i].Written))))
	}
	return words
}
