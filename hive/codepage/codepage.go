// Package codepage turns bytes of Windows' ANSI code pages into text: PT_STRING8 properties, registry text of
// version 4.
package codepage

import (
	"fmt"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"

	"mapihive/hive"
)

// Page turns bytes of one code page into text. A nil Page is Assumed().
type Page struct {
	Number  int    // Windows code page identifier
	Assumed bool   // not told by the evidence
	Why     string // where the number comes from, for a reader

	enc encoding.Encoding // nil for UTF-8
}

// usual is Windows' code page for western Europe and America, by far the most common.
const usual = 1252

// New returns the code page with that Windows number; why says what names it. It is false for
// a number that is not supported.
func New(number int, why string) (*Page, bool) {
	if number == 65001 {
		return &Page{Number: number, Why: why}, true
	}
	enc := windows(number)
	if enc == nil {
		return nil, false
	}
	return &Page{Number: number, Why: why, enc: enc}, true
}

// Assumed returns Windows-1252, marked as assumed.
func Assumed() *Page {
	return &Page{Number: usual, Assumed: true, Why: "assumed: the evidence names no code page", enc: charmap.Windows1252}
}

func windows(number int) encoding.Encoding {
	switch number {
	case 437:
		return charmap.CodePage437
	case 850:
		return charmap.CodePage850
	case 852:
		return charmap.CodePage852
	case 866:
		return charmap.CodePage866
	case 874:
		return charmap.Windows874
	case 932:
		return japanese.ShiftJIS
	case 936:
		return simplifiedchinese.GBK
	case 949:
		return korean.EUCKR
	case 950:
		return traditionalchinese.Big5
	case 1250:
		return charmap.Windows1250
	case 1251:
		return charmap.Windows1251
	case 1252:
		return charmap.Windows1252
	case 1253:
		return charmap.Windows1253
	case 1254:
		return charmap.Windows1254
	case 1255:
		return charmap.Windows1255
	case 1256:
		return charmap.Windows1256
	case 1257:
		return charmap.Windows1257
	case 1258:
		return charmap.Windows1258
	}
	return nil
}

// Decode returns the text of ANSI bytes. A byte sequence without a character in the code page becomes
// U+FFFD; lost reports whether there was one.
func (c *Page) Decode(b []byte) (text hive.Text, lost bool) {
	if IsASCII(b) {
		return hive.Text(b), false
	}
	var enc encoding.Encoding = charmap.Windows1252
	if c != nil {
		enc = c.enc
	}
	if enc == nil {
		s := strings.ToValidUTF8(string(b), "\uFFFD")
		return hive.Text(s), strings.ContainsRune(s, '\uFFFD')
	}
	out, err := enc.NewDecoder().Bytes(b)
	if err != nil {
		// The decoders replace what they do not know; an error would be theirs, not the evidence's.
		return hive.DecodeLatin1(b), true
	}
	s := string(out)
	return hive.Text(s), strings.ContainsRune(s, '\uFFFD')
}

// IsASCII reports whether b says the same in every code page.
func IsASCII(b []byte) bool {
	for _, c := range b {
		if c >= 0x80 {
			return false
		}
	}
	return true
}

// Name names the code page by its number.
func (c *Page) Name() string {
	if c == nil {
		return fmt.Sprintf("code page %d", usual)
	}
	return fmt.Sprintf("code page %d", c.Number)
}

// String names the code page and where the number comes from.
func (c *Page) String() string {
	if c == nil {
		c = Assumed()
	}
	if c.Why == "" {
		return c.Name()
	}
	return c.Name() + " (" + c.Why + ")"
}
