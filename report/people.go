package report

import (
	"fmt"

	"mapihive/analyze"
	"mapihive/hive"
	"mapihive/hive/english"
)

// people are the users that sources are of.
type people struct {
	sources []analyze.Snapshot
	of      []int       // by source: the number of its user; users are numbered in the order of their first source
	names   []string    // by user, "" where the user is not known
	hosts   []hive.Text // by user: the computer of the first source, by its path
	hives   [][]int     // by user: the sources
	copies  map[int]int // sources with the same bytes as another
}

// whoIsWho tells the users of the sources apart. A source that names no user is of one that its path names if the path
// names the computer too; any other is of a user of its own.
func whoIsWho(sources []analyze.Snapshot) *people {
	p := &people{sources: sources, of: make([]int, len(sources)), copies: (&analyze.Case{Sources: sources}).Copies()}
	number := map[string]int{}
	for i, key := range analyze.Users(sources) {
		s := &sources[i]
		name := s.User.Name.String()
		if name == "" && s.Labels.User != "" {
			name = s.Labels.User.String()
		}
		if name == "" {
			name = s.User.SID
		}
		of, copied := p.copies[i]
		switch {
		case copied && Unread(s) == "": // the same hive has the same user
			p.of[i] = p.of[of]
			p.hives[p.of[i]] = append(p.hives[p.of[i]], i)
			continue
		case key != "":
			key = "user " + key
		case s.Labels.User != "" && s.Labels.Host != "":
			key = "path " + string(hive.UpcaseText(s.Labels.Host)) + `\` + string(hive.UpcaseText(s.Labels.User))
		default:
			key = fmt.Sprint("source ", i)
		}
		n, met := number[key]
		if !met {
			n = len(p.names)
			number[key] = n
			p.names, p.hosts, p.hives = append(p.names, ""), append(p.hosts, ""), append(p.hives, nil)
		}
		if p.of[i] = n; p.names[n] == "" && name != "" {
			p.names[n] = name
		}
		if p.hosts[n] == "" {
			p.hosts[n] = s.Labels.Host
		}
		p.hives[n] = append(p.hives[n], i)
	}
	p.tellApart()
	return p
}

// tellApart adds to names that several users have what they differ in: the computer, or else the first source.
func (p *people) tellApart() {
	named := map[string][]int{}
	for u, name := range p.names {
		if name != "" {
			named[name] = append(named[name], u)
		}
	}
	for name, users := range named {
		hosts := map[hive.Text]bool{"": true}
		for _, u := range users {
			hosts[p.hosts[u]] = true
		}
		for _, u := range users {
			switch {
			case len(users) == 1:
			case len(hosts) == len(users)+1: // each has a computer, and another one
				p.names[u] = name + " on " + p.hosts[u].String()
			default:
				p.names[u] = fmt.Sprintf("%s [%d]", name, p.hives[u][0]+1)
			}
		}
	}
}

// name is a user in a few words: the first source where nothing else is known.
func (p *people) name(user int) string {
	if name := p.names[user]; name != "" {
		return name
	}
	return fmt.Sprintf("[%d]", p.hives[user][0]+1)
}

// who are the users of a finding's evidence.
func (p *people) who(f *analyze.Finding) (users []int) {
	met := map[int]bool{}
	for _, at := range sourcesOf(f) {
		if u := p.of[at]; !met[u] {
			met[u] = true
			users = append(users, u)
		}
	}
	return users
}

// count says how many users there are among some.
func (p *people) count(users []int) string {
	known := 0
	for _, u := range users {
		if p.names[u] != "" {
			known++
		}
	}
	switch unknown := len(users) - known; {
	case unknown == 0:
		return english.Count(known, "user")
	case known == 0:
		return english.Count(unknown, "hive") + " of no known user"
	default:
		return fmt.Sprintf("%s and %s of no known user", english.Count(known, "user"), english.Count(unknown, "hive"))
	}
}

// list names some users, the first of many.
func (p *people) list(users []int, shown int) string {
	var words []string
	for _, u := range users[:min(len(users), shown)] {
		words = append(words, p.name(u))
	}
	if n := len(users) - shown; n > 0 {
		words = append(words, english.Grouped(n)+" more")
	}
	return english.And(words)
}
