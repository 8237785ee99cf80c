package mapi

import (
	"mapihive/hive"
	"mapihive/hive/mapi/prop"
)

// Inconsistency is one thing in a live profile that another part of it contradicts, or that the MAPI reference says
// otherwise ("MAPI Profiles"). What MAPI cannot follow at all is in Profile.Faults and Profile.Missing.
type Inconsistency struct {
	Kind   InconsistencyKind `json:"kind"`
	List   string            `json:"list,omitempty"`   // the list that it is about: "store-providers" and the like
	UID    prop.UID          `json:"uid,omitzero"`     // the section that is meant
	Other  prop.UID          `json:"other,omitzero"`   // the section that is named instead
	Number uint32            `json:"number,omitempty"` // the account's
	Text   hive.Text         `json:"text,omitempty"`   // the name or path that is meant
	Facts  []hive.Fact       `json:"facts"`            // the values that disagree
}

// InconsistencyKind is what does not fit.
type InconsistencyKind string

// Kinds of inconsistencies.
const (
	OtherProfileName   InconsistencyKind = "other-profile-name"   // PR_PROFILE_NAME is not the name of the profile's key
	OtherDisplayName   InconsistencyKind = "other-display-name"   // a store is called otherwise in its service's section
	ProviderElsewhere  InconsistencyKind = "provider-elsewhere"   // a service lists a provider that says it belongs to another
	ProviderUnlisted   InconsistencyKind = "provider-unlisted"    // a provider is in the profile's list and not in its service's
	ServiceOnlyLists   InconsistencyKind = "service-only-lists"   // a provider is in its service's list and not in the profile's
	ProviderNoService  InconsistencyKind = "provider-no-service"  // a listed provider names a section that is no service
	AccountNoUID       InconsistencyKind = "account-no-uid"       // an account of the class of message services names none
	AccountNotService  InconsistencyKind = "account-not-service"  // an account's Service UID names a section that is no service
	AccountOtherName   InconsistencyKind = "account-other-name"   // an account's Service Name is not that of its service
	AccountTransport   InconsistencyKind = "account-transport"    // an account's transport provider is not there
	DeliveryElsewhere  InconsistencyKind = "delivery-elsewhere"   // an account delivers to a store that no provider is known to be
	PreferLastNotLast  InconsistencyKind = "prefer-last-not-last" // a transport that is to come last is listed before others
	NoDefaultStore     InconsistencyKind = "no-default-store"     // no store says that it can be the default
	SeveralDefaultable InconsistencyKind = "several-defaultable"  // several stores say so
)

// maxInconsistencies is how many of one profile are kept.
const maxInconsistencies = 1_000

// inconsistencies finds what contradicts itself in a live profile. A recovered one is partial by nature, and what is
// kept aside or deleted nothing reads.
func (b *builder) inconsistencies() {
	if b.p.State != hive.Live || b.root == nil {
		return
	}
	b.profileNames()
	b.displayNames()
	b.providerLinks()
	b.accountServices()
	b.transportOrder()
	b.defaultStores()
}

func (b *builder) inconsistent(x Inconsistency) {
	if len(b.p.Inconsistencies) < maxInconsistencies {
		b.p.Inconsistencies = append(b.p.Inconsistencies, x)
	}
}

// profileNames compares each stored PR_PROFILE_NAME with the name of the profile's key. Real profiles store none.
func (b *builder) profileNames() {
	for i := range b.p.Sections {
		s := &b.p.Sections[i]
		name := s.stringProp(idProfileName)
		if name == nil {
			continue
		}
		if text, _ := name.Text(); text != "" && !hive.EqualFold(text, b.p.Name) {
			b.inconsistent(Inconsistency{Kind: OtherProfileName, UID: s.UID, Text: text, Facts: []hive.Fact{s.fact(name)}})
		}
	}
}

// displayNames compares the name of a store in the section of its service with that in its own. A service of several
// providers has a name of its own, and so has Exchange (seen in real profiles: "Microsoft Exchange").
func (b *builder) displayNames() {
	for i := range b.p.Sections {
		s := &b.p.Sections[i]
		if s.Role != RoleService || !s.Listed || s.ctx&prop.CtxExchange != 0 {
			continue
		}
		providers := 0
		for _, id := range providerLists {
			providers += len(s.bytes(id)) / len(prop.UID{})
		}
		uid, ok := s.uid(idStoreProviders)
		store := b.section(uid)
		if providers != 1 || !ok || store == nil || !store.Listed {
			continue
		}
		its, own := s.stringProp(idDisplayName), store.stringProp(idDisplayName)
		if its == nil || own == nil {
			continue
		}
		x, _ := its.Text()
		y, _ := own.Text()
		if x != "" && y != "" && x != y {
			b.inconsistent(Inconsistency{Kind: OtherDisplayName, UID: store.UID, Other: s.UID, Facts: []hive.Fact{s.fact(its), store.fact(own)}})
		}
	}
}
