package analyze

import (
	"slices"

	"mapihive/hive"
)

// changedSignature compares what a store's signature is with what it was, in deleted and recovered records and in the
// hive file before its transaction logs; nil if there is nothing to say.
func changedSignature(kind string, rows []Row) *Finding {
	values := map[string]bool{}
	for _, r := range rows {
		values[r.Value] = true
	}
	if len(values) < 2 || !oneStore(kind, rows) {
		return nil
	}
	f := &Finding{Rule: ruleMismatch, Confidence: hive.Medium}
	for _, r := range rows {
		f.Evidence = append(f.Evidence, r.Evidence)
	}
	profiles := profilesOf(rows)
	f.summarize(sayChanged, profileNoun(profiles), quoted(profiles))
	f.tellIdentity(kind)
	f.tellWas(rows)
	f.tell(sayChangedMeans)
	f.tell(sayAsksAgain)
	f.doubtRows(rows, sayDamagedHere, sayDirty)
	f.advise(sayNothing)
	f.advise(sayIfItStays)
	return f
}

// tellWas says which of the rows are the older ones, as far as that can be told.
func (f *Finding) tellWas(rows []Row) {
	for _, of := range []struct {
		was string
		say *Sentence
	}{{wasInFile, sayWasInFile}, {wasRecovered, sayWasRecovered}, {wasDeleted, sayWasDeleted}, {wasAside, sayWasAside}} {
		if slices.ContainsFunc(rows, func(r Row) bool { return r.about(aboutWas) == of.was }) {
			f.tell(of.say)
		}
	}
}
