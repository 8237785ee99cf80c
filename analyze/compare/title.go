package compare

import (
	"mapihive/analyze"
	"mapihive/hive"
	"mapihive/hive/mapi"
	"mapihive/hive/mapi/prop"
)

// called names a section by its UID and what it is.
func called(u prop.UID, names map[prop.UID]string) string {
	if t := names[u]; t != "" {
		return u.String() + " " + t
	}
	return u.String() + " (no such section)"
}

// titles says of every section of a profile what it is.
func titles(p mapi.Whole) map[prop.UID]string {
	out := map[prop.UID]string{}
	if p.Profile == nil {
		return out
	}
	for i := range p.Sections {
		if s := &p.Sections[i]; s.IsUID {
			out[s.UID] = sectionTitle(s)
		}
	}
	for _, s := range p.Services {
		if _, present := out[s.UID]; !present {
			continue
		}
		title := "service"
		if s.Name != "" {
			title += " " + s.Name.String()
		}
		out[s.UID] = analyze.Titled(title, s.DisplayName)
		for _, v := range s.Providers {
			kind := string(v.Role)
			if kind == "" {
				kind = string(v.Kind) + " provider"
			}
			out[v.UID] = analyze.Titled(kind, v.DisplayName)
		}
	}
	return out
}

func sectionTitle(s *mapi.Section) string {
	if name := s.UID.Name(); s.IsUID && name != "" {
		return name
	}
	switch s.Role {
	case mapi.RoleAccounts:
		return "Outlook account manager"
	case mapi.RoleExchange:
		return "Exchange section"
	case mapi.RolePreferences:
		return "preferences of an account"
	case mapi.RoleEmpty:
		return "empty section"
	case mapi.RoleTemporary:
		return "half-made provider"
	}
	return string(s.Role) + " section"
}

// accountKey is where an account stands.
type accountKey struct {
	path   hive.Path
	offset int64
}

// accountsByKey are the accounts of a profile; of several at one place the first.
func accountsByKey(p *mapi.Profile) map[accountKey]*mapi.Account {
	out := make(map[accountKey]*mapi.Account, len(p.Accounts))
	for i := range p.Accounts {
		a := &p.Accounts[i]
		if at := (accountKey{a.Key, a.Offset}); out[at] == nil {
			out[at] = a
		}
	}
	return out
}

func accountTitle(accounts map[accountKey]*mapi.Account, k *mapi.Key) string {
	if a := accounts[accountKey{k.Path, k.Offset}]; a != nil {
		return analyze.OrderedAccount{ID: a.ID, Kind: a.Kind, Name: a.Name}.Title()
	}
	return analyze.Titled("subkey", k.Name)
}
