package report

import (
	"cmp"
	"fmt"
	"slices"

	"mapihive/analyze"
)

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
		rows = append(rows, []string{cmp.Or(upper(h.worst), "none"), fmt.Sprint(h.findings), fmt.Sprint(len(h.users)), fmt.Sprint(h.hives), brief(name)})
	}
	p.capped([]string{"Worst", "Findings", "Users", "Hives", "Computer"}, rows, shownHosts, "computer", 1, 2, 3)
}
