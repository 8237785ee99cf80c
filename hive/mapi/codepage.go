package mapi

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

// CodePage turns PT_STRING8 bytes into text. A nil CodePage is AssumedCodePage().
type CodePage struct {
	Number  int    // Windows code page identifier
	Assumed bool   // not told by the evidence
	Why     string // where the number comes from, for a reader

	enc encoding.Encoding // nil for UTF-8
}

// defaultCodePage is Windows' code page for western Europe and America, by far the most common.
const defaultCodePage = 1252

// NewCodePage returns the code page with that Windows number; why says what names it. It is false for
// a number that is not supported.
func NewCodePage(number int, why string) (*CodePage, bool) {
	if number == 65001 {
		return &CodePage{Number: number, Why: why}, true
	}
	enc := codePageEncoding(number)
	if enc == nil {
		return nil, false
	}
	return &CodePage{Number: number, Why: why, enc: enc}, true
}

// AssumedCodePage returns Windows-1252, marked as assumed.
func AssumedCodePage() *CodePage {
	return &CodePage{Number: defaultCodePage, Assumed: true, Why: "assumed: the evidence names no code page", enc: charmap.Windows1252}
}

func codePageEncoding(number int) encoding.Encoding {
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
func (c *CodePage) Decode(b []byte) (text hive.Text, lost bool) {
	if isASCII(b) {
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

func isASCII(b []byte) bool {
	for _, c := range b {
		if c >= 0x80 {
			return false
		}
	}
	return true
}

func (c *CodePage) name() string {
	if c == nil {
		return fmt.Sprintf("code page %d", defaultCodePage)
	}
	return fmt.Sprintf("code page %d", c.Number)
}

// String names the code page and where the number comes from.
func (c *CodePage) String() string {
	if c == nil {
		c = AssumedCodePage()
	}
	if c.Why == "" {
		return c.name()
	}
	return c.name() + " (" + c.Why + ")"
}
