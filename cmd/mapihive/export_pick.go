package main

import (
	"cmp"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"mapihive/analyze"
	"mapihive/hive"
	"mapihive/hive/mapi"
)

// pick returns the one profile that the flags mean. Where they mean none or several, it lists the
// candidates on stderr.
func (a *app) pick(sources []analyze.Whole, o exportOptions) (*analyze.Snapshot, mapi.Whole, error) {
	type candidate struct {
		s *analyze.Snapshot
		p mapi.Whole
	}
	type at struct {
		s      *analyze.Snapshot
		offset int64
	}
	var all, fit []candidate
	again := map[at]int{} // how many stand at one offset, each in a file of its own
	for i := range sources {
		for j := range sources[i].Profiles {
			c := candidate{&sources[i].Snapshot, sources[i].Profile(j)}
			all = append(all, c)
			again[at{c.s, c.p.Offset}]++
			if o.fits(c.s, c.p.Profile) {
				fit = append(fit, c)
			}
		}
	}
	if len(fit) == 1 && (o.profile != "" || o.offset != 0) {
		return fit[0].s, fit[0].p, nil
	}
	shown, user, status := fit, "", statusUsage
	if slices.ContainsFunc(fit, func(c candidate) bool { return c.s.UserKey != "" }) {
		user = "--user, "
	}
	var err error
	switch {
	case len(all) == 0:
		return nil, mapi.Whole{}, absentf("there is no profile to export")
	case o.profile == "" && o.offset == 0:
		shown, err = all, usagef("--profile NAME is needed; there is:")
	case len(fit) == 0 && o.profile == "":
		shown, status, err = all, statusAbsent, absentf("no profile fits; there is:")
	case len(fit) == 0:
		shown, status, err = all, statusAbsent, absentf("no profile %q fits; there is:", hive.Text(o.profile).String())
	case o.profile == "":
		err = usagef("%d profiles are at offset %d; choose with %s--root, --state or --in:", len(fit), o.offset, user)
	default:
		err = usagef("%d profiles are called %q; choose with %s--root, --state or --offset:", len(fit), hive.Text(o.profile).String(), user)
	}
	complain(a.stderr, "%v", err)
	for _, c := range shown {
		state := string(c.p.State)
		if strings.Contains(state, " ") {
			state = `"` + state + `"`
		}
		line := fmt.Sprintf("--root %s --state %s --offset %d", c.p.Root, state, c.p.Offset)
		if in := holder(c.s, c.p.Profile); c.p.File != "" || again[at{c.s, c.p.Offset}] > 1 {
			line += fmt.Sprintf(" --in %q", in.String())
		}
		if name := c.p.Name.String(); name == string(c.p.Name) && name != "" {
			line = fmt.Sprintf("--profile %q ", name) + line
		} else { // it cannot be typed
			line += `  profile "` + name + `"`
		}
		if w := c.p.LastWrite; !w.IsZero() {
			line += "  last write " + w.String()
		}
		if len(sources) > 1 {
			line += "  in " + c.s.Title().String()
		}
		fmt.Fprintln(a.stderr, "  "+oneLine(line))
	}
	return nil, mapi.Whole{}, &failure{status: status}
}

// fits reports whether a profile is one that the selectors mean.
func (o *exportOptions) fits(s *analyze.Snapshot, p *mapi.Profile) bool {
	return choosesUser(s, o.user) && (o.profile == "" || hive.EqualFold(p.Name, hive.Text(o.profile))) &&
		strings.HasPrefix(strings.ToLower(string(p.Root)), strings.ToLower(o.root)) &&
		(o.state == "" || o.state == string(p.State)) &&
		(o.offset == 0 || o.offset == p.Offset) &&
		(o.in == "" || filepath.Base(o.in) == string(holder(s, p)))
}

// holder is the name of the file that a profile's key stands in: the hive's, or that of one of its logs.
func holder(s *analyze.Snapshot, p *mapi.Profile) hive.Text {
	return hive.Text(filepath.Base(string(cmp.Or(p.File, s.Path))))
}
