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
	shownPeople    = 20 // users with findings, the worst first
	shownHosts     = 20
	shownUnread    = 10
	shownBroken    = 20
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
		p.fact1("Copies", english.Count(n, s.noun())+" with the same bytes as another")
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
		text += ", some by the paths of their hives"
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

// broken names the sources in which something is broken or missing, where there are many.
func (p *page) broken(r *Report) {
	if !p.many {
		return
	}
	var broken []int
	for i := range r.Sources {
		if s := &r.Sources[i]; Unread(s) == "" && (s.Broken() || s.State == hive.Dirty) {
			broken = append(broken, i)
		}
	}
	if len(broken) == 0 {
		return
	}
	p.section("Not whole")
	line := func(i int) {
		p.line(0, "[%d] %s  %s", i+1, brokenWords(&r.Sources[i]), r.Sources[i].Title())
	}
	shown := min(len(broken), shownBroken)
	for _, i := range broken[:shown] {
		line(i)
	}
	if n := len(broken) - shown; n > 0 {
		p.instead(0, "and %s more: --full", english.Grouped(n))
	}
	p.fold(func() {
		for _, i := range broken[shown:] {
			line(i)
		}
	})
}

// brokenWords says what is wrong with a source in a few words.
func brokenWords(s *analyze.Snapshot) string {
	words := string(s.State)
	if s.State != hive.Damaged && s.Damages() > 0 {
		words += ", broken in part"
	}
	if !s.Whole() {
		words += ", not read whole"
	}
	return words
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
		rows[i] = []string{upper(c.worst), fmt.Sprint(c.findings), brief(name), brief(p.who.hosts[c.user].String()), p.hivesOf(r, c.user)}
	}
	p.capped([]string{"Worst", "Findings", "User", "Host", "Hives"}, rows, shownPeople, "user", 1)
	if n := len(p.who.names) - len(concerned); n > 0 {
		var others []int
		named := map[int]bool{}
		for _, c := range concerned {
			named[c.user] = true
		}
		for u, hives := range p.who.hives {
			if !named[u] && slices.ContainsFunc(hives, func(i int) bool { return Unread(&r.Sources[i]) == "" }) {
				others = append(others, u)
			}
		}
		if len(others) > 0 {
			p.gap()
			p.para(0, "Without a finding: "+p.who.count(others)+".")
		}
	}
}

// brief is a name that leaves room for others on its line.
func brief(name string) string {
	const most = 24
	if runes := []rune(name); len(runes) > most {
		return string(runes[:most-3]) + "..."
	}
	return name
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

// capped writes the first rows of a table; the rest is folded. Columns of nothing are left out: they stand right of those
// of numbers.
func (p *page) capped(header []string, rows [][]string, shown int, noun string, right ...int) {
	for column := len(header) - 1; column >= 0; column-- {
		if slices.ContainsFunc(rows, func(row []string) bool { return row[column] != "" }) {
			continue
		}
		header = slices.Delete(slices.Clone(header), column, column+1)
		for i, row := range rows {
			rows[i] = slices.Delete(slices.Clone(row), column, column+1)
		}
	}
	shown = min(len(rows), shown)
	p.table(0, header, rows[:shown], nil, right...)
	if n := len(rows) - shown; n > 0 {
		p.instead(0, "and %s: --full", more(n, noun))
		p.fold(func() { p.table(0, header, rows[shown:], nil, right...) })
	}
}
