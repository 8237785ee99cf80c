package regtext

import (
	"bufio"
	"bytes"
	"io"
	"strings"
	"unicode/utf8"

	"mapihive/hive"
	"mapihive/hive/codepage"
)

// maxLine is how many bytes of a line are read; the rest of it is passed over. regedit writes lines of 80
// characters, and of a string as many as it has.
const maxLine = 16 << 20

// line is one line of the text.
type line struct {
	number int    // from 1
	at     int64  // offset of its first byte in the file
	text   string // without its end
	cut    bool   // the line is longer than what was read of it
}

func (l line) place() hive.Place { return hive.Place{Offset: l.at, Line: l.number} }

// encoding is how the characters of a file are stored.
type encoding int

const (
	inBytes encoding = iota // UTF-8 where a line is, else of a code page
	utf16LE
	utf16BE
	utf8BOM
)

// lines splits a stream into lines, which end in CR, LF or both.
type lines struct {
	src       *bufio.Reader
	enc       encoding
	ansi      *codepage.Page
	version4  bool // bytes are of the code page, even where they are UTF-8
	at        int64
	line      line
	raw       []byte
	afterCR   bool // an LF would belong to the line end before
	err       error
	firstANSI line // that has bytes of the code page
	sawUTF8   bool
}

// ahead is how much of a text is read at a time, in bytes.
const ahead = 1 << 16

func newLines(src io.Reader, ahead int, ansi *codepage.Page) (*lines, error) {
	l := &lines{src: bufio.NewReaderSize(src, ahead), ansi: ansi}
	head, err := l.src.Peek(4)
	if err != nil && err != io.EOF {
		return nil, err
	}
	switch {
	case bytes.HasPrefix(head, []byte{0xFF, 0xFE}):
		l.enc = utf16LE
		l.skip(2)
	case bytes.HasPrefix(head, []byte{0xFE, 0xFF}):
		l.enc = utf16BE
		l.skip(2)
	case bytes.HasPrefix(head, []byte{0xEF, 0xBB, 0xBF}):
		l.enc = utf8BOM
		l.skip(3)
	case len(head) == 4 && head[1] == 0 && head[3] == 0 && head[0] != 0:
		l.enc = utf16LE
	}
	return l, nil
}

func (l *lines) skip(n int) {
	l.src.Discard(n) // of what was peeked at
	l.at += int64(n)
}

// next reads a line; false at the end of the stream or where err is set.
func (l *lines) next() bool {
	l.raw = l.raw[:0]
	l.line.cut = false
	start, any := l.at, false
	for {
		unit, n, ok := l.unit()
		if !ok {
			break
		}
		l.at += int64(n)
		if l.afterCR {
			l.afterCR = false
			if unit == '\n' {
				start = l.at
				continue
			}
		}
		any = true
		if unit == '\n' || unit == '\r' {
			l.afterCR = unit == '\r'
			l.done(start)
			return true
		}
		switch {
		case len(l.raw) >= maxLine:
			l.line.cut = true
		case l.wide():
			l.raw = append(l.raw, byte(unit), byte(unit>>8))
		default:
			l.raw = append(l.raw, byte(unit))
		}
	}
	if l.err != nil || !any {
		return false
	}
	l.done(start)
	return true
}

func (l *lines) wide() bool { return l.enc == utf16LE || l.enc == utf16BE }

// unit reads one byte or UTF-16 unit; a last odd byte is left out.
func (l *lines) unit() (unit uint16, n int, ok bool) {
	b, err := l.src.ReadByte()
	if err == nil && !l.wide() {
		return uint16(b), 1, true
	}
	var c byte
	if err == nil {
		c, err = l.src.ReadByte()
	}
	switch {
	case err == io.EOF:
		return 0, 0, false
	case err != nil:
		l.err = err
		return 0, 0, false
	case l.enc == utf16BE:
		b, c = c, b
	}
	return uint16(b) | uint16(c)<<8, 2, true
}

// done decodes the line.
func (l *lines) done(start int64) {
	l.line.number++
	l.line.at = start
	switch ascii := codepage.IsASCII(l.raw); {
	case l.wide():
		l.line.text = string(hive.DecodeUTF16(l.raw))
	case ascii:
		l.line.text = string(l.raw)
	case l.enc == utf8BOM, !l.version4 && utf8.Valid(l.raw):
		l.sawUTF8 = true
		l.line.text = strings.ToValidUTF8(string(l.raw), "\uFFFD")
	default:
		if l.firstANSI.number == 0 {
			l.firstANSI = line{number: l.line.number, at: start}
		}
		text, _ := l.ansi.Decode(l.raw)
		l.line.text = string(text)
	}
}

func (l *lines) page() string { return l.ansi.String() }

// encodingName says how the characters were read.
func (l *lines) encodingName() string {
	switch {
	case l.enc == utf16LE:
		return "UTF-16LE"
	case l.enc == utf16BE:
		return "UTF-16BE"
	case l.firstANSI.number > 0:
		return l.page()
	case l.enc == utf8BOM, l.sawUTF8:
		return "UTF-8"
	}
	return "ASCII"
}
