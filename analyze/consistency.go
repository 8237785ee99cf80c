package analyze

import (
	_ "embed"
	"slices"

	"mapihive/hive"
	"mapihive/hive/english"
	"mapihive/hive/mapi"
)

const (
	ruleDuplicateInstance    = "duplicate-instance"
	ruleMissingRequired      = "missing-required"
	ruleDisplayNameDrift     = "display-name-drift"
	ruleBrokenReference      = "broken-reference"
	ruleNoDefaultStore       = "no-default-store"
	ruleSeveralDefaultStores = "several-default-stores"
	ruleOrderConflict        = "order-conflict"
	ruleAccountWithoutStore  = "account-without-store"
)

//go:embed consistency.md
var profileConsistencyManual string

func profileConsistency() *Analyzer {
	return &Analyzer{
		Name: "profile-consistency",
		Doc:  profileConsistencyManual,
		Rules: []Rule{
			{ruleDuplicateInstance, LowSeverity},
			{ruleMissingRequired, LowSeverity},
			{ruleDisplayNameDrift, LowSeverity},
			{ruleBrokenReference, MediumSeverity},
			{ruleNoDefaultStore, Informational},
			{ruleSeveralDefaultStores, Informational},
			{ruleOrderConflict, Informational},
			{ruleAccountWithoutStore, LowSeverity},
		},
		Absences: []string{ruleMissingRequired, ruleBrokenReference, ruleNoDefaultStore, ruleAccountWithoutStore},
		Says:     profileConsistencySays,
		Look:     lookProfileConsistency,
		Rows:     eachOf(instanceRows),
		Join:     joinInstances,
	}
}

// consistencyLook is one source under examination.
type consistencyLook struct {
	damage Damage
	older  map[*mapi.Profile]*mapi.Profile
}

func lookProfileConsistency(s *Snapshot) []Finding {
	l := &consistencyLook{DamageOf(s), olderCopies(s)}
	var out []Finding
	for i := range s.Profiles {
		p := &s.Profiles[i]
		if p.State != hive.Live || p.Empty {
			continue
		}
		fs := l.references(p)
		if opens(p) { // else orphan/half-deleted says what it lacks
			fs = append(fs, l.required(p)...)
			fs = append(fs, l.stores(p)...)
			fs = append(fs, l.accountStores(p)...)
		}
		for _, f := range fs {
			for _, e := range f.Evidence {
				if !f.saysAbsence() {
					f.doubt(doubtOf(l.damage, e.Key), sayPartDamaged, sayPartDirty)
				}
			}
			if l.older[p] != nil {
				f.Severity = Informational
				f.tell(sayPartOlder, quote(p.Name))
			}
			out = append(out, f)
		}
	}
	return out
}

// opens reports whether MAPI can follow the lists of the profile.
func opens(p *mapi.Profile) bool {
	for _, x := range p.Faults {
		switch x.Kind {
		case mapi.NoRootSection, mapi.NoList, mapi.EmptyList, mapi.IllTypedList:
			return false
		}
	}
	return len(lostSections(p)) == 0
}

// saysAbsence reports whether the finding says already why what seems absent may be there.
func (f *Finding) saysAbsence() bool {
	return slices.ContainsFunc(f.said, func(x said) bool { return slices.Contains(damageSays, x.sentence) })
}

// factsOf makes the facts of an inconsistency evidence.
func factsOf(p *mapi.Profile, facts []hive.Fact) (out []Evidence) {
	for _, fact := range facts {
		out = append(out, Evidence{Profile: p.Name, Fact: fact})
	}
	return out
}

// inconsistenciesOf returns those of some kinds.
func inconsistenciesOf(p *mapi.Profile, kinds ...mapi.InconsistencyKind) (out []mapi.Inconsistency) {
	for _, x := range p.Inconsistencies {
		if slices.Contains(kinds, x.Kind) {
			out = append(out, x)
		}
	}
	return out
}

// required says what the MAPI reference demands of every profile and this one has otherwise.
func (l *consistencyLook) required(p *mapi.Profile) (out []Finding) {
	for _, m := range p.MissingProperties {
		if m.Property != "PR_SEARCH_KEY" {
			continue // a profile without a name is none, and that of a store is a matter of taste
		}
		f := Finding{Rule: ruleMissingRequired, Evidence: []Evidence{profileKey(p)}}
		confidence, doubt := l.damage.absence(m.Key)
		f.Confidence = confidence
		f.summarize(sayNoSearchKey, quote(p.Name), m.Why)
		f.tell(saySearchKeyMeans)
		if doubt != nil {
			f.tell(doubt)
		}
		f.advise(sayLeaveProfile)
		out = append(out, f)
	}
	for _, x := range inconsistenciesOf(p, mapi.OtherProfileName) {
		f := Finding{Rule: ruleMissingRequired, Confidence: hive.High, Evidence: factsOf(p, x.Facts)}
		f.summarize(sayOtherName, quote(p.Name), quote(x.Text))
		f.tell(sayOtherNameMeans)
		f.advise(sayLeaveProfile)
		out = append(out, f)
	}
	return out
}

// stores says what does not fit about a profile's stores and their order.
func (l *consistencyLook) stores(p *mapi.Profile) (out []Finding) {
	of := func(kind mapi.InconsistencyKind, rule string, say func(f *Finding, x mapi.Inconsistency)) {
		for _, x := range inconsistenciesOf(p, kind) {
			f := Finding{Rule: rule, Confidence: hive.High, Evidence: factsOf(p, x.Facts)}
			say(&f, x)
			out = append(out, f)
		}
	}
	of(mapi.OtherDisplayName, ruleDisplayNameDrift, func(f *Finding, x mapi.Inconsistency) {
		f.summarize(sayDrift, quote(p.Name), quote(x.Facts[0].Text), quote(x.Facts[1].Text))
		f.tell(sayDriftMeans)
		f.advise(sayDriftAdvice)
	})
	of(mapi.NoDefaultStore, ruleNoDefaultStore, func(f *Finding, x mapi.Inconsistency) {
		f.summarize(sayNoDefaultStore, quote(p.Name))
		f.tell(sayNoDefaultMeans)
		f.advise(sayNoDefaultAdvice)
	})
	of(mapi.SeveralDefaultable, ruleSeveralDefaultStores, func(f *Finding, x mapi.Inconsistency) {
		f.summarize(saySeveralDefault, english.Count(len(x.Facts), "store"), quote(p.Name))
		f.tell(saySeveralMeans, x.UID)
		f.advise(saySeveralAdvice)
	})
	of(mapi.PreferLastNotLast, ruleOrderConflict, func(f *Finding, x mapi.Inconsistency) {
		f.summarize(sayOrderConflict, quote(p.Name))
		f.tell(sayOrderMeans)
		f.advise(sayOrderAdvice)
	})
	return out
}
