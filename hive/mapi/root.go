package mapi

import (
	"mapihive/hive"
	"mapihive/hive/codepage"
	"mapihive/hive/mapi/prop"
	"mapihive/hive/office"
)

// Where profiles live. Every key that can hold "Profiles" and its sibling "Deleted Profiles" stands
// below one of these; Wow6432Node is looked at although HKCU\Software\Microsoft is not redirected.
var microsoftKeys = []hive.Path{`Software\Microsoft`, `Software\Wow6432Node\Microsoft`}

const (
	// wmsKey is the Windows Messaging Subsystem of Windows NT 4 to 10, Outlook 97 to 2010 (Q183904).
	wmsKey = `Windows NT\CurrentVersion\Windows Messaging Subsystem`
	// win9xKey is the Windows Messaging Subsystem of Windows 95, 98 and Me (Q183904).
	win9xKey = `Windows Messaging Subsystem`

	profilesKey        = "Profiles"
	deletedProfilesKey = "Deleted Profiles"
	defaultProfile     = "DefaultProfile"
)

// home is a key of one generation that holds Profiles and Deleted Profiles.
type home struct {
	generation Generation
	key        hive.Key
	where      Where
}

// homes finds every home of profiles in the registry, in the order of microsoftKeys and, for Office, in
// stored order: all n of Office\<n>.0\Outlook, since an upgrade leaves the older tree where it was.
func homes(r hive.Registry) []home {
	var found []home
	root, ok := r.Root()
	if !ok {
		return nil
	}
	add := func(generation Generation, below hive.Key, path hive.Path) {
		if k, ok := hive.Lookup(below, path); ok {
			found = append(found, home{generation: generation, key: k})
		}
	}
	for _, microsoft := range microsoftKeys {
		k, ok := hive.Lookup(root, microsoft)
		if !ok {
			continue
		}
		add(WMS, k, wmsKey)
		add(Win9x, k, win9xKey)
		office, ok := k.Subkey("Office")
		if !ok {
			continue
		}
		for version := range office.Subkeys() {
			if name := version.Name(); isOfficeVersion(name) {
				add(Generation(name), version, "Outlook")
			}
		}
	}
	return found
}

// isOfficeVersion reports whether name is like "16.0": profiles stand below whole versions only.
func isOfficeVersion(name hive.Text) bool {
	v, ok := office.ParseVersion(string(name))
	return ok && v.Minor == 0
}

// root reads what the home says about its profiles as a whole; ok is false where it holds neither
// Profiles nor Deleted Profiles nor a default.
func (hm home) root(cp *codepage.Page) (r Root, ok bool) {
	r = Root{Generation: hm.generation, Where: hm.where, Place: hm.key.Place(), LastWrite: hm.key.LastWrite()}
	holders := []hive.Key{}
	if k, found := hm.key.Subkey(profilesKey); found {
		r.Key, r.Place, r.LastWrite = k.Path(), k.Place(), k.LastWrite()
		holders = append(holders, k)
	}
	if k, found := hm.key.Subkey(deletedProfilesKey); found {
		r.Deleted, r.DeletedWrite, r.DeletedPlace = k.Path(), k.LastWrite(), k.Place()
	}
	// The default stands in Profiles itself up to Outlook 2010 and one key above it since 2013.
	holders = append(holders, hm.key)
	if isOfficeVersion(hive.Text(hm.generation)) {
		holders[0], holders[len(holders)-1] = holders[len(holders)-1], holders[0]
	}
	for _, k := range holders {
		if v, found := k.Value(defaultProfile); found {
			r.DefaultProfile, r.DefaultType = defaultFact(k, v, cp)
			break
		}
	}
	return r, r.Key != "" || r.Deleted != "" || r.DefaultProfile != (hive.Fact{})
}

// defaultFact returns the default and, where it is no text, its registry type.
func defaultFact(k hive.Key, v hive.Value, cp *codepage.Page) (f hive.Fact, illType string) {
	p := prop.Decode(copyValue(v), cp)
	text, ok := p.Text()
	if !ok {
		text, illType = p.Display(), v.Type().String()
	}
	return shown(hive.Fact{Key: k.Path(), Value: v.Name(), Place: v.Place(), State: hive.Live, LastWrite: k.LastWrite(), Text: text}, &p), illType
}
