package analyze

import (
	"fmt"
	"maps"
	"slices"

	"mapihive/hive"
	"mapihive/hive/english"
	"mapihive/hive/mapi"
	"mapihive/hive/mapi/prop"
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
	blank := faultsOf(p, mapi.BlankEntry)
	if len(blank) > 0 {
		out = append(out, blankEntries(p, blank))
	}
	orders := faultsOf(p, mapi.OrderWithoutAccount)
	for _, list := range []string{"mail", "address-book", "store"} {
		if of := slices.DeleteFunc(slices.Clone(orders), func(x mapi.Fault) bool { return x.List != list }); len(of) > 0 {
			out = append(out, o.lostAccounts(p, of))
		}
	}
	return out
}

// faultsOf returns the faults of one kind.
func faultsOf(p *mapi.Profile, kind mapi.FaultKind) (out []mapi.Fault) {
	for _, x := range p.Faults {
		if x.Kind == kind {
			out = append(out, x)
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
	case o.made[p.Key.Raised()]:
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
func lostSections(p *mapi.Profile) map[prop.UID][]hive.Fact {
	var out map[prop.UID][]hive.Fact
	for _, m := range p.Missing {
		tag, _, ok := prop.ParseValueName(m.Fact.Value)
		if !ok || !tag.Link().Kept() || m.Fact.State == hive.Recovered {
			continue
		}
		if out == nil {
			out = map[prop.UID][]hive.Fact{}
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
	broken := brokenLinks(p)
	switch {
	case len(lost) > 0:
		f.summarize(sayLost, quote(p.Name), english.Count(len(lost), "section"))
	case len(faults) == 0 && broken.none():
		return Finding{}, false
	case len(faults) == 0:
		f.summarize(sayLinks, quote(p.Name))
	case len(faults) == len(faultsOf(p, mapi.AccountWithoutService)):
		f.summarize(sayAccountFaults, quote(p.Name))
	default:
		f.summarize(sayFaults, quote(p.Name))
	}
	confidence, doubt := o.damage.absence(p.Key)
	f.Confidence = confidence
	if len(lost) > 0 {
		o.tellLost(&f, p, lost)
	}
	facts := map[hive.Fact]bool{}
	for _, x := range faults {
		f.tellFault(x)
		if x.Fact.Value != "" || x.Fact.Key != p.Key {
			facts[x.Fact] = true
		}
	}
	for fact := range facts {
		f.Evidence = append(f.Evidence, Evidence{Profile: p.Name, Fact: fact})
	}
	o.tellNoService(&f, p)
	f.tellLinks(p, broken)
	bare := len(p.Services) == 0 && len(p.Accounts) == 0 && len(p.Paths) == 0 && len(lost) == 0
	prepared := o.preparedFor(p.Root)
	parts := o.parts[placeOf(p)]
	repair := false
	switch {
	case len(parts) > 0:
		repair = true
		o.tellParts(&f, parts)
	case o.made[p.Key.Raised()]:
		f.Severity = Informational
		f.tell(sayMadeByLog)
		f.advise(adviseMade)
	case bare && len(prepared) > 0:
		f.Severity = Informational
		f.tellPrepared(prepared)
		f.tell(sayPreparedEmpty)
		f.advise(advisePrepared)
	case bare && len(p.Faults) == 1 && p.Faults[0].List == "services":
		repair = true
		f.Severity = LowSeverity
		f.tell(sayBare)
	default:
		repair = true
	}
	if doubt != nil {
		f.tell(doubt)
	}
	if repair {
		o.adviseExport(&f, p, sayExportLive)
		f.advise(adviseReplace)
		f.advise(adviseKeep)
	}
	return f, true
}

func (o *orphanLook) tellLost(f *Finding, p *mapi.Profile, lost map[prop.UID][]hive.Fact) {
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

// tellFault says one reason why a profile does not open. Accounts have their own, see tellNoService.
func (f *Finding) tellFault(x mapi.Fault) {
	switch x.Kind {
	case mapi.NoRootSection:
		f.tell(sayNoRoot)
	case mapi.NoList:
		f.tell(sayNoList, listWords[x.List])
	case mapi.EmptyList:
		f.tell(sayEmptyList, listWords[x.List])
	case mapi.IllTypedList:
		f.tell(sayIllTyped, listWords[x.List], x.Type)
	}
}

// tellNoService names the accounts whose message service does not exist.
func (o *orphanLook) tellNoService(f *Finding, p *mapi.Profile) {
	var accounts, uids []string
	var twins []*mapi.Profile
	for _, x := range faultsOf(p, mapi.AccountWithoutService) {
		accounts = append(accounts, fmt.Sprintf("account %d", x.Number))
		if uid := x.UID.String(); !slices.Contains(uids, uid) && len(uids) < maxNamed {
			uids = append(uids, uid)
			if twin := o.twinWith(p, x.UID); twin != nil && !slices.Contains(twins, twin) {
				twins = append(twins, twin)
			}
		}
	}
	if len(accounts) == 0 {
		return
	}
	f.tell(sayNoService, list(accounts), list(uids))
	for _, twin := range twins {
		f.Evidence = append(f.Evidence, profileKey(twin))
	}
	if len(twins) > 0 {
		f.tell(sayTwin, roots(twins))
	}
	f.tell(sayAccountHarm)
}

// maxNamed bounds how many services are looked for in other profiles.
const maxNamed = 16

// twinWith returns the live profile of p's name in another root that has the section.
func (o *orphanLook) twinWith(p *mapi.Profile, uid prop.UID) *mapi.Profile {
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

func blankEntries(p *mapi.Profile, blank []mapi.Fault) Finding {
	f := Finding{Rule: ruleHalfDeleted, Severity: LowSeverity, Confidence: hive.High}
	lists := map[string]bool{}
	for _, x := range blank {
		lists[listWords[x.List]] = true
		f.Evidence = append(f.Evidence, Evidence{Profile: p.Name, Fact: x.Fact})
	}
	f.summarize(sayBlank, quote(p.Name), list(slices.Sorted(maps.Keys(lists))))
	f.tell(sayBlankMeans)
	f.advise(adviseBlank)
	return f
}

// lostAccounts says which numbers in one of the account manager's orders no account has.
func (o *orphanLook) lostAccounts(p *mapi.Profile, faults []mapi.Fault) Finding {
	f := Finding{Rule: ruleHalfDeleted, Severity: LowSeverity}
	f.Evidence = []Evidence{{Profile: p.Name, Fact: faults[0].Fact}}
	confidence, doubt := o.damage.absence(faults[0].Fact.Key)
	f.Confidence = confidence
	var numbers, reversed []string
	for _, x := range faults {
		n := fmt.Sprint(x.Number)
		numbers = append(numbers, n)
		if x.Reversed {
			reversed = append(reversed, n)
		}
	}
	f.summarize(sayOrder, orderWords[faults[0].List], quote(p.Name), english.Noun(len(numbers), "number")+" "+list(numbers))
	if len(reversed) > 0 {
		f.tell(sayOrderReversed, reversed[0])
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
