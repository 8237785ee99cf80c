package collect

import (
	"bytes"
	"context"
	"fmt"

	"mapihive/analyze"
	"mapihive/hive"
	"mapihive/hive/fserr"
	"mapihive/hive/mapi"
	"mapihive/hive/ntuser"
	"mapihive/hive/readonly"
	"mapihive/hive/regf"
	"mapihive/hive/regf/lost"
	"mapihive/hive/regf/translog"
)

// hives is the reader of hive files.
func hives() *Reader {
	return &Reader{
		Name:  "regf",
		Doc:   "a registry hive of Windows NT and later, formats 1.1 to 1.6, with its transaction logs",
		Match: matchHive,
		Read:  readHive,
	}
}

// matchHive tells a hive from a transaction log. The file type in the base block alone is not trusted: one wrong
// byte must not hide a hive. Either the log's first entry or the file's name has to agree.
func matchHive(f *File) Match {
	if !bytes.HasPrefix(f.Head(), []byte("regf")) {
		return No
	}
	if entry, typed := translog.Signs(f.Head()); entry || typed && translog.SlotOf(f.Name) != "" {
		return Part
	}
	return Yes
}

func readHive(ctx context.Context, f *File, opt Options, emit func(analyze.Whole)) error {
	emit(take(ctx, f.Path, opt, func() (*regf.Hive, error) {
		if opt.Live {
			return OpenLive(ctx, f, regf.Options{NoLogs: opt.NoLogs, NoHash: opt.NoHash, Spare: opt.spare})
		}
		return OpenHive(ctx, f, regf.Options{NoLogs: opt.NoLogs, NoHash: opt.NoHash, Spare: opt.spare})
	}))
	return nil
}

// OpenLive is OpenHive for who asks for little of a hive: no more of it is read, and it has no hash. One that is damaged
// as far as its base block tells, or dirty and may have logs, is read whole.
func OpenLive(ctx context.Context, f *File, opt regf.Options) (*regf.Hive, error) {
	h, err := OpenHive(ctx, f, regf.Options{Lazy: true, Spare: opt.Spare})
	if err != nil {
		return nil, err
	}
	switch base := h.Base(); {
	case h.State() == hive.Clean:
		return h, nil
	case h.State() == hive.Dirty && base.ChecksumOK && (opt.NoLogs || !f.mayHaveLogs()):
		return h, nil
	}
	h.Close() // no file: that is f's
	return OpenHive(ctx, f, opt)
}

// OpenHive reads a file as a hive, with the logs that lie beside it. It must not be closed before the hive is
// done with.
func OpenHive(ctx context.Context, f *File, opt regf.Options) (*regf.Hive, error) {
	h, err := f.hive(ctx, opt)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", f.Path, fserr.Cause(err))
	}
	return h, nil
}

func (f *File) hive(ctx context.Context, opt regf.Options) (*regf.Hive, error) {
	if err := f.look(); err != nil {
		return nil, err
	}
	var logs []translog.Input
	if !opt.Lazy && !opt.NoLogs {
		logs, opt.LogNotes = f.readLogs()
	}
	h, err := regf.New(ctx, f.src, f.size, opt, logs...)
	if err != nil {
		return nil, err
	}
	if err := readonly.Sound(f.src); err != nil {
		h.Note(hive.Diagnostic{Kind: hive.KindUnreadable, Structure: "file",
			Message: "the checksum that the archive has for the file does not match: bytes of it are not what they were (" + err.Error() + ")"})
	}
	return h, nil
}

// take makes a snapshot of a hive. Its contents are kept if opt asks for them.
func take(ctx context.Context, path hive.Text, opt Options, open func() (*regf.Hive, error)) (s analyze.Whole) {
	s.Path = path
	defer caught(&s)
	h, err := open()
	if err == nil {
		err = fill(ctx, &s, h, opt)
	}
	if err != nil {
		s.Error = err.Error()
	}
	compact(&s.Snapshot, opt.texts)
	if h != nil { // after a fault nobody knows who still uses its memory
		h.Close()
	}
	return s
}

// caught is a net, not a design: a fault of a reader must not cost the report of the other sources. It is to be
// deferred.
func caught(s *analyze.Whole) {
	if fault := recover(); fault != nil {
		*s = analyze.Whole{Snapshot: analyze.Snapshot{Path: s.Path, Absolute: s.Absolute, SHA256: s.SHA256, Size: s.Size, Error: fmt.Sprintf("internal error, please report it: %v", fault)}}
	}
}

// fill reads the hive into the snapshot. Its only error is ctx's.
func fill(ctx context.Context, s *analyze.Whole, h *regf.Hive, opt Options) error {
	s.SHA256, s.Size, s.Format, s.Version = h.SHA256(), h.FileSize(), "regf", h.Version()
	s.Base = baseBlock(h.OnDisk())
	var candidates *mapi.Candidates
	if !opt.Live {
		candidates = &mapi.Candidates{}
		if _, err := h.Verify(ctx, regf.Watch{Chars: mapi.SectionNameChars, Found: candidates.Add}); err != nil {
			return err
		}
	}
	changed := h.OnDisk() != h && !opt.Quick
	profiles, ansi, err := facts(ctx, &s.Snapshot, h.View(), nil, candidates, opt.Contents || changed, opt.Quick)
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
		s.Context.LostPrinters = ntuser.RecoveredPrinters(rec)
		lost := mapi.Recovered(h.View(), rec, mapi.Options{CodePage: ansi, Contents: opt.Contents, Candidates: candidates})
		s.Profiles, s.Contents = append(s.Profiles, lost.Profiles...), append(s.Contents, lost.Contents...)
	}
	for _, l := range h.Logs() {
		s.Logs = append(s.Logs, analyze.Log{
			Verdict: l.Verdict(), Path: l.Path, Size: l.Size, SHA256: l.SHA256, Kind: l.Format, Applied: l.Applied, Pages: l.Pages,
			Missing: l.Missing, Doubts: l.Doubts, OtherHive: l.OtherHive, Note: l.Note, Written: l.Written,
		})
	}
	if b := h.OnDisk().Base(); b.ChecksumOK {
		s.Written = hive.Time(b.LastWritten)
	}
	s.State, s.Diagnostics, s.Touched = h.State(), h.Diagnostics(), h.Touched()
	if opt.Quick && s.State == hive.Clean {
		s.State = hive.Unverified
	}
	return nil
}

// baseBlock is what the base block says of the file as it lies on disk.
func baseBlock(h *regf.Hive) analyze.BaseBlock {
	b := h.Base()
	return analyze.BaseBlock{Sequence1: b.Sequence1, Sequence2: b.Sequence2, FileName: h.EmbeddedName()}
}
