package analyze

import (
	"maps"
	"slices"

	"mapihive/hive"
	"mapihive/hive/english"
	"mapihive/hive/mapi"
)

// halfDeleted says what a live profile lacks: in one finding what keeps it from being opened, in others what is
// only odd.
func (o *orphanLook) halfDeleted(p *mapi.Profile) []Finding {
	var out []Finding
	if p.Empty {
		out = append(out, o.emptyProfile(p))
	} else if f, ok := o.brokenProfile(p); ok {
		out = append(out, f)
	}
	for _, x := range p.Faults {
		switch x.Kind {
		case mapi.BlankEntry:
			out = append(out, o.blankEntry(p, x))
		case mapi.OrderWithoutAccount:
			out = append(out, o.lostAccount(p, x))
		}
	}
	return out
}

func (o *orphanLook) emptyProfile(p *mapi.Profile) Finding {
	f := Finding{Rule: ruleHalfDeleted, Evidence: []Evidence{profileKey(p)}}
	confidence, doubt := o.damage.absence(p.Key)
	f.Confidence = stepDown(confidence)
	f.summarize(sayEmpty, quote(p.Name))
	parts := o.parts[placeOf(p)]
	prepared := o.preparedFor(p.Root)
	switch {
	case len(parts) > 0:
		f.tell(sayEmptyHow)
		o.tellParts(&f, parts)
	case o.madeByLog(p):
		f.Severity = Informational
		f.tell(sayMadeByLog)
		f.advise(adviseMade)
	case len(prepared) > 0:
		f.Severity = Informational
		f.tellPrepared(prepared)
		f.tell(sayPreparedEmpty)
		f.advise(advisePrepared)
	case p.Default:
		f.Severity = Informational
		f.tell(sayEmptyDefault)
		f.advise(adviseEmptyDefault)
	default:
		f.tell(sayEmptyHow)
		f.advise(adviseEmpty)
	}
	if doubt != nil {
		f.tell(doubt)
	}
	return f
}

// tellParts says that parts of a profile were recovered, and how to save them.
func (o *orphanLook) tellParts(f *Finding, parts []*mapi.Profile) {
	for _, p := range parts {
		f.Evidence = append(f.Evidence, profileKey(p))
	}
	f.tell(sayParts)
	o.adviseExport(f, parts[0], sayExportRecovered)
}

// lostSections are the sections that MAPI's own lists name and that do not exist, with the lists.
func lostSections(p *mapi.Profile) map[mapi.UID][]hive.Fact {
	var out map[mapi.UID][]hive.Fact
	for _, m := range p.Missing {
		tag, _, ok := mapi.ParseValueName(m.Fact.Value)
		if !ok || !tag.Link().Kept() || m.Fact.State == hive.Recovered {
			continue
		}
		if out == nil {
			out = map[mapi.UID][]hive.Fact{}
		}
		out[m.UID] = append(out[m.UID], m.Fact)
	}
	return out
}

// brokenProfile says why MAPI or Outlook cannot open a profile, or not all of it.
func (o *orphanLook) brokenProfile(p *mapi.Profile) (Finding, bool) {
	f := Finding{Rule: ruleHalfDeleted, Evidence: []Evidence{profileKey(p)}}
	lost := lostSections(p)
	faults := slices.DeleteFunc(slices.Clone(p.Faults), func(x mapi.Fault) bool {
		return x.Kind == mapi.BlankEntry || x.Kind == mapi.OrderWithoutAccount
	})
	switch {
	case len(lost) > 0:
		f.summarize(sayLost, quote(p.Name), english.Count(len(lost), "section"))
	case len(faults) > 0:
		f.summarize(sayFaults, quote(p.Name))
	default:
		return Finding{}, false
	}
	confidence, doubt := o.damage.absence(p.Key)
	f.Confidence = confidence
	if len(lost) > 0 {
		o.tellLost(&f, p, lost)
	}
	facts := map[hive.Fact]bool{}
	for _, x := range faults {
		o.tellFault(&f, p, x)
		if x.Fact.Value != "" || x.Fact.Key != p.Key {
			facts[x.Fact] = true
		}
	}
	for fact := range facts {
		f.Evidence = append(f.Evidence, Evidence{Profile: p.Name, Fact: fact})
	}
	bare := len(p.Services) == 0 && len(p.Accounts) == 0 && len(p.Paths) == 0 && len(lost) == 0
	prepared := o.preparedFor(p.Root)
	parts := o.parts[placeOf(p)]
	switch {
	case len(parts) > 0:
		o.tellParts(&f, parts)
	case o.madeByLog(p):
		f.Severity = Informational
		f.tell(sayMadeByLog)
	case bare && len(prepared) > 0:
		f.Severity = Informational
		f.tellPrepared(prepared)
		f.tell(sayPreparedEmpty)
	case bare && len(p.Faults) == 1 && p.Faults[0].List == "services":
		f.Severity = LowSeverity
		f.tell(sayBare)
	}
	if doubt != nil {
		f.tell(doubt)
	}
	o.adviseExport(&f, p, sayExportLive)
	f.advise(adviseReplace)
	f.advise(adviseKeep)
	return f, true
}

