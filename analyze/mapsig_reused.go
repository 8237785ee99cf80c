package analyze

import (
	"maps"
	"slices"

	"mapihive/analyze/sets"
	"mapihive/hive"
)

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
	f.tell(sayReusedNext)
	_, mailboxes := distinct(in, idDN, Row.id)
	switch {
	case cloned(in):
		f.Severity = LowSeverity
		f.tell(sayCloned)
	case mailboxes:
		f.reusedByMailboxes(in)
	default:
		f.reusedByProviders(in)
	}
	f.doubtRows(in, sayDamagedHere, sayDirty)
	f.adviseReuse(!mailboxes)
	return f
}

// cloned reports whether the rows stand in copies of one profile, in each of which the signature has one store: the
// profiles have one PR_SEARCH_KEY, or the sections one UID. Both are made at random.
func cloned(rows []Row) bool {
	type profile struct {
		source int
		key    hive.Path
	}
	store, has := storesOf(rows), map[profile]int{}
	for i, r := range rows {
		at := profile{r.Evidence.Source, r.Evidence.Key.Parent().Raised()}
		if other, met := has[at]; met && other != store[i] {
			return false
		}
		has[at] = store[i]
	}
	group := sets.By(len(rows), func(i int) []ID {
		return slices.DeleteFunc(slices.Clone(rows[i].About), func(id ID) bool { return id.Kind != aboutInstance && id.Kind != aboutSection })
	})
	return slices.Max(group) == 0
}

// reusedBefore looks for a signature that stayed while its store became another one, or that another store had before;
// nil if there is none.
func reusedBefore(rows []Row) *Finding {
	in, stores := differentStores(rows)
	if stores < 2 {
		return nil
	}
	f := &Finding{Rule: ruleReused, Confidence: hive.Low}
	for _, r := range in {
		f.Evidence = append(f.Evidence, r.Evidence)
	}
	profiles := profilesOf(in)
	sections, every := distinct(in, idSection, Row.id)
	switch {
	case len(sections) == 1 && every && in[0].Evidence.Source == in[len(in)-1].Evidence.Source:
		f.Confidence = hive.Medium
		f.summarize(sayStayed, quoted(profiles), rows[0].Value)
		f.tell(sayStayedHow)
		f.tell(sayReusedNext)
	case cloned(in):
		f.Severity = LowSeverity
		f.summarize(sayReusedPast, stores, profileNoun(profiles), quoted(profiles), rows[0].Value)
		f.tell(sayCloned)
	default:
		f.Severity = LowSeverity
		f.summarize(sayReusedPast, stores, profileNoun(profiles), quoted(profiles), rows[0].Value)
		f.tell(sayReusedPastHow)
	}
	f.tellWas(in)
	f.doubtRows(in, sayDamagedHere, sayDirty)
	f.adviseReuse(true)
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
