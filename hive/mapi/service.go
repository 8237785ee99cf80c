package mapi

import (
	"strings"

	"mapihive/hive"
	"mapihive/hive/mapi/prop"
)

// readServices lists the message services in profile order, then those that PR_SERVICES does not name,
// and last the providers that belong to none.
func (b *builder) readServices() {
	done := map[prop.UID]bool{}
	shown := make([]int, len(b.p.Sections)) // the service, counted from 1, that a section was last shown under
	add := func(uid prop.UID, listed bool) {
		s := b.section(uid)
		if done[uid] || s == nil && len(b.members[uid]) == 0 {
			return
		}
		done[uid] = true
		service := Service{UID: uid, Listed: listed, Flags: []string{}}
		if s != nil {
			service = b.service(s, listed)
		}
		service.Providers = b.providersOf(uid, s, shown, len(done))
		b.p.Services = append(b.p.Services, service)
	}
	for uid := range b.root.uids(idServices) {
		add(uid, true)
	}
	for i := range b.p.Sections {
		if s := &b.p.Sections[i]; s.Role == RoleService && b.byUID[s.UID] == i {
			add(s.UID, false)
		}
	}
	for i := range b.p.Sections {
		if uid, ok := b.p.Sections[i].uid(idServiceUID); ok && b.isProvider(i) {
			add(uid, false) // only its providers speak of it
		}
	}
	for i := range b.p.Sections {
		if b.isProvider(i) && shown[i] == 0 {
			b.p.Providers = append(b.p.Providers, *b.provider(i))
		}
	}
}

func (b *builder) isProvider(i int) bool {
	role := b.p.Sections[i].Role
	return role == RoleProvider || role == RoleTemporary
}

func (b *builder) service(s *Section, listed bool) Service {
	service := Service{
		UID: s.UID, Listed: listed,
		Name: s.text(idServiceName), DisplayName: s.text(idDisplayName), DLL: s.text(idServiceDLL),
		Flags: s.flags(), LastWrite: s.Key.LastWrite, Place: s.Key.Place, Key: s.Key.Path,
	}
	if s.ctx&prop.CtxExchange != 0 {
		if x := b.exchange(s); x != nil {
			service.Settings = x.Section
			service.HomeServer, service.HomeServerDN, service.Mailbox, service.Email = x.HomeServer, x.HomeServerDN, x.Mailbox, x.Email
			service.Config = x.config
		}
	}
	return service
}

// providersOf lists the providers of the nth service in the order of its lists, then those that only
// link back.
func (b *builder) providersOf(service prop.UID, s *Section, shown []int, n int) []Provider {
	out := []Provider{}
	add := func(i int) {
		if shown[i] == n {
			return
		}
		if shown[i] = n; b.entries < maxEntries {
			out = append(out, *b.provider(i))
		}
		b.entries++
	}
	for _, id := range providerLists {
		for uid := range s.uids(id) {
			if i, ok := b.byUID[uid]; ok {
				add(i)
			}
		}
	}
	for _, i := range b.members[service] {
		add(i)
	}
	return out
}

// provider describes section i as a service provider.
func (b *builder) provider(i int) *Provider {
	if p := b.providers[i]; p != nil {
		return p
	}
	s := &b.p.Sections[i]
	p := &Provider{
		UID: s.UID, Kind: b.kind(i), DLL: s.text(idProviderDLL), DisplayName: s.text(idDisplayName), Flags: s.flags(),
		RecordKey: s.bytes(idRecordKey), MappingSignature: s.bytes(idMappingSignature),
		LastWrite: s.Key.LastWrite, Place: s.Key.Place, Key: s.Key.Path, Listed: s.Listed,
		ServiceName: s.text(idServiceName), SecretStored: s.holdsSecret(),
	}
	if p.Kind == KindStore {
		s.pstSettings(p)
	}
	b.providers[i] = p
	p.Role = b.providerRole(i)
	if s.hasPSTPath() {
		if path := s.text(idPSTPath); pathKind(path).cache() {
			p.OSTPath = path
		} else {
			p.PSTPath = path
		}
	}
	if p.OSTPath == "" {
		p.OSTPath = s.ostPath()
	}
	if s.ctx&prop.CtxExchange == 0 {
		return p
	}
	p.Mailbox, p.Server, p.ServerDN = s.text(idProfileMailbox), s.server(idProfileServer), s.text(idProfileServerDN)
	// The cached copy of the primary mailbox is described in the account's settings.
	if x := b.exchange(s); x != nil && p.Role == RolePrimaryMailbox {
		if p.OSTPath == "" {
			p.OSTPath = x.OSTPath
		}
		if p.MappingSignature == nil {
			p.MappingSignature = x.signature
		}
		if p.Mailbox == "" {
			p.Mailbox = x.Mailbox
		}
		if p.Server == "" {
			p.Server = x.HomeServer
		}
	}
	return p
}

