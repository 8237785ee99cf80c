package hivetest

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxData bounds what a repeated byte may ask for.
const maxData = 64 << 20

// data reads the data of a value and returns what stands after it.
func (p *parser) data(v *Value, s string) (rest string, err error) {
	if strings.HasPrefix(s, `"`) {
		v.Type = regSZ
		v.Data, rest, err = wideString(s)
		return rest, err
	}
	if s == "-" || strings.HasPrefix(s, "- ") {
		return "", errors.New("a hive is made from scratch: nothing to delete; mark the value with ;@ deleted")
	}
	form, s, ok := strings.Cut(s, ":")
	if !ok {
		return "", fmt.Errorf("not a data form: %q", form)
	}
	if n, ok := strings.CutPrefix(form, "hex("); ok {
		typ, err := strconv.ParseUint(strings.TrimSuffix(n, ")"), 16, 32)
		if err != nil || !strings.HasSuffix(n, ")") {
			return "", fmt.Errorf("not a type number: %q", form)
		}
		v.Type = uint32(typ)
		return p.hexData(v, s)
	}
	switch form {
	case "hex":
		v.Type = regBinary
		return p.hexData(v, s)
	case "dword":
		v.Type = regDword
		n, rest, err := number(s, 32)
		v.Data = le.AppendUint32(nil, uint32(n))
		return rest, err
	case "qword":
		v.Type = regQword
		n, rest, err := number(s, 64)
		v.Data = le.AppendUint64(nil, n)
		return rest, err
	case "expand":
		v.Type = regExpandSZ
		v.Data, rest, err = wideString(s)
		return rest, err
	case "utf16":
		v.Type = regBinary
		v.Data, rest, err = wideString(s)
		return rest, err
	case "ansi":
		v.Type = regBinary
		text, rest, err := quoted(s)
		if err == nil && !isLatin1(text) {
			return "", errors.New("ansi: a character above U+00FF")
		}
		data, _ := storedName(text, false)
		v.Data = append(data, 0)
		return rest, err
	case "multi":
		v.Type = regMultiSZ
		return p.multi(v, s)
	}
	return "", fmt.Errorf("not a data form: %q", form)
}

// wideString reads a quoted string as UTF-16LE with its NUL.
func wideString(s string) (data []byte, rest string, err error) {
	text, rest, err := quoted(s)
	if err != nil {
		return nil, "", err
	}
	return append(utf16LE(text), 0, 0), rest, nil
}

// number reads a hexadecimal number up to the next space or comment.
func number(s string, bits int) (n uint64, rest string, err error) {
	end := strings.IndexAny(s, " \t;")
	if end < 0 {
		end = len(s)
	}
	n, err = strconv.ParseUint(s[:end], 16, bits)
	if err != nil {
		return 0, "", fmt.Errorf("not a %d-bit hexadecimal number: %q", bits, s[:end])
	}
	return n, s[end:], nil
}

// hexData reads bytes "01,02*3,04", over as many lines as end in a backslash.
func (p *parser) hexData(v *Value, s string) (rest string, err error) {
	s, rest, err = p.joined(s)
	if err != nil || s == "" {
		return rest, err
	}
	for item := range strings.SplitSeq(s, ",") {
		digits, times, repeated := strings.Cut(strings.TrimSpace(item), "*")
		b, err := strconv.ParseUint(digits, 16, 8)
		if err != nil {
			return "", fmt.Errorf("not a byte: %q", item)
		}
		n := 1
		if repeated {
			if n, err = strconv.Atoi(times); err != nil || n < 0 || n+len(v.Data) > maxData {
				return "", fmt.Errorf("not a repeat count: %q", item)
			}
		}
		v.Data = append(v.Data, strings.Repeat(string([]byte{byte(b)}), n)...)
	}
	return rest, nil
}

// joined returns data that goes on over lines ending in a backslash, and the comment after it.
func (p *parser) joined(s string) (data, rest string, err error) {
	for {
		data += s
		if i := strings.IndexByte(data, ';'); i >= 0 {
			return strings.TrimSpace(data[:i]), data[i:], nil
		}
		data = strings.TrimSpace(data)
		cut, more := strings.CutSuffix(data, `\`)
		if !more {
			return data, "", nil
		}
		if p.line >= len(p.lines) {
			return "", "", errors.New("text ends after a backslash")
		}
		data = cut
		s = strings.TrimSpace(p.lines[p.line])
		p.line++
		if !utf8.ValidString(s) {
			return "", "", errors.New("not UTF-8")
		}
	}
}

// multi reads "a","b" as REG_MULTI_SZ.
func (p *parser) multi(v *Value, s string) (rest string, err error) {
	for s = strings.TrimSpace(s); strings.HasPrefix(s, `"`); {
		text, after, err := quoted(s)
		if err != nil {
			return "", err
		}
		v.Data = append(append(v.Data, utf16LE(text)...), 0, 0)
		after = strings.TrimSpace(after)
		next, more := strings.CutPrefix(after, ",")
		if !more {
			s = after
			break
		}
		if s = strings.TrimSpace(next); s == `\` && p.line < len(p.lines) {
			s = strings.TrimSpace(p.lines[p.line])
			p.line++
		}
		if !strings.HasPrefix(s, `"`) {
			return "", fmt.Errorf("expected another string at %q", s)
		}
	}
	v.Data = append(v.Data, 0, 0)
	return s, nil
}
