package mapi

import (
	"fmt"

	"mapihive/hive"
	"mapihive/hive/codepage"
	"mapihive/hive/mapi/prop"
)

// Limits of what one profile unfolds to: sections are few, but lists may name them again and again.
const (
	maxEntries = 100_000 // providers listed below services
	maxPaths   = 100_000 // PST and OST paths
	maxMissing = 1_000   // listed UIDs without a section
)

// build makes a profile of a copied profile key. It only arranges what the sections say; what is
// missing is said in Missing, never filled in. limits says which limit was reached, if any.
func build(k Key, generation Generation, cp *codepage.Page) (p Whole, limits []string) {
	p.Profile = &Profile{
		Name: k.Name, State: k.State, Key: k.Path, Root: generation, LastWrite: k.LastWrite,
		Place: k.Place, Confidence: hive.High, Empty: len(k.Subkeys) == 0,
		Services: []Service{}, Accounts: []Account{}, UnlistedSections: []prop.UID{},
	}
	p.Contents = &Contents{Properties: decodeAll(k.Values, cp), Sections: make([]Section, len(k.Subkeys)), CodePage: cp}
	for i, sub := range k.Subkeys {
		p.Sections[i] = newSection(sub, cp)
	}
	b := newBuilder(p)
	b.relate()
	b.readExchange()
	b.readServices()
	b.readAccounts()
	b.order()
	b.paths()
	b.signatures()
	b.unlisted()
	b.required()
	b.faults()
	b.modules()
	b.inconsistencies()
	for _, l := range []struct {
		over bool
		what string
	}{
		{b.entries > maxEntries, fmt.Sprintf("more than %d providers are listed", maxEntries)},
		{len(p.Missing) >= maxMissing, fmt.Sprintf("%d listed sections are missing or more", maxMissing)},
		{len(p.Paths) >= maxPaths, fmt.Sprintf("%d paths or more", maxPaths)},
	} {
		if l.over {
			limits = append(limits, l.what+"; the rest is left out")
		}
	}
	return p, limits
}

// builder holds what is needed while the sections of one profile are related to each other. Slices are
// indexed like Contents.Sections.
type builder struct {
	p     Whole
	byUID map[prop.UID]int // of several sections of one name the first, as a lookup finds it

	root, global *Section       // nil where there is none
	named        []bool         // something that is in use leads to it: a list, a link or an account
	listedAs     []ProviderKind // kind of provider that a list says it is
	serviceNames []hive.Text

	members   map[prop.UID][]int // service -> sections that link back to it
	providers []*Provider        // each made once, however often it is listed
	settings  map[*Section]*exchangeSettings
	entries   int // providers listed below services
}

func newBuilder(p Whole) *builder {
	n := len(p.Sections)
	b := &builder{
		p: p, byUID: make(map[prop.UID]int, n), named: make([]bool, n), listedAs: make([]ProviderKind, n),
		serviceNames: make([]hive.Text, n), members: map[prop.UID][]int{}, providers: make([]*Provider, n),
		settings: map[*Section]*exchangeSettings{},
	}
	for i := range p.Sections {
		s := &p.Sections[i]
		if _, twice := b.byUID[s.UID]; s.IsUID && !twice {
			b.byUID[s.UID] = i
		}
		switch {
		case s.Role == RoleRoot && b.root == nil:
			b.root = s
		case s.Role == RoleExchangeGlobal && b.global == nil:
			b.global = s
		}
	}
	return b
}

// role returns the first section with that role, nil where there is none.
func (b *builder) role(role Role) *Section {
	for i := range b.p.Sections {
		if b.p.Sections[i].Role == role {
			return &b.p.Sections[i]
		}
	}
	return nil
}

// section returns the section called uid, nil where there is none.
func (b *builder) section(uid prop.UID) *Section {
	if i, ok := b.byUID[uid]; ok {
		return &b.p.Sections[i]
	}
	return nil
}

// relate resolves roles that only another section tells, gives every property the context in which its
// identifier is meant, and finds out which sections are in use and which listed ones are missing.
func (b *builder) relate() {
	sections := b.p.Sections
	for i := range sections {
		s := &sections[i]
		for uid := range s.uids(idEmsmdbSection) {
			if to := b.section(uid); to != nil && (to.Role == RoleOther || to.Role == RoleEmpty) {
				to.Role = RoleExchange
			}
		}
	}
	b.list(b.root, idServices, RoleService)
	for i := range sections {
		if s := &sections[i]; s.Role == RoleRoot || s.Role == RoleService {
			for _, id := range providerLists {
				b.list(s, id, RoleProvider)
			}
		}
	}
	for i := range sections {
		s := &sections[i]
		b.serviceNames[i] = s.text(idServiceName)
		if s.Role == RoleProvider || s.Role == RoleTemporary {
			b.list(s, idServiceUID, RoleService)
			if uid, ok := s.uid(idServiceUID); ok {
				b.members[uid] = append(b.members[uid], i)
			}
		}
	}
	b.inUse()
	for i := range sections {
		s := &sections[i]
		s.ctx = b.context(i)
		for j := range s.Properties {
			s.Properties[j] = s.Properties[j].In(s.ctx)
		}
	}
}

