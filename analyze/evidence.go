package analyze

import "slices"

// addEvidence adds what is not there yet, as compareEvidence sees it. What is much is added at once.
func (f *Finding) addEvidence(es ...Evidence) {
	f.Evidence = appendNew(f.Evidence, es, func(e Evidence) Evidence {
		e.Data, e.DataSize = "", 0
		return e
	})
}

// cite adds what is not there yet. What is much is added at once.
func (f *Finding) cite(es ...Evidence) {
	f.Evidence = appendNew(f.Evidence, es, func(e Evidence) Evidence { return e })
}

// fewEvidence is how much new evidence is looked for one by one.
const fewEvidence = 4

// appendNew appends what no other equals in what of returns.
func appendNew(have, es []Evidence, of func(Evidence) Evidence) []Evidence {
	if len(es) <= fewEvidence {
		for _, e := range es {
			if !slices.ContainsFunc(have, func(h Evidence) bool { return of(h) == of(e) }) {
				have = append(have, e)
			}
		}
		return have
	}
	known := make(map[Evidence]bool, len(have)+len(es))
	for _, e := range have {
		known[of(e)] = true
	}
	for _, e := range es {
		if !known[of(e)] {
			known[of(e)] = true
			have = append(have, e)
		}
	}
	return have
}
