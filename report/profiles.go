package report

import (
	"fmt"
	"iter"
	"slices"

	"mapihive/analyze"
	"mapihive/hive/mapi"
	"mapihive/hive/mapi/prop"
)

// Profiles is the profiles of the sources, of which the contents were kept: services, providers, accounts
// and order; if full, for people too each value of each section, decoded. It judges nothing.
func Profiles(sources []analyze.Whole, full bool) *Document {
	d := &Document{Name: "profiles", Row: profileRecord{}}
	d.Blocks = blocks(func(p *page) {
		if p.view.Full = full; full {
			profilesPage(p, sources)
		} else {
			treePage(p, analyze.Snapshots(sources))
		}
		p.ranBy(&d.Run)
	})
	d.Value = func() any { return newProfilesValue(&d.Run, sources) }
	d.Records = func(yield func(Record) bool) {
		if yield(newRunRecord(&d.Run, d.Name, 0)) {
			yieldProfiles(yield, sources)
		}
	}
	return d
}

func treePage(p *page, sources []analyze.Snapshot) {
	r := &Report{Sources: sources}
	p.shortenKeys(r)
	p.sayRoot()
	for i := range sources {
		if i > 0 {
			p.gap()
		}
		p.source(r.Sources, i)
		p.custodyOf(&sources[i])
		p.tree(&sources[i], nil)
	}
}

func profilesPage(p *page, sources []analyze.Whole) {
	r := &Report{Sources: analyze.Snapshots(sources)}
	p.para(0, "Every value below the profiles, as stored. @ is the value's offset in the hive file, in bytes.")
	p.gap()
	for i := range sources {
		if i > 0 {
			p.gap()
		}
		s := &r.Sources[i]
		p.source(r.Sources, i)
		p.custodyOf(s)
		if Unread(s) != "" {
			continue
		}
		p.context(s)
		if len(s.Profiles) == 0 {
			p.gap()
			p.para(2, noProfile(s))
		}
		for j := range s.Profiles {
			p.gap()
			p.profileHead(&s.Profiles[j])
			for k := range sources[i].Contents[j].Sections {
				p.gap()
				p.profileSection(&s.Profiles[j], &sources[i].Contents[j].Sections[k])
			}
		}
		p.userContext(s)
	}
}

// profileSection writes a section and the keys below it, each with its values.
func (p *page) profileSection(pr *mapi.Profile, s *mapi.Section) {
	mark := ""
	if s.Role == mapi.RoleService || s.Role == mapi.RoleProvider {
		mark = listing(pr, s.Listed)
	}
	p.para(4, join("Section", s.Key.Name.Component(), string(s.Role), mark))
	p.facts(6, some(position(s.Key.Place), written(s.Key.LastWrite))...)
	for i := range s.Properties {
		p.property(6, &s.Properties[i])
	}
	for path, k := range keysOf(s) {
		if path == "" {
			continue
		}
		p.line(6, "%s", path)
		p.facts(8, some(position(k.Place), written(k.LastWrite))...)
		for _, v := range k.Values {
			d := s.Decode(v)
			p.property(8, &d)
		}
		if k.LeftOut != "" {
			p.para(8, "not read below it: "+k.LeftOut)
		}
	}
}

// keysOf yields the key of a section and those below it, each with its path from the section's key.
func keysOf(s *mapi.Section) iter.Seq2[string, *mapi.Key] {
	type below struct {
		path string
		key  *mapi.Key
	}
	return func(yield func(string, *mapi.Key) bool) {
		todo := []below{{"", &s.Key}} // a stack: keys may be nested as deep as the hive allows
		for len(todo) > 0 {
			b := todo[len(todo)-1]
			todo = todo[:len(todo)-1]
			if !yield(b.path, b.key) {
				return
			}
			for i := range slices.Backward(b.key.Subkeys) {
				sub := &b.key.Subkeys[i]
				todo = append(todo, below{b.path + `\` + sub.Name.Component(), sub})
			}
		}
	}
}

// property writes a value's name, what it is called, its type, its place and what it says; the last
// stands whole on a line of its own where there is no room, so that it can be searched and copied.
func (p *page) property(indent int, v *prop.Property) {
	name := v.Raw.Name.String()
	if name == "" {
		name = "(default)"
	}
	called, typ := v.Name(), v.Type().String()
	switch {
	case v.Tag == 0:
		called, typ = "", v.Raw.Type.String()
	case called == "":
		called = "unknown " + v.Tag.String()
	}
	head := fmt.Sprintf("%-8s", name) + "  " + join(called, typ, fmt.Sprintf("@%d", v.Raw.Offset))
	p.whole(indent, propertyGroup, head, v.Display().String())
	if v.Problem != "" {
		p.para(indent+10, "problem: "+v.Problem)
	}
	if v.Note != "" {
		p.para(indent+10, "note: "+v.Note)
	}
}
