package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"

	"mapihive/analyze"
	"mapihive/analyze/collect"
	"mapihive/analyze/compare"
	"mapihive/hive"
)

// side is one of the two that diff compares: all profiles of a hive, or one of them.
type side struct {
	path    string
	profile string // its name, or @ and the offset of its key; "" for all
}

// sideOf parts PATH:PROFILE. A path that is there is a path, and the name of a profile holds no backslash, so that the
// colon of a drive parts nothing. Behind an archive's path it is the last colon, as paths in archives hold colons too.
func sideOf(arg string) side {
	if _, err := os.Stat(arg); err == nil {
		return side{path: arg}
	}
	for i := range len(arg) {
		path, profile := arg[:i], arg[min(i+1, len(arg)):]
		if arg[i] != ':' || path == "" || profile == "" || strings.Contains(profile, `\`) {
			continue
		}
		if _, err := os.Stat(path); err == nil {
			return side{path, profile}
		}
		if _, _, ok := collect.SplitMember(path); ok && !strings.ContainsAny(profile, "/:") {
			return side{path, profile}
		}
	}
	return side{path: arg}
}

// choose returns the number of the profile among those of a source.
func (o side) choose(s *analyze.Snapshot) (int, error) {
	found := compare.Named(s, hive.Text(o.profile))
	if at, ok := strings.CutPrefix(o.profile, "@"); ok && len(found) == 0 {
		offset, err := strconv.ParseInt(at, 10, 64)
		for i := range s.Profiles {
			if err == nil && s.Profiles[i].Offset == offset {
				found = append(found, i)
			}
		}
	}
	if len(found) == 1 {
		return found[0], nil
	}
	every := make([]int, len(s.Profiles))
	for i := range every {
		every[i] = i
	}
	switch {
	case len(every) == 0:
		return 0, absentf("%s holds no profile", s.Title())
	case len(found) == 0:
		return 0, absentf("%s holds no profile %q; there is %s", s.Title(), hive.Text(o.profile).String(), o.spell(s, every))
	}
	return 0, usagef("%s holds %d profiles that are called so; choose one by its offset: %s", s.Title(), len(found), o.spell(s, found))
}

// spell lists profiles as they can be chosen.
func (o side) spell(s *analyze.Snapshot, profiles []int) string {
	words := make([]string, len(profiles))
	for i, at := range profiles {
		p := &s.Profiles[at]
		words[i] = fmt.Sprintf("%s:@%d (%q, %s)", o.path, p.Offset, p.Name.String(), p.State)
	}
	return oneOf(words)
}
