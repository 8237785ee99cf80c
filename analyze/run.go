package analyze

import (
	"cmp"
	"maps"
	"slices"
)

// All returns the analyzers, in the order in which they are explained.
func All() []*Analyzer {
	return []*Analyzer{pstPath(), ostPath(), orphan(), mappingSignature(), profileConsistency(), foreignProvider()}
}

// Run runs the analyzers over the case. The findings are in a total order: the most severe first, then
// by analyzer, rule and evidence, whatever the order of profiles, sections and values in the snapshots.
func Run(c *Case, as []*Analyzer) []Finding {
	parts, contents := make([]bool, len(c.Sources)), c.contents()
	for i := range c.Sources {
		parts[i] = c.Sources[i].IsPart()
	}
	copies := equalContents(contents)
	sorted := findingSorter{}
	for _, a := range as {
		a.run(c, copies, func(found []Finding) {
			for i := range found {
				f := &found[i]
				f.Analyzer = a.Name
				if r, ok := a.Rule(f.Rule); ok && f.Severity == "" {
					f.Severity = r.Severity
				}
				slices.SortFunc(f.Evidence, compareEvidence)
				f.doubtPart(parts)
				c.identify(f, contents)
				f.write()
				sorted.add(f)
			}
		})
	}
	return sorted.all()
}

// findingSorter puts findings in order. A large case has many, most of them of a few rules and in the order of their
// sources already: each rule's are sorted by themselves, and move once.
type findingSorter map[findingClass][]*Finding

// findingClass is what findings are sorted by before their evidence.
type findingClass struct {
	severity       Severity
	analyzer, rule string
}

func (s findingSorter) add(f *Finding) {
	class := findingClass{f.Severity, f.Analyzer, f.Rule}
	s[class] = append(s[class], f)
}

func (s findingSorter) all() []Finding {
	n := 0
	for _, found := range s {
		n += len(found)
	}
	all := make([]Finding, 0, n)
	for _, class := range slices.SortedFunc(maps.Keys(s), findingClass.compare) {
		slices.SortFunc(s[class], compareFindings)
		for _, f := range s[class] {
			all = append(all, *f)
		}
	}
	return all
}

func (a findingClass) compare(b findingClass) int {
	return cmp.Or(cmp.Compare(b.severity.rank(), a.severity.rank()), cmp.Compare(a.analyzer, b.analyzer), cmp.Compare(a.rule, b.rule))
}

// run hands over what the analyzer finds in the sources that are no copies.
func (a *Analyzer) run(c *Case, copies map[int]int, emit func([]Finding)) {
	var sent waiting
	for i := range c.Sources {
		if _, copied := copies[i]; copied {
			continue // the same bytes are no further evidence
		}
		s := &c.Sources[i]
		if a.Look != nil {
			found := a.checked(a.Look(s), s.LiveOnly)
			stampSource(found, i)
			emit(found)
		}
		if a.Rows != nil {
			for r := range a.Rows(s) {
				sent.send(i, &r)
			}
		}
	}
	for group := range sent.meetings() {
		slices.SortStableFunc(group, func(x, y Row) int { return compareEvidence(x.Evidence, y.Evidence) })
		partly := slices.ContainsFunc(group, func(r Row) bool { return c.Sources[r.Evidence.Source].LiveOnly })
		emit(a.checked(a.Join(group), partly))
	}
}

// Rule returns the rule of that name.
func (a *Analyzer) Rule(name string) (Rule, bool) {
	i := slices.IndexFunc(a.Rules, func(r Rule) bool { return r.Name == name })
	if i < 0 {
		return Rule{}, false
	}
	return a.Rules[i], true
}

func compareFindings(a, b *Finding) int {
	x, y := findingClass{a.Severity, a.Analyzer, a.Rule}, findingClass{b.Severity, b.Analyzer, b.Rule}
	if c := x.compare(y); c != 0 {
		return c
	}
	if c := slices.CompareFunc(a.Evidence, b.Evidence, compareEvidence); c != 0 {
		return c
	}
	return cmp.Or(cmp.Compare(a.Summary, b.Summary), cmp.Compare(a.Detail, b.Detail))
}

func compareEvidence(a, b Evidence) int {
	if a.Source != b.Source { // as in most pairs
		return cmp.Compare(a.Source, b.Source)
	}
	return cmp.Or(
		cmp.Compare(a.Profile, b.Profile),
		cmp.Compare(a.Key, b.Key),
		cmp.Compare(a.Value, b.Value),
		a.Place.Compare(b.Place),
		cmp.Compare(a.State, b.State),
		cmp.Compare(a.LastWrite, b.LastWrite),
		cmp.Compare(a.Text, b.Text),
	)
}
