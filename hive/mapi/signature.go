package mapi

import (
	"bytes"

	"mapihive/hive"
	"mapihive/hive/mapi/prop"
)

// signatures collects every PR_MAPPING_SIGNATURE and what tells which store it belongs to.
func (b *builder) signatures() {
	primaries := b.primaryStores()
	for i := range b.p.Sections {
		s := &b.p.Sections[i]
		for p := range s.props(idMappingSignature) {
			if p.Secret {
				continue
			}
			sig := Signature{Bytes: hive.Hex(p.Raw.Data), Section: s.UID, Role: s.Role, Fact: s.fact(p), RecordKey: s.bytes(idRecordKey)}
			if p.Raw.Type != hive.RegBinary {
				sig.Type = p.Raw.Type.String()
			} else if _, ok := p.Bytes(); !ok {
				sig.Type = p.Tag.Type().String()
			}
			mailbox, server := uint16(idMailboxDN), uint16(idHomeServer)
			if b.isProvider(i) {
				mailbox, server = idProfileMailbox, idProfileServer
			}
			if s.may(prop.CtxExchange) {
				sig.Mailbox, sig.Server = s.text(mailbox), s.server(server)
			}
			if sig.OSTPath = s.ostPath(); sig.OSTPath == "" && s.hasPSTPath() {
				if path := s.text(idPSTPath); pathKind(path).cache() {
					sig.OSTPath = path
				} else {
					sig.PSTPath = path
				}
			}
			if store := b.signatureStore(i, primaries); store >= 0 {
				b.ofStore(&sig, store)
			}
			b.p.Signatures = append(b.p.Signatures, sig)
		}
	}
}

// signatureStore is the store provider that a signature in section i belongs to, -1 where the profile does not tell.
func (b *builder) signatureStore(i int, primaries map[*Section]int) int {
	s := &b.p.Sections[i]
	switch s.Role {
	case RoleProvider, RoleTemporary:
		if kind := b.kind(i); kind == KindStore || kind == KindUnknown {
			return i
		}
	case RoleExchange, RoleExchangeGlobal:
		if store, ok := primaries[s]; ok {
			return store
		}
	case RoleService:
		return b.onlyStore(s)
	}
	return -1
}

// onlyStore is the one store of a service, of an Exchange service the primary mailbox; -1 where there are several.
func (b *builder) onlyStore(service *Section) int {
	only := -1
	for uid := range service.uids(idStoreProviders) {
		i, ok := b.byUID[uid]
		switch {
		case !ok || i == only:
		case service.ctx&prop.CtxExchange != 0 && b.provider(i).Role != RolePrimaryMailbox:
		case only >= 0:
			return -1
		default:
			only = i
		}
	}
	return only
}

// ofStore adds to the signature what the section of its store says of that store.
func (b *builder) ofStore(sig *Signature, store int) {
	s, pr := &b.p.Sections[store], b.provider(store)
	sig.Store, sig.DLL, sig.EntryID = s.UID, pr.DLL, s.bytes(idEntryID)
	if sig.RecordKey == nil {
		sig.RecordKey = pr.RecordKey
	}
	if sig.OSTPath == "" && sig.PSTPath == "" {
		sig.OSTPath, sig.PSTPath = pr.OSTPath, pr.PSTPath
	}
	if sig.Mailbox == "" {
		sig.Mailbox = pr.Mailbox
	}
	if sig.Server == "" {
		sig.Server = pr.Server
	}
}

// primaryStores returns, for each section of Exchange settings, the account's primary store. An archive and a
// delegate's mailbox name the same section and are not what it describes (PR_PROFILE_TYPE). Where primary stores of
// different record keys name one section, none is its own.
func (b *builder) primaryStores() map[*Section]int {
	stores := map[*Section]int{}
	differ := map[*Section]bool{}
	for i := range b.p.Sections {
		s := &b.p.Sections[i]
		if !s.Listed || !b.isProvider(i) || s.ctx&prop.CtxExchange == 0 || b.provider(i).Role != RolePrimaryMailbox {
			continue
		}
		x := b.exchangeSection(s)
		if x == nil {
			continue
		}
		key := s.bytes(idRecordKey)
		other, met := stores[x]
		switch {
		case !met:
			stores[x] = i
		case key == nil:
		case b.p.Sections[other].bytes(idRecordKey) == nil:
			stores[x] = i
		default:
			differ[x] = differ[x] || !bytes.Equal(b.p.Sections[other].bytes(idRecordKey), key)
		}
	}
	for x := range differ {
		if differ[x] {
			delete(stores, x)
		}
	}
	return stores
}
