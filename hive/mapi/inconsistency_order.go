package mapi

import (
	"slices"

	"mapihive/hive"
	"mapihive/hive/mapi/prop"
)

// transportOrder finds transports with STATUS_XP_PREFER_LAST that the profile lists before others: MAPI takes them
// last ("MAPI Profiles").
func (b *builder) transportOrder() {
	listed := b.present(idTransportProviders, KindTransport)
	if slices.Equal(listed, b.p.Order.Transports) {
		return
	}
	x := Inconsistency{Kind: PreferLastNotLast, List: prop.LinkTransports.String(), Facts: []hive.Fact{b.root.fact(b.root.binary(idTransportProviders))}}
	last := len(listed) - 1 // the last that others are to come after
	for last >= 0 && b.section(listed[last]).resourceFlag(statusXPPreferLast) {
		last--
	}
	for _, uid := range listed[:last+1] {
		if s := b.section(uid); s.resourceFlag(statusXPPreferLast) && len(x.Facts) < maxInconsistencies {
			x.UID = uid
			x.Facts = append(x.Facts, b.flagsFact(s))
		}
	}
	b.inconsistent(x)
}

// defaultStores counts the stores that can be the default one.
func (b *builder) defaultStores() {
	stores := b.p.Order.Stores
	if len(stores) == 0 {
		return
	}
	x := Inconsistency{Kind: SeveralDefaultable, List: prop.LinkStores.String(), UID: b.p.Order.DefaultStore}
	for _, uid := range stores {
		if s := b.section(uid); s.resourceFlag(statusDefaultStore) && !s.resourceFlag(statusNoDefaultStore) && len(x.Facts) < maxInconsistencies {
			x.Facts = append(x.Facts, b.flagsFact(s))
		}
	}
	switch len(x.Facts) {
	case 0:
		x.Kind, x.Facts = NoDefaultStore, []hive.Fact{b.root.fact(b.root.binary(idStoreProviders))}
		b.inconsistent(x)
	case 1:
	default:
		b.inconsistent(x)
	}
}

// flagsFact is the fact of the PR_RESOURCE_FLAGS that resourceFlag read.
func (b *builder) flagsFact(s *Section) hive.Fact {
	for p := range s.props(idResourceFlags) {
		if _, ok := p.Long(); ok {
			return s.fact(p)
		}
	}
	return hive.Fact{Key: s.Key.Path, Place: s.Key.Place, State: s.Key.State, LastWrite: s.Key.LastWrite}
}
