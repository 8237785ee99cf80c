package prop

import (
	"bytes"
	"fmt"

	"mapihive/hive"
	"mapihive/hive/codepage"
	"mapihive/hive/secret"
)

// Decode reads one value of a profile. It never fails: what does not fit its type is kept as raw bytes
// and said in Problem. A secret is not read: its accessors answer false. ANSI strings are read with cp, nil meaning codepage.Assumed().
//
// MAPI writes PT_STRING8 as REG_SZ and everything else as REG_BINARY; scripts write what they like, so
// that registry types which leave one reading are accepted with a Note.
func Decode(v Value, cp *codepage.Page) Property {
	p := Property{Raw: v, cp: cp}
	tag, secured, tagged := ParseValueName(v.Name)
	if tagged {
		p.Tag, p.Secured = tag, secured
		p.Def = Lookup(tag, 0)
	}
	secrecy := judge(&v, p.Def, tag, secured, tagged)
	switch {
	case secrecy == secret.Secret:
	case tagged:
		p.decode(tag.Type())
	default:
		p.decodeNamed()
	}
	switch {
	case secrecy == secret.Masked && p.isText():
		p.mask()
	case secrecy != secret.Open:
		p.hide()
	case v.Missing != "":
		p.AddProblem("data not whole: " + v.Missing)
	}
	return p
}

// hide makes p a secret: nothing of what was read of it stays.
func (p *Property) hide() {
	p.Secret, p.Masked = true, false
	p.form, p.utf16, p.mv = PTUnspecified, false, multiValue{}
	p.silence()
}

// mask hides the passwords in p's text.
func (p *Property) mask() {
	p.Masked = true
	p.silence()
}

// silence drops what was said of the data: it may tell how long they are.
func (p *Property) silence() {
	p.Problem, p.Note = "", ""
	if p.Raw.Missing != "" {
		p.Problem = "data not whole"
	}
}

func (p *Property) isText() bool {
	switch p.form {
	case PTUnicode, PTString8, PTMVUnicode, PTMVString8:
		return true
	}
	return false
}

// decode checks the data against property type t.
func (p *Property) decode(t Type) {
	if !p.acceptRegistryType(t) {
		return
	}
	b := p.Raw.Data
	switch {
	case t == PTUnicode, t == PTString8:
		p.form = t
		p.checkString()
	case t.isMulti():
		p.utf16 = t == PTMVUnicode
		mv, ok, problem := parseMulti(b, t)
		p.AddProblem(problem)
		if ok {
			p.form, p.mv = t, mv
			p.checkCodePage()
		}
	case t == PTBinary:
		p.form = t
	case t == PTBoolean && p.Raw.Type == hive.RegDword && len(b) == 4:
		p.form = t
	case t.size() > 0 && len(b) == t.size():
		p.form = t
		if t == PTBoolean && (b[0] > 1 || b[1] != 0) {
			p.note("a true value other than 1")
		}
	case t.size() > 0:
		p.AddProblem(fmt.Sprintf("%s needs %d bytes, has %d", t, t.size(), len(b)))
	case t == PTNull && len(b) == 0:
		p.form = t
	case t == PTNull:
		p.AddProblem(fmt.Sprintf("PT_NULL holds %d bytes", len(b)))
	case t.name() != "" && t != PTUnspecified:
		p.AddProblem(t.String() + " has no known form in a profile section")
	default:
		p.AddProblem("no property type " + t.String())
	}
}

// acceptRegistryType reports whether data of p's registry type can be read as t. It sets utf16 for
// single strings.
func (p *Property) acceptRegistryType(t Type) bool {
	text := t == PTUnicode || t == PTString8
	switch rt := p.Raw.Type; {
	case rt == hive.RegBinary:
		p.utf16 = t == PTUnicode
		if t == PTString8 {
			p.note("stored as REG_BINARY")
		}
	case rt == hive.RegSz && t == PTString8:
		p.utf16 = true // the hive stores REG_SZ as UTF-16 whatever the writer passed
	case rt == hive.RegNone:
		p.utf16 = t == PTUnicode
		p.note("stored as REG_NONE")
	case text && (rt == hive.RegSz || rt == hive.RegExpandSz),
		rt == hive.RegDword && (t == PTLong || t == PTBoolean),
		rt == hive.RegQword && (t == PTI8 || t == PTSysTime):
		p.utf16 = text
		p.note("stored as " + rt.String())
	default:
		p.AddProblem(fmt.Sprintf("%s stored as %s", t, rt))
		return false
	}
	return true
}

// checkString looks at a single string's end. Text is what stands before the first NUL.
func (p *Property) checkString() {
	b := p.Raw.Data
	sz := p.Raw.Type == hive.RegSz || p.Raw.Type == hive.RegExpandSz
	var rest []byte
	if p.utf16 {
		if len(b)%2 != 0 {
			p.AddProblem("odd number of bytes in a UTF-16 string")
		}
		rest = b[len(cutUTF16(b)):]
		rest = rest[min(2, len(rest)):]
		if len(b) < 2 || len(cutUTF16(b)) == len(b)&^1 {
			if !sz { // REG_SZ need not end in NUL
				p.AddProblem("no terminating NUL")
			}
			return
		}
	} else {
		i := bytes.IndexByte(b, 0)
		if i < 0 {
			p.AddProblem("no terminating NUL")
		} else {
			rest = b[i+1:]
		}
		p.checkCodePage()
	}
	if len(rest) > 0 && !(sz && allZero(rest)) {
		p.AddProblem(fmt.Sprintf("%d bytes after the terminating NUL", len(rest)))
	}
}

// checkCodePage notes the code page where it decides what ANSI text says.
func (p *Property) checkCodePage() {
	if p.utf16 || p.form != PTString8 && p.form != PTMVString8 || codepage.IsASCII(p.Raw.Data) {
		return
	}
	lost := false
	if p.form == PTString8 {
		_, lost = p.cp.Decode(cutANSI(p.Raw.Data))
	} else {
		ascii := true
		for e := range p.mv.elements(p.Raw.Data) {
			_, l := p.cp.Decode(cutANSI(e))
			lost = lost || l
			ascii = ascii && codepage.IsASCII(e)
		}
		if ascii {
			return // only the header has bytes above 0x7F
		}
	}
	p.note(p.cp.String())
	if lost {
		p.AddProblem("bytes that " + p.cp.Name() + " does not have")
	}
}

// AddProblem adds what is ill-formed, "" for nothing, to what is known to be.
func (p *Property) AddProblem(s string) { addTo(&p.Problem, s) }
func (p *Property) note(s string)       { addTo(&p.Note, s) }

func addTo(to *string, s string) {
	switch {
	case s == "":
	case *to == "":
		*to = s
	default:
		*to += "; " + s
	}
}

// cutUTF16 returns b up to its first NUL unit, or all its whole units.
func cutUTF16(b []byte) []byte {
	text, _ := hive.CutNUL(b)
	return text
}

// cutANSI returns b up to its first NUL.
func cutANSI(b []byte) []byte {
	if i := bytes.IndexByte(b, 0); i >= 0 {
		return b[:i]
	}
	return b
}
