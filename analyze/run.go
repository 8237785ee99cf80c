package analyze

import (
	"cmp"
	"maps"
	"slices"
)

// All returns the analyzers, in the order in which they are explained.
func All() []*Analyzer {
	return []*Analyzer{pstPath(), ostPath(), orphan(), mappingSignature()}
}

// Run runs the analyzers over the case. The findings are in a total order: the most severe first, then
// by analyzer, rule and evidence, whatever the order of profiles, sections and values in the snapshots.
func Run(c *Case, as []*Analyzer) []Finding {
	var all []Finding
	parts := make([]bool, len(c.Sources))
	for i := range c.Sources {
		parts[i] = c.Sources[i].IsPart()
	}
	for _, a := range as {
		for _, f := range a.run(c) {
			f.Analyzer = a.Name
			if r, ok := a.Rule(f.Rule); ok && f.Severity == "" {
				f.Severity = r.Severity
			}
			slices.SortFunc(f.Evidence, compareEvidence)
			f.doubtPart(parts)
			all = append(all, f)
		}
	}
	slices.SortFunc(all, compareFindings)
	return all
}

func (a *Analyzer) run(c *Case) []Finding {
	var out []Finding
	rows := map[meeting][]Row{}
	copies := c.Copies()
	for i := range c.Sources {
		if _, copied := copies[i]; copied {
			continue // the same bytes are no further evidence
		}
		s := &c.Sources[i]
		if a.Look != nil {
			for _, f := range a.Look(s) {
				for j := range f.Evidence {
					f.Evidence[j].Source = i
				}
				out = append(out, f)
			}
		}
		if a.Rows != nil {
			for _, r := range a.Rows(s) {
				r.Evidence.Source = i
				at := meeting{key: r.Key}
				if r.Local {
					at.local, at.source = true, i
				}
				rows[at] = append(rows[at], r)
			}
		}
	}
	for _, at := range slices.SortedFunc(maps.Keys(rows), meeting.compare) {
		group := rows[at]
		slices.SortFunc(group, func(x, y Row) int { return compareEvidence(x.Evidence, y.Evidence) })
		out = append(out, a.Join(group)...)
	}
	return out
}

// meeting is where rows meet: those of all sources, or those of one.
type meeting struct {
	key    ID
	local  bool
	source int // 0 unless local
}

func (m meeting) compare(n meeting) int {
	return cmp.Or(cmp.Compare(m.key.Kind, n.key.Kind), cmp.Compare(m.key.Value, n.key.Value), cmp.Compare(m.source, n.source))
}

// Rule returns the rule of that name.
func (a *Analyzer) Rule(name string) (Rule, bool) {
	i := slices.IndexFunc(a.Rules, func(r Rule) bool { return r.Name == name })
	if i < 0 {
		return Rule{}, false
	}
	return a.Rules[i], true
}

func compareFindings(a, b Finding) int {
	return cmp.Or(
		cmp.Compare(b.Severity.rank(), a.Severity.rank()),
		cmp.Compare(a.Analyzer, b.Analyzer),
		cmp.Compare(a.Rule, b.Rule),
		slices.CompareFunc(a.Evidence, b.Evidence, compareEvidence),
		cmp.Compare(a.Summary, b.Summary),
		cmp.Compare(a.Detail, b.Detail),
	)
}

func compareEvidence(a, b Evidence) int {
	return cmp.Or(
		cmp.Compare(a.Source, b.Source),
		cmp.Compare(a.Profile, b.Profile),
		cmp.Compare(a.Key, b.Key),
		cmp.Compare(a.Value, b.Value),
		a.Place.Compare(b.Place),
		cmp.Compare(a.State, b.State),
		cmp.Compare(a.LastWrite, b.LastWrite),
		cmp.Compare(a.Text, b.Text),
	)
}
