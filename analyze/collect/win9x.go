package collect

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"mapihive/analyze"
	"mapihive/hive"
	"mapihive/hive/codepage"
	"mapihive/hive/creg"
	"mapihive/hive/fserr"
	"mapihive/hive/mapi"
	"mapihive/hive/ntuser"
	"mapihive/hive/readonly"
	"mapihive/hive/which"
)

// win9x is the reader of registry files of Windows 95, 98 and Me.
func win9x() *Reader {
	return &Reader{
		Name: "creg",
		Doc:  "a registry file of Windows 95, 98 or Me (USER.DAT), each of its users a source",
		Match: func(f *File) Match {
			if bytes.HasPrefix(f.Head(), []byte("CREG")) {
				return Yes
			}
			return No
		},
		Read: readWin9x,
		Open: func(ctx context.Context, f *File, opt Options) (hive.Registry, error) {
			h, err := openWin9x(ctx, f, opt.NoHash)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", f.Path, fserr.Cause(err))
			}
			return h.View(), nil
		},
	}
}

// openWin9x reads a registry file with the code page that the computer's SYSTEM.DAT names, which is one beside it or
// the file itself; where there is none, with the one that goes with the locale of a user.
func openWin9x(ctx context.Context, f *File, noHash bool) (*creg.Hive, error) {
	if err := f.look(); err != nil {
		return nil, err
	}
	page := systemPage(ctx, f)
	h, err := creg.New(ctx, f.Contents(), f.Size(), creg.Options{CodePage: page, NoHash: noHash})
	if err != nil || page != nil {
		return h, err
	}
	if page, err = ownPage(ctx, h); err != nil || page.Assumed {
		return h, err
	}
	return creg.New(ctx, f.Contents(), f.Size(), creg.Options{CodePage: page, NoHash: noHash})
}

// systemPage is the code page that a SYSTEM.DAT names which may be of the same computer as a file; nil where there is
// none.
func systemPage(ctx context.Context, f *File) *codepage.Page {
	for _, at := range systemFiles(f) {
		system, err := creg.Open(ctx, at.fsys, at.name, creg.Options{NoHash: true})
		if err != nil {
			continue // it is a source itself, which says what is wrong with it
		}
		f.cost.opened(system.FileSize(), system.FileSize())
		if number, _, ok := system.CodePage(); ok {
			if page, ok := codepage.New(number, at.why); ok {
				return page
			}
		}
	}
	return nil
}

// ownPage is the code page that a file makes likely.
func ownPage(ctx context.Context, h *creg.Hive) (*codepage.Page, error) {
	if number, _, ok := h.CodePage(); ok {
		if page, ok := codepage.New(number, "named by this file"); ok {
			return page, nil
		}
	}
	for _, u := range h.Users() {
		user, err := ntuser.Read(ctx, u.Registry())
		if err != nil {
			return nil, err
		}
		if page := codePage(&user); !page.Assumed {
			return page, nil
		}
	}
	return codepage.Assumed(), nil
}

// systemDat is the file of HKEY_LOCAL_MACHINE.
const systemDat = "SYSTEM.DAT"

// systemFile is a SYSTEM.DAT that may be of the same computer as a USER.DAT.
type systemFile struct {
	fsys fs.FS
	name string
	why  string // it may be
}

// systemFiles finds the SYSTEM.DAT in the folder of a file or, for that of a user in Windows\Profiles\NAME, in the
// folder Windows.
func systemFiles(f *File) []systemFile {
	dir, real := path.Dir(f.Name), filepath.Dir(string(f.Path))
	var found []systemFile
	if !strings.EqualFold(path.Base(f.Name), systemDat) {
		found = systemIn(f.FS, dir, "named by the SYSTEM.DAT beside it", f.cost)
	}
	const why = "named by the SYSTEM.DAT in the folder of Windows above it"
	switch {
	case strings.EqualFold(path.Base(path.Dir(dir)), "Profiles"):
		found = append(found, systemIn(f.FS, path.Dir(path.Dir(dir)), why, f.cost)...)
	case dir == "." && f.Named && strings.EqualFold(filepath.Base(filepath.Dir(real)), "Profiles"):
		found = append(found, systemIn(readonly.Folder(filepath.Dir(filepath.Dir(real))), ".", why, f.cost)...)
	}
	return found
}

func systemIn(fsys fs.FS, dir, why string, c *cost) (found []systemFile) {
	c.listed()
	entries, _ := fs.ReadDir(fsys, dir) // what cannot be listed has none
	for _, e := range entries {
		if strings.EqualFold(e.Name(), systemDat) && e.Type().IsRegular() {
			found = append(found, systemFile{fsys, path.Join(dir, e.Name()), why})
		}
	}
	return found
}

// readWin9x hands over a source for each user, or one for a file that has none, such as a SYSTEM.DAT.
func readWin9x(ctx context.Context, f *File, opt Options, emit func(analyze.Whole)) error {
	file := analyze.Whole{Snapshot: analyze.Snapshot{Path: f.Path, Size: f.Size(), Format: "creg"}}
	h, err := openWin9x(ctx, f, opt.NoHash)
	if err == nil && !opt.Live {
		_, err = h.Verify(ctx)
	}
	if err != nil {
		file.Error = fmt.Sprintf("%s: %v", f.Path, fserr.Cause(err))
		emit(file)
		return nil
	}
	file.SHA256, file.Version, file.Touched = h.SHA256(), h.Version(), h.Touched()
	users := h.Users()
	if len(users) == 0 {
		users = []creg.User{h.Whole()}
	}
	for _, u := range users {
		s := file
		if err := fillWin9x(ctx, &s, h, u, opt); err != nil {
			return err
		}
		if u.Rest() && len(s.Roots)+len(s.Profiles) == 0 {
			continue
		}
		compact(&s.Snapshot, opt.texts)
		emit(s)
	}
	return nil
}

// fillWin9x reads what a file holds of one user. Its only error is ctx's.
func fillWin9x(ctx context.Context, s *analyze.Whole, h *creg.Hive, u creg.User, opt Options) error {
	page := h.TextPage()
	if page == nil {
		page = codepage.Assumed()
	}
	var candidates *mapi.Candidates
	if !opt.Live {
		candidates = &mapi.Candidates{}
		if err := candidates.Walk(ctx, u.Registry()); err != nil {
			return err
		}
	}
	profiles, _, err := facts(ctx, &s.Snapshot, u.Registry(), page, candidates, opt.Contents, opt.Quick)
	if err != nil {
		return err
	}
	if opt.Contents {
		s.Contents = profiles.Contents
	}
	s.UserKey, s.CodePage = u.Name(), page.String()
	if s.User.Name == "" && s.UserKey != defaultUser {
		s.User.Name = s.UserKey // Windows names the key after who logged on
	}
	if k, ok := h.Machine(); ok {
		s.Which = which.Hive{Name: systemDat, Doc: "the settings of a computer", Keys: []hive.Path{k.Path()}}
	} else if s.Which.User {
		s.Which.Name = "USER.DAT"
	}
	s.State, s.Diagnostics = hive.Sound, u.Diagnostics()
	if slices.ContainsFunc(s.Diagnostics, func(d hive.Diagnostic) bool { return d.Kind.Damage() }) {
		s.State = hive.Damaged
	} else if opt.Quick {
		s.State = hive.Unverified
	}
	return nil
}

// defaultUser is the key of whoever works without logging on by name, and the pattern for new users.
const defaultUser = ".DEFAULT"
