package analyze

import "slices"

// checked leaves out of findings those that rest on what was not looked for, where only live profiles were read.
func (a *Analyzer) checked(all []Finding, liveOnly bool) []Finding {
	if !liveOnly {
		return all
	}
	return slices.DeleteFunc(all, func(f Finding) bool { return slices.Contains(a.Absences, f.Rule) })
}

// NotChecked names the rules that a run over the case left out for some of its sources, as "analyzer/rule".
func NotChecked(c *Case, as []*Analyzer) (rules []string) {
	if !slices.ContainsFunc(c.Sources, func(s Snapshot) bool { return s.LiveOnly }) {
		return nil
	}
	for _, a := range as {
		for _, rule := range a.Absences {
			rules = append(rules, a.Name+"/"+rule)
		}
	}
	return rules
}
