package analyze

import (
	"maps"
	"slices"

	"mapihive/hive"
	"mapihive/hive/english"
)

// joinMappingSignature looks at rows that share a store or a signature. What shows only together with copies of
// profiles that an upgrade of Outlook left is said, and is no fault.
func joinMappingSignature(rows []Row) []Finding {
	find := reusedSignature
	if kind := rows[0].Key.Kind; kind != idSignature {
		find = func(rows []Row) *Finding { return mismatchedSignatures(kind, rows) }
	}
	now := slices.DeleteFunc(slices.Clone(rows), func(r Row) bool { return r.about(aboutOlder) != "" })
	if len(now) > 0 {
		if f := find(now); f != nil {
			return []Finding{*f}
		}
	}
	if len(now) < len(rows) {
		if f := find(rows); f != nil {
			return []Finding{olderSignature(f.Rule, f.Confidence, rows)}
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
	switch kind {
	case idRecord:
		f.tell(sayByRecord)
	case idMailbox:
		f.tell(sayByMailbox)
	default:
		f.Confidence = hive.Medium
		f.tell(sayByOST)
	}
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

// oneStore reports whether rows that agree in one kind of identity are of one store, and are not joined by a surer
// identity, where the finding has its place.
func oneStore(kind string, rows []Row) bool {
	for _, surer := range []string{idRecord, idMailbox, idDN} {
		if surer == kind {
			break
		}
		ids, every := distinct(rows, surer, Row.id)
		if len(ids) > 1 || len(ids) == 1 && every && surer != idDN {
			return false
		}
	}
	return true
}

// lastWritten returns the row whose section was written last; ok is false where rows of other signatures were
// written at the same time.
func lastWritten(rows []Row) (newest Row, ok bool) {
	newest, ok = rows[0], true
	for _, r := range rows {
		switch {
		case r.Evidence.LastWrite > newest.Evidence.LastWrite:
			newest, ok = r, true
		case r.Evidence.LastWrite == newest.Evidence.LastWrite && r.Value != newest.Value:
			ok = false
		}
	}
	return newest, ok
}

// reusedSignature looks for different stores among rows with one signature; nil if there are none.
func reusedSignature(rows []Row) *Finding {
	in, stores := differentStores(rows)
	if stores < 2 {
		return nil
	}
	f := &Finding{Rule: ruleReused, Confidence: hive.Medium}
	profiles := profilesOf(in)
	for _, r := range in {
		f.Evidence = append(f.Evidence, r.Evidence)
	}
	f.summarize(sayReused, stores, profileNoun(profiles), quoted(profiles), rows[0].Value)
	f.tell(sayReusedHarm)
	_, mailboxes := distinct(in, idDN, Row.id)
	if mailboxes {
		f.reusedByMailboxes(in)
	} else {
		f.reusedByProviders(in)
	}
	f.doubtRows(in, sayDamagedHere, sayDirty)
	f.adviseReuse(!mailboxes)
	return f
}

// reusedByMailboxes says what a signature means that several Exchange mailboxes share.
func (f *Finding) reusedByMailboxes(rows []Row) {
	own, _ := distinct(rows, aboutOwnServer, Row.about)
	servers, every := distinct(rows, aboutServer, Row.about)
	switch {
	case len(own) > 0:
		f.Severity = LowSeverity
		f.tell(sayOwnServers)
	case !every:
		f.Severity, f.Confidence = LowSeverity, hive.Low
		f.tell(sayServersUnknown)
	case len(servers) == 1:
		f.Severity, f.Confidence = LowSeverity, hive.Low
		f.tell(sayOneServer)
	default:
		f.tell(sayServersDiffer)
	}
}

// reusedByProviders says what a signature means that stores of other kinds share.
func (f *Finding) reusedByProviders(rows []Row) {
	dlls, every := distinct(rows, aboutProvider, Row.about)
	switch {
	case !every:
		f.Confidence = hive.Low
		f.tell(sayProvidersUnknown)
	case len(dlls) == 1:
		f.Confidence = hive.Low
		for dll := range dlls {
			f.tell(sayOneProvider, quote(hive.Text(dll)))
		}
	default:
		var names []string
		for _, dll := range slices.Sorted(maps.Keys(dlls)) {
			names = append(names, quote(hive.Text(dll)))
		}
		f.tell(sayProvidersDiffer, list(names))
	}
}

// adviseReuse is what to do about stores with one signature; maker says that asking the store provider's maker is
// of use.
func (f *Finding) adviseReuse(maker bool) {
	f.advise(sayLookAtFields)
	f.advise(sayNewBeside)
	if maker {
		f.advise(sayAskMaker)
	}
}
