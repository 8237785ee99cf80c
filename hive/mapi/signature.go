package mapi

import (
	"bytes"

	"mapihive/hive"
	"mapihive/hive/mapi/prop"
)

// signatures collects every PR_MAPPING_SIGNATURE and what tells which store it belongs to.
func (b *builder) signatures() {
	keys := b.primaryKeys()
	for i := range b.p.Sections {
		s := &b.p.Sections[i]
		for p := range s.props(idMappingSignature) {
			if p.Secret {
				continue
			}
			sig := Signature{
				Bytes: hive.Hex(p.Raw.Data), Section: s.UID, Role: s.Role, Fact: s.fact(p), RecordKey: s.bytes(idRecordKey),
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
				}
			}
			if sig.RecordKey == nil {
				sig.RecordKey = keys[s]
			}
			b.p.Signatures = append(b.p.Signatures, sig)
			break
		}
	}
}

// primaryKeys returns, for each section of Exchange settings, the record key of the account's primary store.
// An archive and a delegate's mailbox name the same section and are not what it describes (PR_PROFILE_TYPE).
// Where primary stores of different record keys name one section, none is its own.
func (b *builder) primaryKeys() map[*Section]hive.Hex {
	keys := map[*Section]hive.Hex{}
	differ := map[*Section]bool{}
	for i := range b.p.Sections {
		s := &b.p.Sections[i]
		if !s.Listed || !b.isProvider(i) || s.ctx&prop.CtxExchange == 0 || b.provider(i).Role != RolePrimaryMailbox {
			continue
		}
		key := s.bytes(idRecordKey)
		if x := b.exchangeSection(s); x != nil && key != nil {
			differ[x] = differ[x] || keys[x] != nil && !bytes.Equal(keys[x], key)
			keys[x] = key
		}
	}
	for x := range differ {
		if differ[x] {
			delete(keys, x)
		}
	}
	return keys
}
