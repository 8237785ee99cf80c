package analyze

import (
	"slices"

	"mapihive/hive"
	"mapihive/hive/mapi"
	"mapihive/hive/mapi/prop"
)

// references says what in a profile names another part of it wrongly: one finding for each.
func (l *consistencyLook) references(p *mapi.Profile) (out []Finding) {
	broken := func(x mapi.Inconsistency) *Finding {
		out = append(out, Finding{Rule: ruleBrokenReference, Severity: LowSeverity, Confidence: hive.High, Evidence: factsOf(p, x.Facts)})
		return &out[len(out)-1]
	}
	var stores map[hive.Text]bool // see storeNames; made when it is asked for
	for _, x := range p.Inconsistencies {
		switch x.Kind {
		case mapi.ProviderElsewhere:
			f := broken(x)
			f.summarize(sayProviderElsewhere, quote(p.Name), listWords[x.List], x.UID, x.Other)
			f.tell(sayProviderElsewhereMeans)
			f.adviseReference()
		case mapi.ProviderUnlisted:
			f := broken(x)
			f.summarize(sayUnlistedProvider, quote(p.Name), x.UID, x.Other)
			f.tell(sayUnlistedMeans)
			f.adviseReference()
		case mapi.ServiceOnlyLists:
			f := broken(x)
			f.summarize(sayServiceOnly, x.Other, quote(p.Name), x.UID, listWords[x.List])
			f.tell(sayServiceOnlyMeans)
			f.adviseReference()
		case mapi.ProviderNoService:
			f := broken(x)
			f.summarize(sayNoSuchService, quote(p.Name), x.UID, x.Other)
			f.tell(sayNoSuchServiceMeans)
			f.adviseReference()
		case mapi.AccountNoUID:
			f := broken(x)
			f.summarize(sayAccountNoUID, x.Number, quote(p.Name))
			f.tell(sayAccountNoUIDMeans)
			f.adviseReference()
		case mapi.AccountNotService:
			f := broken(x)
			f.summarize(sayAccountNotService, x.Number, quote(p.Name), x.UID)
			f.tell(sayAccountNoUIDMeans)
			f.adviseReference()
		case mapi.AccountOtherName:
			f := broken(x)
			f.summarize(sayAccountOtherName, x.Number, quote(p.Name), quote(x.Facts[0].Text), quote(x.Text))
			f.tell(sayAccountOtherNameMeans)
			f.adviseReference()
		case mapi.AccountTransport:
			f := broken(x)
			f.Confidence, _ = l.damage.absence(p.Key)
			f.summarize(sayAccountTransport, x.Number, quote(p.Name), x.UID)
			f.tell(sayAccountTransportMeans)
			l.tellAbsence(f, p.Key)
			f.adviseReference()
		case mapi.DeliveryElsewhere:
			if stores == nil {
				stores = storeNames(p)
			}
			if stores[normal(x.Text)] {
				continue // under another spelling
			}
			f := broken(x)
			f.Severity = MediumSeverity
			f.Confidence, _ = l.damage.absence(p.Key)
			f.summarize(sayDeliversNowhere, x.Number, quote(p.Name), quote(x.Text))
			f.tell(sayDeliversNowhereMeans)
			l.tellAbsence(f, p.Key)
			f.advise(adviseDelivery)
			f.advise(adviseDeliveryLast)
		}
	}
	return out
}

// tellAbsence says why a section that seems absent may be there.
func (l *consistencyLook) tellAbsence(f *Finding, key hive.Path) {
	if _, doubt := l.damage.absence(key); doubt != nil {
		f.tell(doubt)
	}
}

func (f *Finding) adviseReference() {
	f.advise(sayReferenceLook)
	f.advise(sayReferenceKeep)
}

// storeNames are the paths of the listed stores of a profile, however they are spelled.
func storeNames(p *mapi.Profile) map[hive.Text]bool {
	names := map[hive.Text]bool{}
	for _, v := range providers(p) {
		if v.Listed && v.Kind == mapi.KindStore {
			for _, path := range []hive.Text{v.PSTPath, v.OSTPath} {
				if path != "" {
					names[normal(path)] = true
				}
			}
		}
	}
	for i := range p.Paths {
		if r := &p.Paths[i]; r.Source == mapi.SourceProvider {
			names[normal(r.Path)] = true
		}
	}
	return names
}

// accountStores says which accounts have no store: of a service that should have one, or mail accounts of a profile
// without any.
func (l *consistencyLook) accountStores(p *mapi.Profile) (out []Finding) {
	services, anyStore := map[prop.UID]*mapi.Service{}, false
	for service, v := range providers(p) {
		anyStore = anyStore || v.Kind == mapi.KindStore || v.Kind == mapi.KindUnknown
		if service != nil {
			services[service.UID] = service
		}
	}
	for i := range p.Services {
		services[p.Services[i].UID] = &p.Services[i]
	}
	for i := range p.Accounts {
		a := &p.Accounts[i]
		f := Finding{Rule: ruleAccountWithoutStore, Evidence: []Evidence{{Profile: p.Name, Fact: hive.Fact{Key: a.Key, Place: a.Place, State: p.State, LastWrite: a.LastWrite, Text: a.Name}}}}
		f.Confidence, _ = l.damage.absence(p.Key)
		switch service := services[a.Service]; {
		case service != nil && service.Key != "" && storeServices[hive.UpcaseText(service.Name)]:
			if slices.ContainsFunc(service.Providers, func(v mapi.Provider) bool { return v.Kind == mapi.KindStore || v.Kind == mapi.KindUnknown }) {
				continue
			}
			f.summarize(sayAccountNoStore, a.ID, quote(p.Name), quote(service.Name))
		case (a.Kind == "pop3" || a.Kind == "imap" || a.Kind == "http") && !anyStore:
			f.summarize(sayMailNoStore, a.ID, quote(p.Name))
		default:
			continue
		}
		f.tell(sayAccountNoStoreMeans)
		l.tellAbsence(&f, p.Key)
		f.advise(sayReferenceLook)
		f.advise(sayReferenceKeep)
		out = append(out, f)
	}
	return out
}