func (o *orphanLook) tellLost(f *Finding, p *mapi.Profile, lost map[mapi.UID][]hive.Fact) {
	lists := map[hive.Fact]bool{}
	var uids []string
	for uid, facts := range lost {
		uids = append(uids, uid.String())
		for _, fact := range facts {
			lists[fact] = true
		}
	}
	for fact := range maps.Keys(lists) {
		f.Evidence = append(f.Evidence, Evidence{Profile: p.Name, Fact: fact})
	}
	slices.Sort(uids)
	f.tell(sayLostWhich, list(uids))
}

// listWords are what MAPI's lists hold.
var listWords = map[string]string{
	"services": "message services", "store-providers": "stores", "address-book-providers": "address books",
	"transport-providers": "transports", "filtering-hooks": "hooks",
}

func (o *orphanLook) tellFault(f *Finding, p *mapi.Profile, x mapi.Fault) {
	switch x.Kind {
	case mapi.NoRootSection:
		f.tell(sayNoRoot)
	case mapi.NoList:
		f.tell(sayNoList, listWords[x.List])
	case mapi.EmptyList:
		f.tell(sayEmptyList, listWords[x.List])
	case mapi.IllTypedList:
		f.tell(sayIllTyped, listWords[x.List], x.Type)
	case mapi.AccountWithoutService:
		f.tell(sayNoService, x.Number, x.UID)
		if twin := o.twinWith(p, x.UID); twin != nil {
			f.tell(sayTwin, hive.Text(twin.Root))
			if e := profileKey(twin); !slices.Contains(f.Evidence, e) {
				f.Evidence = append(f.Evidence, e)
			}
		}
	}
}

// twinWith returns the live profile of p's name in another root that has the section.
func (o *orphanLook) twinWith(p *mapi.Profile, uid mapi.UID) *mapi.Profile {
	for _, q := range o.named[placeOf(p).Name] {
		if q.State != hive.Live || placeOf(q) == placeOf(p) {
			continue
		}
		if slices.Contains(q.UnlistedSections, uid) || slices.ContainsFunc(q.Services, func(s mapi.Service) bool { return s.UID == uid && s.Key != "" }) {
			return q
		}
	}
	return nil
}

func (o *orphanLook) blankEntry(p *mapi.Profile, x mapi.Fault) Finding {
	f := Finding{Rule: ruleHalfDeleted, Severity: LowSeverity, Confidence: hive.High}
	f.Evidence = []Evidence{{Profile: p.Name, Fact: x.Fact}}
	f.summarize(sayBlank, quote(p.Name), listWords[x.List])
	f.tell(sayBlankMeans)
	f.advise(adviseBlank)
	return f
}

func (o *orphanLook) lostAccount(p *mapi.Profile, x mapi.Fault) Finding {
	f := Finding{Rule: ruleHalfDeleted, Severity: LowSeverity}
	f.Evidence = []Evidence{{Profile: p.Name, Fact: x.Fact}}
	confidence, doubt := o.damage.absence(x.Fact.Key)
	f.Confidence = confidence
	f.summarize(sayOrder, orderWords[x.List], quote(p.Name), x.Number)
	if x.Reversed {
		f.tell(sayOrderReversed)
	} else {
		f.tell(sayOrderHow)
	}
	f.tell(sayOrderLow)
	if doubt != nil {
		f.tell(doubt)
	}
	f.advise(adviseOrder)
	return f
}

// orderWords are the account manager's orders.
var orderWords = map[string]string{"mail": "mail accounts", "address-book": "address books", "store": "stores"}
