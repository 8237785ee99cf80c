package report

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"mapihive/analyze"
	"mapihive/hive/english"
)

// profiles writes the profile tree of sources: of one its own, of several those that the view asks for, as a rule a few of
// those with findings. Where there are several, those that hold nothing are named by number only.
func (p *page) profiles(r *Report) {
	shown, left := p.trees(r)
	if p.view.Trees == TreesNone || len(r.Sources) > 1 && len(shown)+len(left) == 0 && p.view.Trees == TreesFindings {
		return
	}
	p.section("Profiles")
	p.sayRoot()
	if len(r.Sources) == 0 {
		p.line(0, "No hive was read.")
	}
	for n, i := range shown {
		if n > 0 {
			p.gap()
		}
		p.source(r.Sources, i)
		p.tree(&r.Sources[i], analyze.Alike(&r.Sources[i]))
	}
	if n := len(left); n > 0 {
		p.gap()
		p.instead(0, "The profiles of %s with findings: --profiles findings; of all: --profiles all, or mapihive profiles.", more(n, "hive"))
		p.fold(func() {
			for _, i := range left {
				p.sourceHead(r.Sources, i, Shut)
				p.tree(&r.Sources[i], analyze.Alike(&r.Sources[i]))
			}
		})
	}
	p.without(r, len(shown) > 0)
}

// trees are the sources whose profiles are shown, and those with findings that are folded.
func (p *page) trees(r *Report) (shown, left []int) {
	var cited []int // in the order in which findings are shown
	met := map[int]bool{}
	for _, g := range byRule(r.Findings, p.who) {
		for _, f := range g.findings {
			for _, at := range sourcesOf(f) {
				if !met[at] {
					met[at] = true
					cited = append(cited, at)
				}
			}
		}
	}
	all := p.view.Trees == TreesAll || p.view.Trees == "" && !p.many
	for i := range r.Sources {
		if s := &r.Sources[i]; all && (len(r.Sources) == 1 || len(s.Profiles) > 0) {
			shown = append(shown, i)
		}
	}
	switch {
	case all:
		return shown, nil
	case p.view.Trees == "" && len(cited) > shownTrees:
		return cited[:shownTrees], cited[shownTrees:]
	}
	return cited, nil
}

// without names the sources that hold no profile, where there are several; of many it counts those that are another of
// Windows' hives.
func (p *page) without(r *Report, apart bool) {
	if len(r.Sources) < 2 {
		return
	}
	var none []string
	others := map[string]int{}
	for i := range r.Sources {
		s := &r.Sources[i]
		if len(s.Profiles) > 0 || Unread(s) != "" {
			continue
		}
		name := fmt.Sprintf("[%d]", i+1)
		if notAUsers(s) {
			name += " (" + s.Which.Name + ")"
			others[s.Which.Name]++
		}
		none = append(none, name)
	}
	if len(none) == 0 {
		return
	}
	if apart {
		p.gap()
	}
	head := "No MAPI profile was found in " + english.Count(len(none), "hive")
	if !p.many {
		p.para(0, head+": "+strings.Join(none, " "))
		return
	}
	var named []string
	for _, name := range slices.Sorted(maps.Keys(others)) {
		named = append(named, english.Grouped(others[name])+" "+name)
	}
	if len(named) > 0 {
		head += ", among them " + english.And(named)
	}
	p.para(0, head+".")
}
