package main

import (
	"slices"
	"strings"

	"mapihive/analyze"
	"mapihive/hive"
	"mapihive/hive/mapi"
	"mapihive/report"
)

// destination is the key that the profile is written as.
func destination(s *analyze.Snapshot, p *mapi.Profile, o exportOptions) (mapi.Location, error) {
	at, ok := report.RegPlace(p)
	to, isPath, err := belowUser(o.to)
	if err != nil {
		return at, err
	}
	if isPath {
		path := hive.PlainPath(to)
		return mapi.Location{Holder: path.Parent(), Name: path.Base()}, nil
	}
	switch {
	case o.keepPath && p.Kind == mapi.SavedPart:
		return at, usagef("the hive is a part of a registry, and where its root key stood is not known: leave out --keep-path")
	case !ok && !(o.keepPath && p.State == hive.KeptAside):
		return at, usagef(`the place or name of this profile is not known; say where it is to go: --to 'Software\...\Profiles\NAME'`)
	case to != "":
		return mapi.Location{Holder: at.Holder, Name: to}, nil
	case o.keepPath:
		return p.Location(), nil
	}
	for i := range s.Profiles {
		live := &s.Profiles[i]
		if live.State != hive.Live || p.State == hive.Live {
			continue
		}
		if there, _ := report.RegPlace(live); there.Key().Equal(at.Key()) {
			return at, usagef("a live profile is called %q too, and an import would mix the two; choose --to NEW-NAME, or --to %q to mix them, or --keep-path", at.Name.String(), at.Name.String())
		}
	}
	return at, nil
}

// belowUser reads --to: a profile's name, or a path of a key below the user's root key, which may begin with the name
// that Windows has for that key, but with that of no other.
func belowUser(asked string) (to hive.Text, isPath bool, err error) {
	const example = `--to 'Software\...\Profiles\NAME'`
	trimmed := strings.Trim(asked, `\`)
	root, below, isPath := strings.Cut(trimmed, `\`)
	switch root = strings.ToUpper(root); {
	case slices.Contains([]string{"HKCU", "HKEY_CURRENT_USER"}, root) && trimmed != asked && below == "":
		return "", false, usagef("--to %s: is the user's root key itself: %s", asked, example)
	case !isPath:
		return hive.Text(trimmed), false, nil
	case root == "HKCU", root == "HKEY_CURRENT_USER":
		if below = strings.Trim(below, `\`); !strings.Contains(below, `\`) {
			return "", false, usagef("--to %s: no profile stands right below the root key: %s", asked, example)
		}
		return hive.Text(below), true, nil
	case strings.HasPrefix(root, "HKEY_"), slices.Contains([]string{"HKLM", "HKU", "HKCR", "HKCC", "HKPD"}, root):
		return "", false, usagef("--to %s: is below another root key; a user's profile stands below the user's own, HKCU: %s", asked, example)
	}
	return hive.Text(trimmed), true, nil
}