// list checks one of s's lists of UIDs. A listed section that does not tell what it is, is what the list
// says: it gets the role.
func (b *builder) list(s *Section, id uint16, role Role) {
	if s == nil {
		return
	}
	list := s.binary(id)
	if list == nil {
		return
	}
	if n := len(list.Raw.Data); n%16 != 0 || id == idServiceUID && n != 16 {
		list.AddProblem(fmt.Sprintf("%d bytes are not whole UIDs of 16 bytes", n))
	}
	link := prop.NewTag(id, prop.PTBinary).Link()
	var fact hive.Fact
	missing := map[prop.UID]bool{}
	blank := false
	for uid := range s.uids(id) {
		if uid.Blank() {
			if !blank && link.Kept() {
				b.fault(Fault{Kind: BlankEntry, List: link.String(), Fact: s.fact(list)})
			}
			blank = true
			continue
		}
		i, ok := b.byUID[uid]
		if !ok {
			if missing[uid] || len(b.p.Missing) >= maxMissing {
				continue
			}
			if missing[uid] = true; len(missing) == 1 {
				fact = s.fact(list)
			}
			b.p.Missing = append(b.p.Missing, Listed{UID: uid, List: link.String(), Fact: fact})
			continue
		}
		to := &b.p.Sections[i]
		if to.Role == RoleOther || to.Role == RoleTemporary || to.Role == RoleEmpty {
			to.Role = role
		}
		if b.listedAs[i] == "" {
			b.listedAs[i] = listedKind(link)
		}
	}
}

// context is where the properties of section i stand, for identifiers that mean different things in
// different services.
func (b *builder) context(i int) prop.Context {
	s := &b.p.Sections[i]
	switch s.Role {
	case RoleExchange, RoleExchangeGlobal, RoleExchangeAB:
		return prop.CtxExchange
	case RoleClient, RolePreferences:
		return prop.CtxClient
	case RoleService:
		return prop.CtxService | serviceContext(b.serviceNames[i])
	case RoleProvider, RoleTemporary:
		ctx := serviceContext(b.serviceNames[i])
		if uid, ok := s.uid(idServiceUID); ok && ctx == 0 {
			if service, ok := b.byUID[uid]; ok {
				ctx = serviceContext(b.serviceNames[service])
			}
		}
		if ctx == 0 {
			ctx = dllContexts[hive.UpcaseText(s.text(idProviderDLL))]
		}
		return prop.CtxProvider | ctx
	}
	return 0
}

// serviceContexts are the services whose provider-defined properties are known ([MAPISVC.INF] names).
var serviceContexts = map[hive.Text]prop.Context{
	"MSEMS": prop.CtxExchange, "MSPST MS": prop.CtxPST, "MSUPST MS": prop.CtxPST, "INTERSTOR": prop.CtxPST, "EAS": prop.CtxPST,
	"MSPST AB": prop.CtxPAB, "EMABLT": prop.CtxLDAP, "CONTAB": prop.CtxContab, "MSFS": prop.CtxMSMail,
}

// dllContexts are the provider DLLs of those services, for sections that do not name their service.
var dllContexts = map[hive.Text]prop.Context{
	"EMSMDB.DLL": prop.CtxExchange, "EMSMDB32.DLL": prop.CtxExchange, "EMSABP.DLL": prop.CtxExchange, "EMSABP32.DLL": prop.CtxExchange, "MSPST.DLL": prop.CtxPST, "MSPST32.DLL": prop.CtxPST, "PSTPRX.DLL": prop.CtxPST,
	"EMABLT.DLL": prop.CtxLDAP, "CONTAB.DLL": prop.CtxContab, "CONTAB32.DLL": prop.CtxContab,
}

func serviceContext(name hive.Text) prop.Context { return serviceContexts[hive.UpcaseText(name)] }

// unlisted lists the sections with values that nothing in use names, well-known ones aside.
func (b *builder) unlisted() {
	for i := range b.p.Sections {
		s := &b.p.Sections[i]
		if s.IsUID && s.Role != RoleEmpty && !b.named[i] && b.byUID[s.UID] == i {
			b.p.UnlistedSections = append(b.p.UnlistedSections, s.UID)
		}
	}
}
