package mapi

import "mapihive/hive/mapi/prop"

// order works out what the profile's order decides ("MAPI Profiles", Outlook MAPI reference). The default
// store is the first store in profile order with STATUS_DEFAULT_STORE, which says that it can be the
// default; one with STATUS_NO_DEFAULT_STORE never is. Transports keep their order but for those with
// STATUS_XP_PREFER_LAST, which come last. A client can choose otherwise while it runs.
func (b *builder) order() {
	o := &b.p.Order
	o.Stores, o.AddressBooks = b.present(idStoreProviders, KindStore), b.present(idABProviders, KindAddressBook)
	for _, uid := range o.Stores {
		if s := b.section(uid); s.resourceFlag(statusDefaultStore) && !s.resourceFlag(statusNoDefaultStore) {
			o.DefaultStore = uid
			break
		}
	}
	var last []prop.UID
	o.Transports = []prop.UID{}
	for _, uid := range b.present(idTransportProviders, KindTransport) {
		if b.section(uid).resourceFlag(statusXPPreferLast) {
			last = append(last, uid)
		} else {
			o.Transports = append(o.Transports, uid)
		}
	}
	o.Transports = append(o.Transports, last...)
	b.addressBooks()
}

// present returns the UIDs of one of the root's lists, each once, without those that have no section
// (Missing names them) and those whose section says that they are no such provider.
func (b *builder) present(id uint16, kind ProviderKind) []prop.UID {
	out := []prop.UID{}
	seen := map[int]bool{}
	for uid := range b.root.uids(id) {
		if i, ok := b.byUID[uid]; ok && !seen[i] && b.kind(i) == kind {
			seen[i] = true
			out = append(out, uid)
		}
	}
	return out
}

// addressBooks reads the root section's entry identifiers of address-book containers.
func (b *builder) addressBooks() {
	o := &b.p.Order
	var books *containers // made when needed
	read := func(id []byte) Container {
		if books == nil {
			books = b.containers()
		}
		return books.describe(prop.ParseEntryID(id, b.p.CodePage), id)
	}
	for p := range b.root.props(idABSearchPath) {
		elements, ok := p.ByteSlices()
		if !ok {
			continue
		}
		for _, e := range elements[:min(len(elements), maxSearchPath)] {
			o.SearchPath = append(o.SearchPath, read(e))
		}
		break
	}
	for _, one := range []struct {
		id uint16
		to *Container
	}{{idABDefaultDir, &o.DefaultDirectory}, {idABDefaultPAB, &o.PersonalAddressBook}} {
		if p := b.root.binary(one.id); p != nil && len(p.Raw.Data) > 0 {
			*one.to = read(p.Raw.Data)
		}
	}
}

// maxSearchPath is how many address books of a search path are read; Outlook lists a handful.
const maxSearchPath = 1000

// storesByRecordKey maps PR_RECORD_KEY to the store provider that has it. A leftover that has the key of a listed
// store is passed over; other keys that several have are left out.
func (b *builder) storesByRecordKey() map[prop.UID]prop.UID {
	stores, rank := map[prop.UID]prop.UID{}, map[prop.UID]int{} // rank: 1 a leftover's, 2 listed; negative: several have it
	for i := range b.p.Sections {
		s := &b.p.Sections[i]
		key := s.bytes(idRecordKey)
		if len(key) != 16 || s.Role != RoleProvider || b.kind(i) != KindStore {
			continue
		}
		this := 1
		if s.Listed {
			this = 2
		}
		switch k := prop.UID(key); {
		case this > max(rank[k], -rank[k]):
			stores[k], rank[k] = s.UID, this
		case this == rank[k] && stores[k] != s.UID:
			rank[k] = -this
		}
	}
	for k, r := range rank {
		if r < 0 || k.IsZero() {
			delete(stores, k)
		}
	}
	return stores
}
