package mapi

import (
	"context"

	"mapihive/hive"
	"mapihive/hive/codepage"
	"mapihive/hive/mapi/prop"
)

// Options say how profiles are read.
type Options struct {
	CodePage   *codepage.Page // of ANSI strings; nil for codepage.Assumed
	Contents   bool           // whether Profiles.Contents is kept
	LiveOnly   bool           // whether Deleted Profiles are left out
	Candidates *Candidates    // keys outside the known places that may be profiles; nil for none
}

// Profiles is every MAPI profile of one hive, and the keys that they were found under.
type Profiles struct {
	Roots    []Root
	Profiles []Profile  // live ones first, then deleted ones, then those kept aside, root by root, in stored order
	Contents []Contents // of each of Profiles, where Options ask for it; else nil
}

// add takes a profile and, if asked to, its contents.
func (ps *Profiles) add(p Whole, opt Options) {
	ps.Profiles = append(ps.Profiles, *p.Profile)
	if opt.Contents {
		ps.Contents = append(ps.Contents, *p.Contents)
	}
}

// whole returns a profile with its contents, which were kept.
func (ps *Profiles) whole(i int) Whole { return Whole{&ps.Profiles[i], &ps.Contents[i]} }

// Read finds every profile of the registry: live, below Deleted Profiles and, among the candidates, by its shape.
// What it returns shares no memory with it. The error is ctx's; damage, ill-formed properties among it, is noted in
// the registry.
func Read(ctx context.Context, r hive.Registry, opt Options) (Profiles, error) {
	var out Profiles
	c := newCopier(r)
	found := findHolders(r, opt)
	out.Roots = found.roots
	for _, h := range found.holders {
		for k := range h.all() {
			tree, ok, err := c.tree(ctx, k, h.state)
			if err != nil {
				return out, err
			}
			if !ok {
				break // over the limit, which is said
			}
			p, limits := build(tree, h.generation, opt.CodePage)
			p.Where = h.Where
			p.Default = h.state == hive.Live && h.root.names(p.Name)
			for _, l := range limits {
				r.Note(hive.Diagnostic{Kind: hive.KindLimit, Place: p.Place, Structure: "nk", Path: p.Key, Message: l})
			}
			p.diagnose(r)
			out.add(p, opt)
		}
	}
	return out, nil
}

// names reports whether the root's default is the profile called name.
func (r Root) names(name hive.Text) bool {
	return r.DefaultProfile != (hive.Fact{}) && r.DefaultType == "" && hive.EqualFold(r.DefaultProfile.Text, name)
}

// diagnose says of every ill-formed property where it stands. Values that the hive could not give whole
// have a diagnostic of the hive's.
func (p Whole) diagnose(r hive.Registry) {
	say := func(k *Key, properties []prop.Property) {
		for i := range properties {
			if v := &properties[i]; v.Problem != "" && v.Raw.Missing == "" {
				r.Note(hive.Diagnostic{Kind: hive.KindProperty, Place: v.Raw.Place, Structure: "vk", Path: k.Path, Message: title(v) + ": " + v.Problem})
			}
		}
	}
	say(&Key{Path: p.Key}, p.Properties)
	for i := range p.Accounts {
		say(&Key{Path: p.Accounts[i].Key}, p.AccountValues[i])
	}
	for i := range p.Sections {
		s := &p.Sections[i]
		say(&s.Key, s.Properties)
		for k := range s.keysBelow() {
			properties := make([]prop.Property, len(k.Values))
			for j, v := range k.Values {
				properties[j] = s.Decode(v)
			}
			say(k, properties)
		}
	}
}

// title names a value for a message: its name, escaped, and what the property is called.
func title(p *prop.Property) string {
	name := p.Raw.Name.String()
	if called := p.Name(); called != "" && p.Tag != 0 {
		name += " (" + called + ")"
	}
	return name
}
