package mapi

import (
	"context"
	"fmt"
	"slices"

	"mapihive/hive"
	"mapihive/hive/mapi/prop"
)

// SectionNameChars is how many characters the name of a profile section has: the hex digits of a MAPIUID.
const SectionNameChars = 2 * len(prop.UID{})

// Candidates are the keys of a registry that may be profiles by their shape: those with a subkey that is called
// like a profile section. A walk over the whole registry that is made for another reason adds them; Walk is one
// of its own.
type Candidates struct {
	keys   []hive.Key
	judged bool // keys are those that are profiles by their shape
}

// Add takes a key that has a subkey with a name of SectionNameChars characters.
func (c *Candidates) Add(k hive.Key) { c.keys = append(c.keys, k) }

// Walk looks through the whole registry. The error is ctx's.
func (c *Candidates) Walk(ctx context.Context, r hive.Registry) error {
	root, ok := r.Root()
	if !ok {
		return nil
	}
	return hive.Walk(ctx, root, func(k hive.Key, _ int) error {
		for sub := range k.Subkeys() {
			if isSectionName(sub.Name()) {
				c.Add(k)
				break
			}
		}
		return nil
	})
}

// profiles returns the candidates that are profiles by their shape, in the order in which they were added.
func (c *Candidates) profiles(r hive.Registry) []hive.Key {
	if c == nil {
		return nil
	}
	if !c.judged {
		j := judge{left: maxLooks}
		c.keys, c.judged = slices.DeleteFunc(c.keys, func(k hive.Key) bool { return !j.isProfile(k) }), true
		if j.left < 0 {
			r.Note(hive.Diagnostic{Kind: hive.KindLimit, Message: fmt.Sprintf(
				"more than %d subkeys and values of keys that may be profiles; profiles outside the places of Outlook may be left out", maxLooks)})
		}
	}
	return c.keys
}

// judge tells profiles by their shape, as long as there are not too many subkeys and values to look at. Those of a
// forged hive may all be one.
type judge struct{ left int }

// Limits of what is looked at.
const (
	maxLooks         = 4_000_000 // subkeys and values of candidates in all; honest ones are tens of thousands
	maxPropertyBytes = 4 << 10   // of a value that is taken for a property; data of a forged hive may be shared
)

// look takes one of the looks that are left.
func (j *judge) look() bool {
	if j.left >= 0 {
		j.left--
	}
	return j.left >= 0
}

// minSections is how many sections with MAPI properties make a key a profile where none of them has a name that
// only profiles give.
const minSections = 2

// maxStrangers is how many keys called like sections are read that hold values and no MAPI property, before a key is
// taken for another program's: the Components of Windows Installer are tens of thousands. Real profiles have a handful
// of them.
const maxStrangers = 256

// isProfile reports whether a key has the sections of a profile: one that no other key has, or several that
// hold MAPI properties. 32 hex digits alone are common names: Windows Installer, browsers and games use them.
func (j *judge) isProfile(k hive.Key) bool {
	sections, strangers := 0, 0
	for sub := range k.Subkeys() {
		if !j.look() {
			return false
		}
		uid, ok := prop.ParseUID(sub.Name())
		switch {
		case !ok:
		case uid == prop.UIDRoot || uid == prop.UIDAccounts: // part of a profile whatever it holds
			return true
		case j.holdsProperty(sub):
			if sections++; sections == minSections {
				return true
			}
		case sub.ValueCount() > 0:
			if strangers++; strangers == maxStrangers {
				_, root := k.Subkey(hive.Text(prop.UIDRoot.String()))
				_, accounts := k.Subkey(prop.AccountsName)
				return root || accounts
			}
		}
	}
	return false
}

// holdsProperty reports whether a key holds a MAPI property that is known by its tag and has the form that MAPI
// gives it.
func (j *judge) holdsProperty(k hive.Key) bool {
	for v := range k.Values() {
		if !j.look() {
			return false
		}
		tag, secured, ok := prop.ParseValueName(v.Name())
		if ok && !secured && v.Size() <= maxPropertyBytes && isProperty(tag, copyValue(v)) {
			return true
		}
	}
	return false
}

// isProperty reports whether a value is the property of that tag: one that profiles have, in the form in which MAPI
// writes it. Other programs, too, give values names of eight hex digits.
func isProperty(tag prop.Tag, v prop.Value) bool {
	if v.Type != hive.RegBinary && !(v.Type == hive.RegSz && tag.Type() == prop.PTString8) {
		return false
	}
	if prop.Lookup(tag, 0) == nil && prop.Lookup(tag, prop.CtxClient) == nil {
		return false
	}
	p := prop.Decode(v, nil)
	return len(v.Data) > 0 && p.Problem == "" && (p.Secret || p.Holds(tag.Type()))
}

// isSectionName reports whether name is like that of a profile section: 32 hex digits.
func isSectionName(name hive.Text) bool {
	_, ok := prop.ParseUID(name)
	return ok
}
