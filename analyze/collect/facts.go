package collect

import (
	"context"

	"mapihive/analyze"
	"mapihive/hive"
	"mapihive/hive/codepage"
	"mapihive/hive/mapi"
	"mapihive/hive/ntuser"
	"mapihive/hive/which"
)

// facts reads into the snapshot what any registry of a user says; ansi is what its ANSI strings are read with, nil
// for what the user's locale makes likely, and what they were read with. Candidates for profiles outside the known
// places come from a walk over the registry; nil is for none. With quick no deleted profiles are looked for. The only
// error is ctx's.
func facts(ctx context.Context, s *analyze.Snapshot, r hive.Registry, ansi *codepage.Page, candidates *mapi.Candidates, contents, quick bool) (profiles mapi.Profiles, read *codepage.Page, err error) {
	user, err := ntuser.Read(ctx, r)
	if err != nil {
		return profiles, nil, err
	}
	describeUser(s, &user)
	s.Which, _ = which.Of(r)
	s.KnownPlaces, s.LiveOnly = candidates == nil, quick
	if ansi == nil {
		ansi = codePage(&user)
	}
	profiles, err = mapi.Read(ctx, r, mapi.Options{CodePage: ansi, Contents: contents, Candidates: candidates, LiveOnly: quick})
	s.Roots, s.Profiles = profiles.Roots, profiles.Profiles
	return profiles, ansi, err
}

// codePage is the one that the hive's ANSI strings are read with.
func codePage(c *ntuser.Context) *codepage.Page {
	if number, why, ok := c.CodePage(); ok {
		if cp, ok := codepage.New(number, why); ok {
			return cp
		}
	}
	return codepage.Assumed()
}

// describeUser keeps what the report says about the user. Where the hive gives several equally founded
// answers it gives none.
func describeUser(s *analyze.Snapshot, c *ntuser.Context) {
	if name, ok := c.Name(); ok {
		s.User.Name = name.Text
	}
	if sid, ok := c.SID(); ok {
		s.User.SID = string(sid.Text)
	}
	s.Outlook, s.Context = c.OutlookVersions(), *c
	for _, d := range c.Drives {
		s.Drives = append(s.Drives, analyze.Drive{Letter: d.Letter, Remote: d.Remote})
	}
}
