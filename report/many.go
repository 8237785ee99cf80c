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

// fewSources is how many sources a report shows one by one, as it does with one.
const fewSources = 5

// Bounds of the lists of a report of several sources.
const (
	shownPeople    = 30 // users with findings, the worst first
	shownHosts     = 20
	shownUnread    = 10
	shownCopies    = 10
	shownHistories = 10
	shownTrees     = 1 // sources whose profiles are shown unless asked for
)

// overview is the first screen of a report of several sources.
func (p *page) overview(r *Report, s surveyed) {
	p.fact1("Read", english.Count(len(r.Sources)-s.unread, s.noun()))
	p.whose(r)
	if s.unread > 0 {
		p.fact1("Not read", english.Count(s.unread, s.noun())+`: see "Not read" below`)
	}
	if n := len(p.who.copies); n > 0 {
		p.fact1("Copies", english.Count(n, s.noun())+" with the same bytes as another, analyzed once")
	}
	p.states(r, &s)
	p.profileCounts(r, &s)
	p.verdict(r, &s)
}

// whose says how many users and computers the sources that were read are of.
func (p *page) whose(r *Report) {
	users, unknown, byPath := map[int]bool{}, 0, false
	hosts, placed := map[hive.Text]bool{}, 0
	for i := range r.Sources {
		s := &r.Sources[i]
		if Unread(s) != "" {
			continue
		}
		if u := p.who.of[i]; p.who.names[u] == "" {
			unknown++
		} else {
			users[u] = true
			byPath = byPath || s.User.Name == "" && s.Labels.User != ""
		}
		if s.Labels.Host != "" {
			hosts[s.Labels.Host] = true
			placed++
		}
	}
	text := english.Grouped(len(users))
	if unknown > 0 {
		text += ", and " + english.Count(unknown, "hive") + " of no known user"
	}
	if byPath {
		text += "; where a hive does not name its user, the path does"
	}
	if len(users) > 0 {
		p.fact1("Users", text)
	}
	if placed > 0 {
		p.fact1("Computers", english.Grouped(len(hosts))+", by the paths of "+english.Count(placed, "hive"))
	}
}

// people writes who is concerned, where there are many sources.
func (p *page) people(r *Report) {
	if p.many {
		p.users(r)
		p.hosts(r)
	}
}

// unread names the sources that could not be read, and why.
func (p *page) unread(r *Report) {
	if len(r.Sources) < 2 {
		return // the first screen says it
	}
	shown := 0
	for i := range r.Sources {
		why := Unread(&r.Sources[i])
		if why == "" {
			continue
		}
		if shown == 0 {
			p.section("Not read")
		}
		if shown++; shown == shownUnread+1 && !p.view.Full {
			p.instead(0, "and %s more: --full", english.Grouped(countUnread(r)-shownUnread))
			p.folded = true
		}
		p.source(r.Sources, i)
		p.para(2, why)
	}
	p.folded = false
}

func countUnread(r *Report) (n int) {
	for i := range r.Sources {
		if Unread(&r.Sources[i]) != "" {
			n++
		}
	}
	return n
}

// person is what a user's findings come to.
type person struct {
	user, findings int
	worst          analyze.Severity
}

// concernedUsers are the users with findings, the worst first.
func (p *page) concernedUsers(r *Report) []person {
	all := make([]person, len(p.who.names))
	for i := range all {
		all[i].user = i
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		for _, u := range p.who.who(f) {
			if all[u].findings++; all[u].worst == "" || f.Severity.AtLeast(all[u].worst) {
				all[u].worst = f.Severity
			}
		}
	}
	all = slices.DeleteFunc(all, func(x person) bool { return x.findings == 0 })
	slices.SortStableFunc(all, func(a, b person) int {
		return cmp.Or(worse(a.worst, b.worst), cmp.Compare(b.findings, a.findings))
	})
	return all
}

