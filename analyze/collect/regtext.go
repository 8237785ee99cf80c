package collect

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"strconv"
	"strings"

	"mapihive/analyze"
	"mapihive/hive"
	"mapihive/hive/codepage"
	"mapihive/hive/fserr"
	"mapihive/hive/mapi"
	"mapihive/hive/ntuser"
	"mapihive/hive/readonly"
	"mapihive/hive/regtext"
)

// regText is the reader of registry text.
func regText() *Reader {
	return &Reader{
		Name: "reg",
		Doc:  "registry text (.reg), version 5 or REGEDIT4, as regedit and reg.exe export it, each hive in it a source",
		Match: func(f *File) Match {
			if regtext.Looks(f.Head()) {
				return Yes
			}
			return No
		},
		Read: readRegText,
		Open: dumpRegText,
	}
}

// readRegText hands over a source for each hive that the text has something of.
func readRegText(ctx context.Context, f *File, opt Options, emit func(analyze.Whole)) error {
	of := analyze.Whole{Snapshot: analyze.Snapshot{Path: f.Path, Size: f.Size(), Format: "reg", Touched: readonly.Touches(f.Contents())}}
	text, sum, err := openRegText(ctx, f, opt.NoHash)
	if err == nil && len(text.Hives) == 0 {
		err = errNoKey
	}
	if err != nil {
		of.Error = fserr.Cause(err).Error()
		emit(of)
		return nil
	}
	of.SHA256, of.Version, of.CodePage, of.State = sum, strconv.Itoa(text.Version), text.Encoding, hive.Export
	for i, h := range text.Hives {
		s := of
		if len(text.Hives) > 1 || h.Name() != regtext.CurrentUser {
			s.UserKey = hive.Text(h.Name())
		}
		if i == 0 {
			s.Diagnostics = text.Notes // about lines of no hive
		}
		if err := fillRegText(ctx, &s, h, opt); err != nil {
			return err
		}
		compact(&s.Snapshot, opt.texts)
		emit(s)
	}
	return nil
}

var errNoKey = errors.New("registry text without a key that Windows would import")

// openRegText reads the text with the code page that goes with the locale of a user in it, where that is needed.
func openRegText(ctx context.Context, f *File, noHash bool) (text *regtext.File, sum string, err error) {
	hash := sha256.New()
	var all io.Reader = io.NewSectionReader(f.Contents(), 0, f.Size())
	if !noHash {
		all = io.TeeReader(all, hash)
	}
	if text, err = regtext.Read(ctx, all, regtext.Options{}); err != nil {
		return nil, "", err
	}
	if !noHash {
		if _, err := io.Copy(io.Discard, all); err != nil { // what stands behind a limit
			return nil, "", err
		}
		sum = hex.EncodeToString(hash.Sum(nil))
	}
	if !text.ANSI {
		return text, sum, nil
	}
	for _, h := range text.Hives {
		user, err := ntuser.Read(ctx, h)
		if err != nil {
			return nil, "", err
		}
		if page := codePage(&user); !page.Assumed && page.Number != codepage.Assumed().Number {
			text, err = regtext.Read(ctx, io.NewSectionReader(f.Contents(), 0, f.Size()), regtext.Options{CodePage: page})
			return text, sum, err
		}
	}
	return text, sum, nil
}

// fillRegText reads what a text has of one hive. Its only error is ctx's.
func fillRegText(ctx context.Context, s *analyze.Whole, h *regtext.Hive, opt Options) error {
	candidates := &mapi.Candidates{}
	if err := candidates.Walk(ctx, h); err != nil {
		return err
	}
	profiles, _, err := facts(ctx, &s.Snapshot, h, nil, candidates, opt.Contents, false)
	if err != nil {
		return err
	}
	if opt.Contents {
		s.Contents = profiles.Contents
	}
	if sid := h.Name().Base(); s.User.SID == "" && strings.HasPrefix(string(sid), "S-1-5-21-") && !strings.Contains(string(sid), "_") {
		s.User.SID = string(sid) // Windows names the key of a user so
	}
	s.Diagnostics = append(s.Diagnostics, h.Diagnostics()...)
	return nil
}
