package analyze

import (
	"bytes"
	"slices"

	"mapihive/hive"
	"mapihive/hive/mapi"
	"mapihive/hive/mapi/prop"
	"mapihive/hive/office"
)

// olderCopies maps each live profile that stands under an older root too to the newest of its copies. An upgrade
// of Outlook copies profiles to its own root and leaves the older tree where it was. Profiles of one name are the
// same where something that is made at random says so: PR_SEARCH_KEY, or the UID of a service.
func olderCopies(s *Snapshot) map[*mapi.Profile]*mapi.Profile {
	if !slices.ContainsFunc(s.Profiles, func(p mapi.Profile) bool { return p.Root != s.Profiles[0].Root }) {
		return nil // as in most hives
	}
	named := map[hive.Text][]*mapi.Profile{}
	for i := range s.Profiles {
		if p := &s.Profiles[i]; p.State == hive.Live {
			name := hive.UpcaseText(p.Name)
			named[name] = append(named[name], p)
		}
	}
	copies := map[*mapi.Profile]*mapi.Profile{}
	for _, ps := range named {
		for _, p := range ps {
			for _, q := range ps {
				newest := copies[p]
				if newerRoot(q.Root, p.Root) && isCopyOf(p, q) && (newest == nil || newerRoot(q.Root, newest.Root)) {
					copies[p] = q
				}
			}
		}
	}
	return copies
}

// newerRoot reports whether profiles under a came after those under b.
func newerRoot(a, b mapi.Generation) bool {
	age := func(g mapi.Generation) int {
		switch g {
		case mapi.Win9x:
			return 1
		case mapi.WMS:
			return 2
		}
		v, _ := office.ParseVersion(string(g))
		return v.Major // 8 and later; 0 for a root that is not known
	}
	return age(b) > 0 && age(a) > age(b)
}

func isCopyOf(p, q *mapi.Profile) bool {
	if len(p.Instance) > 0 && bytes.Equal(p.Instance, q.Instance) {
		return true
	}
	services := map[prop.UID]bool{}
	for i := range p.Services {
		services[p.Services[i].UID] = true
	}
	for i := range q.Services {
		if services[q.Services[i].UID] {
			return true
		}
	}
	return false
}
