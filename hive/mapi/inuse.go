package mapi

import "slices"

import "mapihive/hive/mapi/prop"

// inUse finds the sections that MAPI's lists lead to and those that anything else in use names. Two
// leftovers that name each other are not in use.
func (b *builder) inUse() {
	sections := b.p.Sections
	listed := make([]bool, len(sections))
	b.follow(listed, b.startsUse, leadingLinks)
	for i := range sections {
		s := &sections[i]
		if uid, ok := s.uid(idServiceUID); ok && s.Role == RoleProvider && !listed[i] {
			service, found := b.byUID[uid]
			listed[i] = found && listed[service] && sections[service].Role == RoleService
		}
	}
	for i := range sections {
		sections[i].Listed = listed[i]
	}
	accounts := b.role(RoleAccounts)
	for _, uid := range accounts.accountLinks() {
		if i, ok := b.byUID[uid]; ok {
			listed[i] = true
		}
	}
	b.follow(b.named, func(s *Section) bool {
		i, ok := b.byUID[s.UID]
		return ok && &sections[i] == s && listed[i] || s.IsUID && uidRole(s.UID) != ""
	}, append(slices.Clone(leadingLinks), idServiceUID))
}

// follow marks the sections that start chooses and all that the lists with those identifiers lead to.
func (b *builder) follow(seen []bool, start func(*Section) bool, lists []uint16) {
	var todo []int
	mark := func(i int) {
		if !seen[i] {
			seen[i] = true
			todo = append(todo, i)
		}
	}
	for i := range b.p.Sections {
		if start(&b.p.Sections[i]) {
			mark(i)
		}
	}
	for len(todo) > 0 {
		s := &b.p.Sections[todo[len(todo)-1]]
		todo = todo[:len(todo)-1]
		for _, id := range lists {
			if id == idServices && s.Role != RoleRoot {
				continue // reserved by MAPI for the root section
			}
			for uid := range s.uids(id) {
				if i, ok := b.byUID[uid]; ok {
					mark(i)
				}
			}
		}
	}
}

// noList reports whether the root section has no list with that identifier that names anything: it is missing,
// empty or of another registry type. Profile.Faults says which.
func (b *builder) noList(id uint16) bool { return len(b.root.bytes(id)) < len(prop.UID{}) }

// startsUse reports whether the section counts as in use without anything that leads to it. Where no list says
// which services MAPI opens, none is taken for a leftover: what a profile held must not vanish with its lists.
func (b *builder) startsUse(s *Section) bool {
	switch s.Role {
	case RoleRoot, RoleExchangeGlobal: // 13dbb0c8... has lists of its own up to Outlook 2007 ("Inside MAPI Profiles")
		return true
	case RoleService:
		return b.noList(idServices)
	case RoleProvider:
		list := s.rootList()
		return !s.has(idServiceUID) && b.root.has(list) && b.noList(list)
	}
	return false
}

// rootList is the list of the root section that a provider of its kind stands in.
func (s *Section) rootList() uint16 {
	t, _ := s.long(idResourceType)
	kind := resourceKinds[t]
	for _, id := range providerLists {
		if listedKind(prop.NewTag(id, prop.PTBinary).Link()) == kind {
			return id
		}
	}
	return idStoreProviders
}
