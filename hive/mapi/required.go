package mapi

import (
	"fmt"

	"mapihive/hive"
	"mapihive/hive/mapi/prop"
)

// required checks what the MAPI reference demands of every profile ("MAPI Profiles"): PR_PROFILE_NAME,
// which profiles keep as the name of their key, PR_SEARCH_KEY in the section MUID_PROFILE_INSTANCE, and
// PR_DISPLAY_NAME of every message store.
func (b *builder) required() {
	p := b.p
	miss := func(property string, key hive.Path, why string) {
		p.MissingProperties = append(p.MissingProperties, MissingProperty{property, key, why})
	}
	absent := func(what string) string {
		if p.State == hive.Recovered {
			return what + " could not be recovered"
		}
		return what + " does not exist"
	}
	switch p.Name {
	case "":
		miss("PR_PROFILE_NAME", p.Key, "the profile's key has no name")
	case lostName:
		miss("PR_PROFILE_NAME", p.Key, absent("the profile's key"))
	}
	instance := b.role(RoleInstance)
	where := p.Key.Join(hive.Text(prop.UIDInstance.String()))
	switch key := instance.binary(idSearchKey); {
	case instance == nil:
		miss("PR_SEARCH_KEY", where, absent("the section"))
	case key == nil:
		miss("PR_SEARCH_KEY", where, absent("the value"))
	case len(key.Raw.Data) == 0:
		miss("PR_SEARCH_KEY", where, "it is empty")
	default:
		p.Instance = key.Raw.Data
	}
	for i := range p.Sections {
		s := &p.Sections[i]
		if name := s.text(idProfileName); name != "" && !hive.EqualFold(name, p.Name) {
			p.Notes = append(p.Notes, fmt.Sprintf("PR_PROFILE_NAME in section %s is \"%s\", not the name of the profile's key", s.Key.Name, name))
		}
		if s.Role == RoleProvider && s.Listed && b.kind(i) == KindStore && s.text(idDisplayName) == "" {
			miss("PR_DISPLAY_NAME", s.Key.Path, absent("the message store's name"))
		}
	}
}

// lostName stands for a profile's name that could not be recovered.
const lostName = "?"
