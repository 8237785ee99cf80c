package analyze

import (
	"context"
	"fmt"

	"mapihive/hive"
	"mapihive/hive/codepage"
	"mapihive/hive/mapi"
	"mapihive/hive/ntuser"
	"mapihive/hive/regf"
	"mapihive/hive/regf/lost"
	"mapihive/hive/regf/translog"
	"mapihive/hive/which"
)

// Options say how a source is read. The zero value reads everything.
type Options struct {
	// NoLogs leaves the transaction logs beside the hive alone.
	NoLogs bool
	// NoRecovery leaves out deleted records.
	NoRecovery bool
	// Live reads no more of the hive than its live profiles need: no hash, no check of the whole, no
	// recovery. It is for a quick look; a dirty hive is read whole all the same, for its logs.
	Live bool
	// Contents keeps every value of every profile for TakeWhole.
	Contents bool
}

// Take reads the hive at path and returns what there is to know about it. It never fails: a file that
// cannot be read at all gives a snapshot with Error set, a damaged one what can be read and
// diagnostics. The hive itself is dropped; the snapshot shares no memory with it.
func Take(ctx context.Context, path string, opt Options) Snapshot {
	return TakeWhole(ctx, path, opt).Snapshot
}

// TakeWhole is Take with the contents of the profiles, if opt asks for them.
func TakeWhole(ctx context.Context, path string, opt Options) Whole {
	return take(ctx, path, opt, func() (*regf.Hive, error) {
		if !opt.Live {
			return regf.OpenPath(ctx, path, regf.Options{NoLogs: opt.NoLogs})
		}
		h, err := regf.OpenPath(ctx, path, regf.Options{Lazy: true})
		if err == nil && h.State() != hive.Clean {
			h.Close()
			h, err = regf.OpenPath(ctx, path, regf.Options{NoLogs: opt.NoLogs})
		}
		return h, err
	})
}

// TakeImage is Take for a hive in memory with its transaction logs, if any; name stands for its path.
func TakeImage(ctx context.Context, name string, image []byte, logs ...translog.Input) Snapshot {
	return takeImage(ctx, name, Options{}, image, logs).Snapshot
}

// TakeWholeImage is TakeImage with the contents of the profiles.
func TakeWholeImage(ctx context.Context, name string, image []byte, logs ...translog.Input) Whole {
	return takeImage(ctx, name, Options{Contents: true}, image, logs)
}

func takeImage(ctx context.Context, name string, opt Options, image []byte, logs []translog.Input) Whole {
	return take(ctx, name, opt, func() (*regf.Hive, error) { return regf.Read(ctx, image, logs...) })
}

func take(ctx context.Context, path string, opt Options, open func() (*regf.Hive, error)) (s Whole) {
	s.Path = hive.Text(path)
	// A net, not a design: a fault of the reader must not cost the report of the other sources.
	defer func() {
		if fault := recover(); fault != nil {
			s = Whole{Snapshot: Snapshot{Path: s.Path, SHA256: s.SHA256, Size: s.Size, Error: fmt.Sprintf("internal error, please report it: %v", fault)}}
		}
	}()
	h, err := open()
	if err == nil {
		defer h.Close()
		err = s.fill(ctx, h, opt)
	}
	if err != nil {
		s.Error = err.Error()
	}
	s.compact()
	return s
}

// fill reads the hive into the snapshot. Its only error is ctx's.
func (s *Whole) fill(ctx context.Context, h *regf.Hive, opt Options) error {
	s.SHA256, s.Size, s.Format, s.Version = h.SHA256(), h.FileSize(), "regf", h.Version()
	var candidates *mapi.Candidates
	if !opt.Live {
		candidates = &mapi.Candidates{}
		if _, err := h.Verify(ctx, regf.Watch{Chars: mapi.SectionNameChars, Found: candidates.Add}); err != nil {
			return err
		}
	}
	changed := h.OnDisk() != h
	profiles, ansi, err := s.facts(ctx, h.View(), candidates, opt.Contents || changed)
	if err != nil {
		return err
	}
	if opt.Contents {
		s.Contents = profiles.Contents
	}
	if changed {
		before, err := mapi.Read(ctx, h.OnDisk().View(), mapi.Options{CodePage: ansi, Contents: true}) // only contents tell
		if err != nil {
			return err
		}
		s.Changes = mapi.Changes(before, profiles)
	}
	if !opt.NoRecovery && !opt.Live {
		rec, err := lost.Recover(ctx, h)
		if err != nil {
			return err
		}
		s.Recovered.Keys, s.Recovered.Values = rec.CountOwn()
		lost := mapi.Recovered(h.View(), rec, mapi.Options{CodePage: ansi, Contents: opt.Contents, Candidates: candidates})
		s.Profiles, s.Contents = append(s.Profiles, lost.Profiles...), append(s.Contents, lost.Contents...)
	}
	for _, l := range h.Logs() {
		s.Logs = append(s.Logs, Log{
			Path: l.Path, SHA256: l.SHA256, Kind: l.Format, Applied: l.Applied, Pages: l.Pages,
			Missing: l.Missing, Doubts: l.Doubts, OtherHive: l.OtherHive, Note: l.Note,
		})
	}
	s.State, s.Diagnostics, s.Touched = h.State(), h.Diagnostics(), h.Touched()
	return nil
}

// facts reads into the snapshot what any registry of a user says; ansi is what its ANSI strings were read
// with. Candidates for profiles outside the known places come from a walk over the registry; nil is for none. The
// only error is ctx's.
func (s *Snapshot) facts(ctx context.Context, r hive.Registry, candidates *mapi.Candidates, contents bool) (profiles mapi.Profiles, ansi *codepage.Page, err error) {
	user, err := ntuser.Read(ctx, r)
	if err != nil {
		return profiles, nil, err
	}
	s.describeUser(&user)
	s.Which, _ = which.Of(r)
	s.KnownPlaces = candidates == nil
	ansi = codePage(&user)
	profiles, err = mapi.Read(ctx, r, mapi.Options{CodePage: ansi, Contents: contents, Candidates: candidates})
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
func (s *Snapshot) describeUser(c *ntuser.Context) {
	if name, ok := c.Name(); ok {
		s.User.Name = name.Text
	}
	if sid, ok := c.SID(); ok {
		s.User.SID = string(sid.Text)
	}
	s.Outlook, s.Context = c.OutlookVersions(), *c
	for _, d := range c.Drives {
		s.Drives = append(s.Drives, Drive{Letter: d.Letter, Remote: d.Remote})
	}
}
