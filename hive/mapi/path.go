package mapi

import (
	"slices"

	"mapihive/hive"
	"mapihive/hive/mapi/prop"
	"mapihive/hive/office"
)

// PathKind is the kind of file that a path leads to; "" for another kind.
type PathKind string

// Kinds of data files.
const (
	PST PathKind = "pst"
	OST PathKind = "ost"
	NST PathKind = "nst" // cache of Microsoft 365 groups
)

// pathKind is the kind of file by the path's extension.
func pathKind(path hive.Text) PathKind { return PathKind(office.DataFile(path)) }

// cache reports whether it is a copy of what a server has.
func (k PathKind) cache() bool { return k == OST || k == NST }

// PathSource is where in the profile a path stands, which decides how far it can be trusted.
type PathSource string

// Sources of a PathRef.
const (
	SourceProvider PathSource = "provider" // the own path of a store provider that is listed, which MAPI opens
	SourceEntryID  PathSource = "entry-id" // inside the entry identifier of such a provider
	SourceAccount  PathSource = "account"  // in the account manager
	SourceSettings PathSource = "settings" // in Outlook's or the address book's settings; goes stale when a file moves
	SourceUnlisted PathSource = "unlisted" // in a section that no list names: a leftover
)

// paths collects every path of a PST, OST or NST in the profile with the value that says it.
func (b *builder) paths() {
	for i := range b.p.Sections {
		s := &b.p.Sections[i]
		ref := PathRef{Source: b.pathSource(i)}
		if b.isProvider(i) {
			ref.Provider, ref.RecordKey = s.UID, s.bytes(idRecordKey)
		}
		pst, ost := s.hasPSTPath(), s.may(prop.CtxExchange|prop.CtxPST)
		for j := range s.Properties {
			p := &s.Properties[j]
			kind := declaredKind(p, pst, ost)
			if kind == "" || !b.ownPath(s, p, ref, kind) && !b.declared(&s.Key, p, ref, kind) {
				b.copiesIn(&s.Key, p, ref)
			}
		}
		for k := range s.keysBelow() {
			for _, v := range k.Values {
				p := s.Decode(v)
				if kind := declaredKind(&p, pst, ost); kind == "" || !b.declared(k, &p, ref, kind) {
					b.copiesIn(k, &p, ref)
				}
			}
		}
	}
}

// declaredKind is the kind of file whose path a property holds by its definition, "" for any other property. pst
// and ost say whether those of PSTs and of Exchange are meant where it stands.
func declaredKind(p *prop.Property, pst, ost bool) PathKind {
	switch id := p.Tag.ID(); {
	case p.Tag == 0:
	case pst && id == idPSTPath:
		return PST
	case ost && id == idOSTPath:
		return OST
	}
	return ""
}

// fileKind is the kind of a file with a path of that declared kind: a PST provider keeps the OST of an IMAP account
// in the same property, and groups have a cache of their own.
func fileKind(path hive.Text, declared PathKind) PathKind {
	if by := pathKind(path); by.cache() && (declared == PST || by == NST) {
		return by
	}
	return declared
}

// declared adds the paths in a property that holds one by its definition, though not the one that MAPI opens: in a
// key below the section (a mailbox or groups store of an Exchange account), or several in a REG_MULTI_SZ. There a
// path has any extension. False if there is none.
func (b *builder) declared(k *Key, p *prop.Property, ref PathRef, kind PathKind) bool {
	var texts []hive.Text
	if text, ok := p.Text(); ok {
		texts = append(texts, text)
	} else if p.Raw.Type == hive.RegMultiSz && !p.Secret {
		texts = slices.Collect(p.Raw.Type.Read(p.Raw.Data).Texts())
	}
	if ref.Source == SourceEntryID {
		ref.Source = SourceSettings
	}
	found := false
	for _, path := range texts {
		if path == "" {
			continue
		}
		found = true
		ref.Path, ref.Kind, ref.Fact = path, fileKind(path, kind), k.says(p, path)
		b.addPath(ref)
	}
	return found
}

// pathSource is where paths in section i come from, the own path of a provider aside.
func (b *builder) pathSource(i int) PathSource {
	s := &b.p.Sections[i]
	switch {
	case s.Role == RoleAccounts:
		return SourceAccount
	case s.Role == RoleTemporary, !b.named[i] && s.IsUID, s.Role == RoleProvider && !s.Listed:
		return SourceUnlisted
	case s.Role == RoleProvider && s.ctx&prop.CtxContab == 0:
		return SourceEntryID
	}
	return SourceSettings
}

// ownPath adds the path of the store that the section describes; false if p holds no text.
func (b *builder) ownPath(s *Section, p *prop.Property, ref PathRef, kind PathKind) bool {
	path, _ := p.Text()
	if path == "" {
		return false
	}
	if ref.Source != SourceUnlisted {
		ref.Source = SourceProvider
	}
	ref.Path, ref.Kind = path, fileKind(path, kind)
	ref.Fact = s.fact(p)
	b.addPath(ref)
	return true
}

// copiesIn adds the paths that stand anywhere in a value.
func (b *builder) copiesIn(k *Key, p *prop.Property, ref PathRef) {
	for _, found := range p.Paths() {
		ref := ref
		if ref.Source == SourceEntryID && found.DLL == "" {
			ref.Source = SourceSettings
		}
		ref.Path, ref.Kind = found.Path, pathKind(found.Path)
		ref.Fact = k.says(p, found.Path)
		b.addPath(ref)
	}
}

func (b *builder) addPath(ref PathRef) {
	if len(b.p.Paths) < maxPaths {
		b.p.Paths = append(b.p.Paths, ref)
	}
}

// hasPSTPath reports whether identifier 0x6700 is PR_PST_PATH in the section. Every provider is free to
// define it: it is a path where the section belongs to a PST service, or is a store of a service that is
// not known.
func (s *Section) hasPSTPath() bool {
	if s.Role != RoleProvider && s.Role != RoleTemporary || !s.may(prop.CtxPST) {
		return false
	}
	t, ok := s.long(idResourceType)
	return !ok || resourceKinds[t] == KindStore
}

// may reports whether properties of the services want can stand in the section: it belongs to one of
// them, or its service is not known.
func (s *Section) may(want prop.Context) bool {
	services := s.ctx &^ (prop.CtxService | prop.CtxProvider)
	return services == 0 || services&want != 0
}

// ostPath is the section's own PR_PROFILE_OFFLINE_STORE_PATH, "" where it has none.
func (s *Section) ostPath() hive.Text {
	if !s.may(prop.CtxExchange | prop.CtxPST) {
		return ""
	}
	return s.text(idOSTPath)
}
