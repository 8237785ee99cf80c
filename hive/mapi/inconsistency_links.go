package mapi

import (
	"iter"

	"mapihive/hive"
	"mapihive/hive/mapi/prop"
)

// sectionsOf yields the sections that a list names, each once.
func (b *builder) sectionsOf(s *Section, list uint16) iter.Seq[*Section] {
	return func(yield func(*Section) bool) {
		seen := map[int]bool{}
		for uid := range s.uids(list) {
			i, ok := b.byUID[uid]
			if !ok || seen[i] || uid.Blank() {
				continue
			}
			if seen[i] = true; !yield(&b.p.Sections[i]) {
				return
			}
		}
	}
}

// providerLinks compares the three places that say which provider belongs to which service: the profile's lists, the
// services' and the providers' PR_SERVICE_UID. What a list names and is not there is in Profile.Missing.
func (b *builder) providerLinks() {
	listed := map[*Section]bool{} // by a service
	for i := range b.p.Sections {
		s := &b.p.Sections[i]
		if s.Role != RoleService {
			continue
		}
		for _, id := range providerLists {
			for provider := range b.sectionsOf(s, id) {
				listed[provider] = true
			}
		}
	}
	for _, id := range providerLists {
		list := b.root.binary(id)
		if list == nil || len(list.Raw.Data) < len(prop.UID{}) {
			continue // where that is a fault, Profile.Faults has it
		}
		link := prop.NewTag(id, prop.PTBinary).Link().String()
		inRoot := map[*Section]bool{}
		for provider := range b.sectionsOf(b.root, id) {
			inRoot[provider] = true
			b.rootProvider(provider, id, link, listed[provider])
		}
		for s := range b.sectionsOf(b.root, idServices) {
			for provider := range b.sectionsOf(s, id) {
				b.serviceProvider(s, provider, id, link, inRoot[provider])
			}
		}
	}
}

// rootProvider checks the service that a provider of one of the profile's lists names.
func (b *builder) rootProvider(provider *Section, id uint16, link string, listed bool) {
	uid, ok := provider.uid(idServiceUID)
	if !ok || uid.Blank() {
		return
	}
	x := Inconsistency{Kind: ProviderNoService, List: link, UID: provider.UID, Other: uid, Facts: []hive.Fact{provider.fact(provider.binary(idServiceUID))}}
	switch s := b.section(uid); {
	case s == nil: // Profile.Missing has it
	case s.Role != RoleService:
		b.inconsistent(x)
	case !listed && s.binary(id) != nil:
		x.Kind, x.Facts = ProviderUnlisted, append(x.Facts, s.fact(s.binary(id)))
		b.inconsistent(x)
	}
}

// serviceProvider checks a provider that a service lists.
func (b *builder) serviceProvider(s, provider *Section, id uint16, link string, inRoot bool) {
	x := Inconsistency{List: link, UID: provider.UID, Facts: []hive.Fact{s.fact(s.binary(id))}}
	if uid, ok := provider.uid(idServiceUID); ok && uid != s.UID && !uid.Blank() {
		if to := b.section(uid); to == nil || to.Role != RoleService {
			return // rootProvider's
		}
		x.Kind, x.Other, x.Facts = ProviderElsewhere, uid, append(x.Facts, provider.fact(provider.binary(idServiceUID)))
		b.inconsistent(x)
	} else if !inRoot {
		x.Kind, x.Other, x.Facts = ServiceOnlyLists, s.UID, append(x.Facts, b.root.fact(b.root.binary(id)))
		b.inconsistent(x)
	}
}

// accountServices compares accounts with the services, transports and stores that they name. An account whose Service
// UID names nothing is in Profile.Faults.
func (b *builder) accountServices() {
	for i := range b.p.Accounts {
		a, values := &b.p.Accounts[i], b.p.AccountValues[i]
		k := Key{Path: a.Key, State: b.p.State, LastWrite: a.LastWrite}
		value := func(name hive.Text) *prop.Property {
			for j := range values {
				if hive.EqualFold(values[j].Raw.Name, name) {
					return &values[j]
				}
			}
			return nil
		}
		of := func(name hive.Text) []hive.Fact {
			if p := value(name); p != nil {
				return []hive.Fact{k.fact(p)}
			}
			return nil
		}
		service := b.section(a.Service)
		switch {
		case a.Service.IsZero() && isServiceClass(value("clsid")) && value("Service UID") == nil:
			b.inconsistent(Inconsistency{Kind: AccountNoUID, Number: a.ID, Facts: of("clsid")})
		case service != nil && service.Role != RoleService:
			b.inconsistent(Inconsistency{Kind: AccountNotService, Number: a.ID, UID: a.Service, Facts: of("Service UID")})
		case service != nil && a.ServiceName != "":
			if name := service.text(idServiceName); name != "" && !sameService(name, a.ServiceName) {
				b.inconsistent(Inconsistency{Kind: AccountOtherName, Number: a.ID, UID: a.Service, Text: name, Facts: append(of("Service Name"), service.fact(service.stringProp(idServiceName)))})
			}
		}
		if !a.Transport.Blank() && b.section(a.Transport) == nil {
			b.inconsistent(Inconsistency{Kind: AccountTransport, Number: a.ID, UID: a.Transport, Facts: of("XP Provider UID")})
		}
		if a.Store.IsZero() && a.DeliveryStore != "" {
			b.inconsistent(Inconsistency{Kind: DeliveryElsewhere, Number: a.ID, Text: a.DeliveryStore, Facts: of(a.DeliveryValue)})
		}
	}
}

// isServiceClass reports whether an account's class is that of message services.
func isServiceClass(class *prop.Property) bool {
	if class == nil {
		return false
	}
	text, _ := class.Text()
	return prop.AccountKind(text) == "mapi"
}

// sameService reports whether two service names are of one service: that of ANSI and that of Unicode PSTs differ in
// nothing but the file.
func sameService(a, b hive.Text) bool {
	isPST := func(name hive.Text) bool {
		return hive.EqualFold(name, "MSPST MS") || hive.EqualFold(name, "MSUPST MS")
	}
	return hive.EqualFold(a, b) || isPST(a) && isPST(b)
}
