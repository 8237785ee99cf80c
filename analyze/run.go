package analyze

import (
	"cmp"
	"iter"
	"slices"
)

// All returns the analyzers, in the order in which they are explained.
func All() []*Analyzer {
	return []*Analyzer{pstPath(), ostPath(), orphan(), mappingSignature(), profileConsistency(), foreignProvider()}
}

// Run runs the analyzers over the case. The findings are in a total order: the most severe first, then
// by analyzer, rule and evidence, whatever the order of profiles, sections and values in the snapshots.
func Run(c *Case, as []*Analyzer) []Finding {
	var all []Finding
	parts, contents := make([]bool, len(c.Sources)), make([]string, len(c.Sources))
	for i := range c.Sources {
		parts[i], contents[i] = c.Sources[i].IsPart(), c.Sources[i].content()
	}
	for _, a := range as {
		for _, f := range a.run(c) {
			f.Analyzer = a.Name
			if r, ok := a.Rule(f.Rule); ok && f.Severity == "" {
				f.Severity = r.Severity
			}
			slices.SortFunc(f.Evidence, compareEvidence)
			f.doubtPart(parts)
			c.identify(&f, contents)
			all = append(all, f)
		}
	}
	slices.SortFunc(all, compareFindings)
	return all
}

func (a *Analyzer) run(c *Case) []Finding {
	var out []Finding
	var sent [][]Row // by the source that sent them
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
			rows := a.Rows(s)
			for j := range rows {
				rows[j].Evidence.Source = i
			}
			sent = append(sent, rows)
		}
	}
	for group := range meetings(sent) {
		slices.SortFunc(group, func(x, y Row) int { return compareEvidence(x.Evidence, y.Evidence) })
		out = append(out, a.Join(group)...)
	}
	return out
}

// meetings yields the rows that meet, in the order of their keys. A large case has many rows of which few meet, so
// they stay where they are until their turn.
func meetings(sent [][]Row) iter.Seq[[]Row] {
	var order []*Row
	for _, rows := range sent {
		for i := range rows {
			order = append(order, &rows[i])
		}
	}
	slices.SortFunc(order, compareMeeting)
	return func(yield func([]Row) bool) {
		for len(order) > 0 {
			n := 1
			for n < len(order) && compareMeeting(order[0], order[n]) == 0 {
				n++
			}
			group := make([]Row, n)
			for i, r := range order[:n] {
				group[i] = *r
			}
			if !yield(group) {
				return
			}
			order = order[n:]
		}
	}
}

// compareMeeting orders rows by where they meet: with those of all sources, or with those of their own. Rows of one
// place are equal.
func compareMeeting(x, y *Row) int {
	where := func(r *Row) int {
		if r.Local {
			return 1 + r.Evidence.Source
		}
		return 0
	}
	return cmp.Or(cmp.Compare(x.Key.Kind, y.Key.Kind), cmp.Compare(x.Key.Value, y.Key.Value), cmp.Compare(where(x), where(y)))
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
