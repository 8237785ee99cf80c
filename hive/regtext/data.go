package regtext

import (
	"bytes"
	"encoding/binary"
	"strconv"
	"strings"

	"mapihive/hive"
)

// data reads what stands behind the = of a value, with the lines that continue it. why says why it is no data.
func (p *parser) data(s string) (v value, why string) {
	s = strings.TrimRight(s, " \t")
	switch {
	case strings.HasPrefix(s, "-"):
		if !ends(s[1:]) {
			return v, "something stands behind the removal of a value"
		}
		return value{removed: true}, ""
	case strings.HasPrefix(s, `"`):
		text, rest, ok := unquote(s[1:])
		if !ok {
			return v, "a string without its closing quotation mark"
		}
		if !ends(rest) {
			return v, "something stands behind the closing quotation mark of a string"
		}
		return value{typ: hive.RegSz, data: hive.EncodeUTF16(hive.Text(text) + "\x00")}, ""
	case strings.HasPrefix(s, "dword:"):
		return dword(s[len("dword:"):])
	case strings.HasPrefix(s, "hex:"):
		return p.hex(hive.RegBinary, s[len("hex:"):])
	case strings.HasPrefix(s, "hex("):
		digits, rest, ok := strings.Cut(s[len("hex("):], "):")
		typ, err := strconv.ParseUint(digits, 16, 32)
		if !ok || err != nil || !isHex(digits[0]) {
			return v, "no registry type in the brackets behind hex"
		}
		return p.hex(hive.ValueType(typ), rest)
	}
	return v, "data of no form that registry text has"
}

// dword reads one to eight hexadecimal digits.
func dword(s string) (v value, why string) {
	digits := s[:hexRun(s)]
	if len(digits) == 0 || len(digits) > 8 || !ends(s[len(digits):]) {
		return v, "a dword that is not one to eight hexadecimal digits"
	}
	n, _ := strconv.ParseUint(digits, 16, 32) // eight digits fit
	return value{typ: hive.RegDword, data: binary.LittleEndian.AppendUint32(nil, uint32(n))}, ""
}

// Steps of reading hexadecimal data.
const (
	hexEnds = iota
	hexGoesOn
	hexBroken
)

// hex reads bytes of two digits or one with commas between. A line that ends in a comma and a backslash, or in a
// backslash alone before the first byte, is continued by the next that is not empty and no comment; where the text
// ends there, what was read counts.
func (p *parser) hex(typ hive.ValueType, s string) (v value, why string) {
	v.typ = typ
	for {
		step := hexEnds
		if v.data, step = appendHex(v.data, s); step == hexBroken {
			return v, "bytes that are not one or two hexadecimal digits with commas between"
		}
		if step == hexEnds {
			break
		}
		if s, why = p.continued(); why != "" {
			return v, why
		}
		if s == "" {
			break // the end of the text
		}
		if int64(len(v.data)) > maxBytes {
			return v, "more data than is read of a text"
		}
	}
	if p.file.Version == 4 {
		v.data = p.widen(typ, v.data)
	}
	return v, ""
}

// continued returns the line that continues one, "" at the end of the text. Any other line behind one that is to be
// continued is lost with it, as in an import.
func (p *parser) continued() (s, why string) {
	for p.next() {
		if p.line.number%256 == 0 && p.ctx.Err() != nil {
			return "", "reading was broken off"
		}
		s = trimLeft(p.line.text)
		switch {
		case s == "" || s[0] == ';':
			continue
		case p.line.cut:
			return "", "a line that continues it is too long"
		case isHex(s[0]):
			return s, ""
		case s[0] == '[':
			p.leave("the line of their key was taken for one that continues the value before")
		}
		p.drop("it stands where the value before is to be continued, and is lost with it")
		return "", "it is to be continued, and the next line has no bytes"
	}
	return "", ""
}

// appendHex appends the bytes of a line.
func appendHex(b []byte, s string) ([]byte, int) {
	for {
		n := hexRun(s)
		switch {
		case n > 2:
			return b, hexBroken
		case n == 0:
			s = trimLeft(s)
			switch {
			case strings.HasPrefix(s, `\`) && ends(s[1:]):
				return b, hexGoesOn
			case ends(s):
				return b, hexEnds
			}
			return b, hexBroken
		}
		c, _ := strconv.ParseUint(s[:n], 16, 8)
		b = append(b, byte(c))
		s = s[n:]
		if !strings.HasPrefix(s, ",") {
			if ends(s) {
				return b, hexEnds
			}
			return b, hexBroken
		}
		s = s[1:]
	}
}

// widen makes UTF-16 of the ANSI bytes that REGEDIT4 has for strings, with the NUL that is missing.
func (p *parser) widen(typ hive.ValueType, b []byte) []byte {
	switch typ {
	case hive.RegSz, hive.RegExpandSz, hive.RegMultiSz:
	default:
		return b
	}
	if len(b) == 0 {
		return b
	}
	if b[len(b)-1] != 0 {
		b = append(b, 0)
	}
	var out []byte
	for part := range bytes.SplitSeq(b[:len(b)-1], []byte{0}) { // a code page's bytes never hold the NUL
		text, _ := p.opt.CodePage.Decode(part)
		out = append(append(out, hive.EncodeUTF16(text)...), 0, 0)
	}
	return out
}

// ends reports whether nothing stands in s but blanks and a comment.
func ends(s string) bool {
	s = trimLeft(s)
	return s == "" || s[0] == ';'
}

func isHex(c byte) bool { return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'f' }

// hexRun is how many hexadecimal digits s begins with.
func hexRun(s string) (n int) {
	for n < len(s) && isHex(s[n]) {
		n++
	}
	return n
}

// unquote reads a string behind its opening quotation mark. A backslash stands before a quotation mark or another
// backslash; before anything else it is left out.
func unquote(s string) (text, rest string, ok bool) {
	i := strings.IndexAny(s, `"\`)
	if i >= 0 && s[i] == '"' {
		return s[:i], s[i+1:], true
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '"':
			return b.String(), s[i+1:], true
		case s[i] == '\\' && i+1 < len(s):
			i++
		}
		b.WriteByte(s[i])
	}
	return "", "", false
}
