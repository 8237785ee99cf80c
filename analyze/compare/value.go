package compare

import (
	"crypto/sha256"
	"fmt"
	"strings"

	"mapihive/hive"
	"mapihive/hive/mapi/prop"
)

func newValueDiff(kind Kind, v *partValue) ValueDiff {
	d := ValueDiff{Kind: kind, Key: v.key, Value: v.prop.Raw.Name, Name: v.prop.Name(), Secret: v.prop.Secret}
	switch list := prop.AccountList(v.prop.Raw.Name); {
	case list != "":
		d.Name = "order of " + list + " accounts"
	case d.Name == "" && v.prop.Tag != 0:
		d.Name = v.prop.Tag.String()
	case d.Name == "":
		d.Name = "(default)"
	}
	return d
}

// changedValue says how a value changed: by members for lists of UIDs and sets of flags, else by both texts.
func changedValue(v, w *partValue, namesA, namesB map[prop.UID]string, is uidsInB) ValueDiff {
	d := newValueDiff(Changed, w)
	d.Secret = v.prop.Secret || w.prop.Secret
	d.PlaceBefore, d.PlaceAfter = PlaceBefore(v.prop.Raw.Place), PlaceAfter(w.prop.Raw.Place)
	d.Doubt = partly(&v.prop, &w.prop)
	if d.Secret {
		return d
	}
	sameForm := v.prop.Raw.Type == w.prop.Raw.Type && v.prop.Type() == w.prop.Type() &&
		(sectionUIDs(&v.prop) == nil) == (sectionUIDs(&w.prop) == nil)
	if sameForm {
		before, after := members(&v.prop, namesA, is), members(&w.prop, namesB, nil)
		if d.Minus, d.Plus = without(before, after), without(after, before); len(d.Minus)+len(d.Plus) > 0 {
			return d
		}
	}
	d.Before, d.After = shown(&v.prop, namesA), shown(&w.prop, namesB)
	switch {
	case d.Before != d.After:
	case v.prop.Hides() || w.prop.Hides(): // it is the password in a URL that changed
		d.Secret, d.Before, d.After = true, "", ""
	default: // a display can be shorter than what it shows
		d.Before, d.After = digest(&v.prop), digest(&w.prop)
	}
	return d
}

// digest tells values apart that look the same and are no secrets.
func digest(p *prop.Property) hive.Text {
	return hive.Text(fmt.Sprintf("%s, %d bytes, sha256 %x", p.Raw.Type, len(p.Raw.Data), sha256.Sum256(p.Raw.Data)))
}

// shown is a value as a reader is told it, "" for a secret.
func shown(p *prop.Property, names map[prop.UID]string) hive.Text {
	if p.Secret {
		return ""
	}
	if uids := sectionUIDs(p); uids != nil {
		words := make([]string, len(uids))
		for i, u := range uids {
			words[i] = called(u, names)
		}
		return hive.Unescape(strings.Join(words, ", "))
	}
	return p.Display()
}

// member is one thing in a value that holds several.
type member struct{ id, text string }

// members are the sections in a list of UIDs, known by what they are in the second profile, or the flags in a set; nil
// for any other value.
func members(p *prop.Property, names map[prop.UID]string, is uidsInB) []member {
	var out []member
	for _, u := range sectionUIDs(p) {
		out = append(out, member{is.of(u).String(), called(u, names)})
	}
	if out == nil {
		for _, f := range p.Flags() {
			out = append(out, member{f, f})
		}
	}
	return out
}

// sectionUIDs are the sections that a value names, nil where it names none.
func sectionUIDs(p *prop.Property) []prop.UID {
	if p.Tag.Link() == prop.LinkNone {
		return nil
	}
	uids, ok := p.UIDs()
	if !ok {
		return nil
	}
	return uids
}

// without returns the members of a that b lacks; of several equal ones as many as b has fewer.
func without(a, b []member) []string {
	have := map[string]int{}
	for _, m := range b {
		have[m.id]++
	}
	var out []string
	for _, m := range a {
		if have[m.id]--; have[m.id] < 0 {
			out = append(out, m.text)
		}
	}
	return out
}