// users lists the users with findings, the worst first.
func (p *page) users(r *Report) {
	concerned := p.concernedUsers(r)
	if len(concerned) == 0 {
		return
	}
	p.section("Users")
	rows := make([][]string, len(concerned))
	for i, c := range concerned {
		name := cmp.Or(p.who.names[c.user], "not known")
		rows[i] = []string{upper(c.worst), fmt.Sprint(c.findings), name, p.who.hosts[c.user].String(), p.hivesOf(r, c.user)}
	}
	p.capped([]string{"Worst", "Findings", "User", "Host", "Hives"}, rows, shownPeople, "user", 1)
	if n := len(p.who.names) - len(concerned); n > 0 {
		var others []int
		named := map[int]bool{}
		for _, c := range concerned {
			named[c.user] = true
		}
		for u := range p.who.names {
			if !named[u] {
				others = append(others, u)
			}
		}
		p.para(0, "No finding: "+p.who.count(others)+".")
	}
}

// hivesOf are the numbers of a user's sources, with their state where something is wrong with it.
func (p *page) hivesOf(r *Report, user int) string {
	const shown = 3
	var words []string
	for _, i := range p.who.hives[user] {
		if _, copied := p.who.copies[i]; copied {
			continue
		}
		word := fmt.Sprintf("[%d]", i+1)
		if s := r.Sources[i].State; s == hive.Dirty || s == hive.Damaged {
			word += " " + string(s)
		}
		words = append(words, word)
	}
	if n := len(words) - shown; n > 0 {
		words = append(words[:shown], "+"+english.Grouped(n))
	}
	return strings.Join(words, " ")
}

// capped writes the first rows of a table; the rest is folded.
func (p *page) capped(header []string, rows [][]string, shown int, noun string, right ...int) {
	shown = min(len(rows), shown)
	p.table(0, header, rows[:shown], nil, right...)
	if n := len(rows) - shown; n > 0 {
		p.instead(0, "and %s more: --full", english.Count(n, noun))
		p.fold(func() { p.table(0, header, rows[shown:], nil, right...) })
	}
}

// hostNames are the computers of the sources, sorted.
func (p *page) hostNames() (out []string) {
	for i := range p.who.sources {
		if host := p.who.sources[i].Labels.Host; host != "" && !slices.Contains(out, host.String()) {
			out = append(out, host.String())
		}
	}
	slices.Sort(out)
	return out
}

// hosts says what is on each computer, the worst first.
func (p *page) hosts(r *Report) {
	names := p.hostNames()
	if len(names) < 2 || len(r.Findings) == 0 {
		return
	}
	type host struct {
		worst           analyze.Severity
		findings, hives int
		users           map[int]bool
	}
	all := map[string]*host{}
	for _, name := range names {
		all[name] = &host{users: map[int]bool{}}
	}
	for i := range r.Sources {
		if h := all[r.Sources[i].Labels.Host.String()]; h != nil {
			h.hives++
			h.users[p.who.of[i]] = true
		}
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		met := map[string]bool{}
		for j := range f.Evidence {
			name := r.Sources[f.Evidence[j].Source].Labels.Host.String()
			if h := all[name]; h != nil && !met[name] {
				met[name] = true
				if h.findings++; h.worst == "" || f.Severity.AtLeast(h.worst) {
					h.worst = f.Severity
				}
			}
		}
	}
	slices.SortStableFunc(names, func(a, b string) int {
		return cmp.Or(worse(all[a].worst, all[b].worst), cmp.Compare(all[b].findings, all[a].findings))
	})
	p.section("Computers")
	var rows [][]string
	for _, name := range names {
		h := all[name]
		rows = append(rows, []string{cmp.Or(upper(h.worst), "none"), fmt.Sprint(h.findings), fmt.Sprint(len(h.users)), fmt.Sprint(h.hives), name})
	}
	p.capped([]string{"Worst", "Findings", "Users", "Hives", "Computer"}, rows, shownHosts, "computer", 1, 2, 3)
}

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
			p.para(0, p.who.name(user)+": "+p.copiesIn(r, user))
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
func (p *page) copiesIn(r *Report, user int) string {
	var words []string
	hives := slices.Clone(p.who.hives[user])
	slices.SortStableFunc(hives, func(a, b int) int { return cmp.Compare(r.Sources[a].Written, r.Sources[b].Written) })
	for _, i := range hives {
		if _, copied := p.who.copies[i]; copied {
			continue
		}
		words = append(words, strings.TrimSpace(fmt.Sprintf("[%d] %s", i+1, p.time(r.Sources[i].Written))))
	}
	return strings.Join(words, ", ")
}
