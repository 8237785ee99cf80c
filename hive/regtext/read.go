package regtext

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"mapihive/hive"
	"mapihive/hive/codepage"
)

// What is wrong with a file that is no registry text to read.
var (
	ErrNotText = errors.New("not registry text: its first line is none of those that regedit writes")
	// ErrNothing: Windows takes the file for registry text and imports nothing of it.
	ErrNothing = errors.New(`registry text that Windows imports nothing of: its first line is not exactly "` + heading + `" or "` + heading4 + `"`)
	ErrWin31   = errors.New("registry text of Windows 3.1, which holds file types and no user's settings")
)

// heading4 is the first line of the text that Windows 95, 98, Me and NT 4 write.
const heading4 = "REGEDIT4"

// Limits on what is read of one file. Reading ends where one is reached, and it is said.
const (
	maxEntries = 4 << 20   // keys and values
	maxBytes   = 256 << 20 // of names and data
	maxHives   = 1_000     // an export of HKEY_USERS has a handful
)

// Options say how registry text is read.
type Options struct {
	// CodePage is that of text in bytes that are not UTF-8; nil for codepage.Assumed().
	CodePage *codepage.Page
}

// File is registry text that was read.
type File struct {
	Version  int    // 5, or 4 for REGEDIT4
	Encoding string // "UTF-16LE", "UTF-8", or what names the code page; "ASCII" where nothing depends on it
	ANSI     bool   // a line has bytes of the code page
	Lines    int
	Hives    []*Hive           // in the order of their first lines
	Notes    []hive.Diagnostic // about lines that belong to no hive
}

// Read reads registry text from src. An error means that there is none: ErrNotText, ErrNothing, ErrWin31, or that
// of src or ctx.
func Read(ctx context.Context, src io.Reader, opt Options) (*File, error) {
	l, err := newLines(src, ahead, opt.CodePage)
	if err != nil {
		return nil, err
	}
	p := parser{ctx: ctx, lines: l, opt: opt, file: &File{}, hives: map[hive.Path]*Hive{}}
	if p.file.Version, err = p.heading(); err != nil {
		return nil, err
	}
	if err := p.run(); err != nil {
		return nil, err
	}
	p.finish()
	return p.file, nil
}

// heading reads the first line. Blanks may stand before the words and nothing behind them.
func (p *parser) heading() (version int, err error) {
	if !p.next() {
		return 0, cmp.Or(p.lines.err, ErrNotText)
	}
	switch kind := headingKind(trimLeft(p.line.text)); kind {
	case heading:
		return 5, nil
	case heading4:
		return 4, nil
	case "REGEDIT":
		return 0, ErrWin31
	case "":
		return 0, ErrNotText
	}
	return 0, ErrNothing
}

// headingKind returns the heading that a line is; something else for a line that begins like one, and "" for any
// other.
func headingKind(line string) string {
	switch {
	case line == heading, line == heading4, line == "REGEDIT":
		return line
	case strings.HasPrefix(line, "REGEDIT"), strings.HasPrefix(line, "Windows Registry Editor"):
		return "like one"
	}
	return ""
}

// Looks reports whether a file that starts with these bytes, 256 of them at least or all, is registry text, be it
// such that Windows imports nothing of it.
func Looks(head []byte) bool {
	l, err := newLines(bytes.NewReader(head), len(head), nil) // of every file there is
	if err != nil || !l.next() {
		return false
	}
	return headingKind(trimLeft(l.line.text)) != ""
}

// finish sorts and notes what is known only at the end.
func (p *parser) finish() {
	p.file.Lines, p.file.Encoding = p.lines.line.number, p.lines.encodingName()
	if n := p.lines.firstANSI; n.number > 0 {
		p.file.ANSI = true
		p.note(nil, hive.Diagnostic{Kind: hive.KindLine, Place: n.place(), Structure: structure,
			Message: fmt.Sprintf("the first line with characters beyond ASCII in bytes that are not UTF-8; they are read as %s", p.lines.page())})
	}
	for _, h := range p.file.Hives {
		h.root.sort()
		h.notes = append(h.notes, h.counts.summary()...)
	}
	p.file.Notes = append(p.file.Notes, p.counts.summary()...)
}
