package compare

import (
	"mapihive/analyze"
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

func accountTitle(p *mapi.Profile, k *mapi.Key) string {
	for _, a := range p.Accounts {
		if a.Key == k.Path && a.Offset == k.Offset {
			return titleOf(&a)
		}
	}
	return analyze.Titled("subkey", k.Name)
}

func titleOf(a *mapi.Account) string {
	return analyze.OrderedAccount{ID: a.ID, Kind: a.Kind, Name: a.Name}.Title()
}