// pstSettings reads what a section says about the PST beside its path.
func (s *Section) pstSettings(p *Provider) {
	for q := range s.props(idPSTRememberPW) {
		if on, ok := q.Bool(); ok && on {
			p.RememberPassword = On
		} else if ok {
			p.RememberPassword = Off
		}
	}
	for q := range s.props(idPSTEncryption) {
		if q.Type() == prop.PTLong {
			p.Encryption = strings.Join(q.Flags(), " ")
		}
	}
	flags, _ := s.long(idPSTConfigFlags)
	p.Unicode = uint32(flags)&pstConfigUnicode != 0
}

// exchangeSettings is what one section of Exchange settings says, read once.
type exchangeSettings struct {
	Exchange
	signature hive.Hex
	config    []string
}

// readExchange lists every section of Exchange settings, whether or not a service names it.
func (b *builder) readExchange() {
	for i := range b.p.Sections {
		if s := &b.p.Sections[i]; s.Role == RoleExchange || s.Role == RoleExchangeGlobal {
			b.p.Exchange = append(b.p.Exchange, b.settingsIn(s).Exchange)
		}
	}
}

// exchange returns the settings of an Exchange service or provider: the section that its
// PR_EMSMDB_SECTION_UID names, and without one, as before Outlook 2010, the one global section. It is nil
// where there are none.
func (b *builder) exchange(of *Section) *exchangeSettings {
	if s := b.exchangeSection(of); s != nil {
		return b.settingsIn(s)
	}
	return nil
}

// exchangeSection is the section that exchange reads.
func (b *builder) exchangeSection(of *Section) *Section {
	s := b.global
	if uid, ok := of.uid(idEmsmdbSection); ok {
		s = b.section(uid)
	}
	if s == nil || len(s.Properties) == 0 {
		return nil
	}
	return s
}

func (b *builder) settingsIn(s *Section) *exchangeSettings {
	x := b.settings[s]
	if x == nil {
		x = &exchangeSettings{
			Exchange: Exchange{
				Section: s.UID, Name: s.text(idDisplayName), HomeServer: s.server(idHomeServer), HomeServerDN: s.text(idHomeServerDN),
				Mailbox: s.text(idMailboxDN), Email: plainAddress(s.text(idUserSMTP)), Proxy: s.text(idRPCProxy), OSTPath: s.text(idOSTPath),
				SecretStored: s.holdsSecret(), LastWrite: s.Key.LastWrite, Key: s.Key.Path, Place: s.Key.Place,
			},
			signature: s.bytes(idMappingSignature),
		}
		for p := range s.props(idConfigFlags) {
			x.config = p.Flags()
		}
		x.CachedMode, x.CachedPublic = s.cachedMode()
		b.settings[s] = x
	}
	return x
}

// kind is what PR_RESOURCE_TYPE says of section i, without it what the list says that names it, and
// KindUnknown where neither says anything.
func (b *builder) kind(i int) ProviderKind {
	s := &b.p.Sections[i]
	if t, ok := s.long(idResourceType); ok {
		if kind := resourceKinds[t]; kind != "" {
			return kind
		}
	} else if b.listedAs[i] != "" && b.isProvider(i) {
		return b.listedAs[i]
	}
	return KindUnknown
}

// flags are the names of PR_RESOURCE_FLAGS, without SERVICE_ or STATUS_.
func (s *Section) flags() []string {
	for p := range s.props(idResourceFlags) {
		if names := p.Flags(); names != nil {
			return names
		}
	}
	return []string{}
}

// resourceFlag reports whether a bit of PR_RESOURCE_FLAGS is set.
func (s *Section) resourceFlag(bit int32) bool {
	v, _ := s.long(idResourceFlags)
	return v&bit != 0
}
