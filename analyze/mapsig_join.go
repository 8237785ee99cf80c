package analyze

import (
	"maps"
	"slices"

	"mapihive/hive"
	"mapihive/hive/english"
)

// joinMappingSignature looks at rows that share a store or a signature: first at what is in force, then with what was,
// in deleted and recovered records and before the transaction logs. What shows only together with copies of profiles
// that an upgrade of Outlook left is said, and is no fault.
func joinMappingSignature(rows []Row) []Finding {
	find, findPast := reusedSignature, reusedBefore
	if kind := rows[0].Key.Kind; kind != idSignature {
		find = func(rows []Row) *Finding { return mismatchedSignatures(kind, rows) }
		findPast = func(rows []Row) *Finding { return changedSignature(kind, rows) }
	}
	var live, now []Row // in force; and of these, no older copies
	for _, r := range rows {
		if r.about(aboutWas) == "" {
			live = append(live, r)
			if r.about(aboutOlder) == "" {
				now = append(now, r)
			}
		}
	}
	if len(now) > 0 {
		if f := find(now); f != nil {
			return []Finding{*f}
		}
	}
	if len(now) < len(live) {
		if f := find(live); f != nil {
			return []Finding{olderSignature(f.Rule, f.Confidence, live)}
		}
	}
	if len(live) < len(rows) && len(live) > 0 {
		if f := findPast(rows); f != nil {
			return []Finding{*f}
		}
	}
	return nil
}

// olderSignature is said where rows of older copies of profiles differ from the others or are equal to them.
func olderSignature(rule string, confidence hive.Confidence, rows []Row) Finding {
	f := Finding{Rule: rule, Severity: Informational, Confidence: confidence}
	names := quoted(olderOf(rows))
	for _, r := range rows {
		f.Evidence = append(f.Evidence, r.Evidence)
	}
	if rule == ruleMismatch {
		f.summarize(sayOlderDiffers, names)
	} else {
		f.summarize(sayOlderShares, names)
	}
	f.tell(sayOlderWhy)
	f.doubtRows(rows, sayDamagedHere, sayDirty)
	f.advise(sayNothing)
	return f
}

// mismatchedSignatures compares the signatures of rows that agree in one kind of identity; nil if there is
// nothing to say.
func mismatchedSignatures(kind string, rows []Row) *Finding {
	values := map[string]bool{}
	perSource := map[int]map[string]bool{}
	for _, r := range rows {
		values[r.Value] = true
		if perSource[r.Evidence.Source] == nil {
			perSource[r.Evidence.Source] = map[string]bool{}
		}
		perSource[r.Evidence.Source][r.Value] = true
	}
	if len(values) < 2 || !oneStore(kind, rows) {
		return nil
	}
	f := &Finding{Rule: ruleMismatch, Confidence: hive.High}
	profiles := profilesOf(rows)
	for _, r := range rows {
		f.Evidence = append(f.Evidence, r.Evidence)
	}
	f.summarize(sayMismatch, english.Count(len(values), "different mapping signature"), english.Count(len(rows), "section"), profileNoun(profiles), quoted(profiles))
	f.tellIdentity(kind)
	f.tell(sayAsksAgain)
	if copies, _ := distinct(rows, idOST, Row.id); len(copies) > 1 {
		f.tell(sayOwnCopies, len(copies))
	} else {
		f.tell(sayOneIsOld)
	}
	if !slices.ContainsFunc(slices.Collect(maps.Values(perSource)), func(v map[string]bool) bool { return len(v) > 1 }) {
		f.Confidence = hive.Medium
		f.tell(sayOtherHives)
	}
	if newest, ok := lastWritten(rows); ok {
		f.tell(sayLastWritten, newest.Evidence.LastWrite, quote(newest.Evidence.Profile))
	}
	f.doubtRows(rows, sayDamagedHere, sayDirty)
	f.advise(sayNothing)
	f.advise(sayKeepCopies)
	f.advise(sayIfItStays)
	return f
}

// tellIdentity says by what the rows are known to be of one store.
func (f *Finding) tellIdentity(kind string) {
	switch kind {
	case idRecord:
		f.tell(sayByRecord)
	case idMailbox:
		f.tell(sayByMailbox)
	case idEntry:
		f.tell(sayByEntryID)
	case idSection:
		f.tell(sayBySection)
	default:
		f.Confidence = hive.Medium
		f.tell(sayByPath)
	}
}

// oneStore reports whether rows that agree in one kind of identity are of one store, and are not joined by a surer
// identity, where the finding has its place.
func oneStore(kind string, rows []Row) bool {
	for _, surer := range surest[:slices.Index(surest, kind)] {
		ids, every := distinct(rows, surer, Row.id)
		apart := len(ids) > 1 && surer != idEntry && surer != idSection // one store has several of these
		if apart || len(ids) == 1 && every && surer != idDN {
			return false
		}
	}
	return true
}

// lastWritten returns the row whose section was written last; ok is false where rows of other signatures were
// written at the same time, and where it is not known when.
func lastWritten(rows []Row) (newest Row, ok bool) {
	newest, ok = rows[0], true
	for _, r := range rows {
		switch {
		case r.Evidence.LastWrite.IsZero(): // registry text and Windows 9x have no times
			return r, false
		case r.Evidence.LastWrite > newest.Evidence.LastWrite:
			newest, ok = r, true
		case r.Evidence.LastWrite == newest.Evidence.LastWrite && r.Value != newest.Value:
			ok = false
		}
	}
	return newest, ok
}
