package prop

import (
	"encoding/hex"
	"fmt"
	"iter"
	"math"
	"strconv"
	"strings"
	"time"

	"mapihive/hive"
	"mapihive/hive/secret"
)

// Limits of Display, so that a huge value gives a readable line. Strings are never cut.
const (
	displayBytes    = 64
	displayElements = 64
)

// Display returns the value as text for a reader: strings as they are, numbers with the names of their
// bits, times in RFC 3339, UIDs with what they are known for, entry identifiers and embedded paths in
// words, everything else in hex. A secret gives Stored. Ill-formed data give hex; Problem says what is wrong.
func (p *Property) Display() hive.Text {
	b := p.Raw.Data
	if p.Secret {
		return secret.Stored
	}
	switch p.form {
	case PTUnicode, PTString8:
		return p.displayText(p.text(b))
	case PTMVUnicode, PTMVString8:
		return p.displayList(func(e []byte) hive.Text { return `"` + p.text(e) + `"` })
	case PTMVBinary:
		return p.displayList(p.displayBinary)
	case PTBinary:
		return p.displayBinary(b)
	case PTUnspecified:
		return displayHex(b)
	case PTNull:
		return "null"
	}
	if p.form&mvFlag != 0 {
		return p.displayList(func(e []byte) hive.Text { return p.displayFixed(p.form&^mvFlag, e) })
	}
	return p.displayFixed(p.form, b)
}

func (p *Property) displayText(t hive.Text) hive.Text {
	if kind := AccountKind(t); p.Tag == 0 && kind != "" {
		return t + hive.Text(" ("+kind+")")
	}
	return t
}

// displayFixed gives one value of a fixed-size type.
func (p *Property) displayFixed(t Type, b []byte) hive.Text {
	switch t {
	case PTBoolean:
		return hive.Text(strconv.FormatBool(!allZero(b)))
	case PTLong:
		return p.displayLong(uint32(signed(b)))
	case PTShort, PTI8:
		return hive.Text(strconv.FormatInt(signed(b), 10))
	case PTError:
		return hive.Text(hexNumber(uint32(signed(b))))
	case PTCurrency:
		return hive.Text(strconv.FormatFloat(float64(signed(b))/10000, 'f', 4, 64))
	case PTFloat:
		return hive.Text(strconv.FormatFloat(float(b), 'g', -1, 32))
	case PTDouble:
		return hive.Text(strconv.FormatFloat(float(b), 'g', -1, 64))
	case PTAppTime:
		return displayAppTime(float(b))
	case PTSysTime:
		if t := hive.Time(signed(b)); t != 0 {
			return hive.Text(t.String())
		}
		return "0 (no time)"
	case PTCLSID:
		return hive.Text(UID(b).GUID())
	}
	return displayHex(b)
}

func (p *Property) displayLong(v uint32) hive.Text {
	decimal, number := strconv.FormatInt(int64(int32(v)), 10), hexNumber(v)
	if p.Tag == 0 {
		decimal = strconv.FormatUint(uint64(v), 10) // a REG_DWORD has no sign
	}
	n := p.names()
	switch {
	case n == nil && v < 10:
		return hive.Text(decimal)
	case n != nil && n.flags && v == 0:
		return "0 (no flags)"
	case n != nil && n.flags:
		decimal = number
	}
	text := number
	if n != nil {
		text = strings.Join(n.of(v), " | ")
	}
	if text == decimal {
		return hive.Text(decimal) // flags without a name
	}
	return hive.Text(decimal + " (" + text + ")")
}

// displayAppTime gives a PT_APPTIME: days since 1899-12-30, in no stated time zone.
func displayAppTime(days float64) hive.Text {
	const year9999 = 2958466 // days to 10000-01-01
	if math.IsNaN(days) || days < 0 || days >= year9999 {
		return hive.Text(strconv.FormatFloat(days, 'g', -1, 64) + " days")
	}
	whole, part := math.Modf(days)
	t := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(whole)).Add(time.Duration(part * float64(24*time.Hour)))
	return hive.Text(t.Round(time.Second).Format("2006-01-02T15:04:05"))
}

// displayList gives the elements of a multi-value; one alone stands without a count.
func (p *Property) displayList(one func([]byte) hive.Text) hive.Text {
	var b strings.Builder
	if p.mv.count != 1 {
		fmt.Fprintf(&b, "%d values", p.mv.count)
	}
	for i, e := range enumerate(p.mv.elements(p.Raw.Data)) {
		switch {
		case i == displayElements:
			b.WriteString(", ...")
			return hive.Text(b.String())
		case i > 0:
			b.WriteString(", ")
		case p.mv.count > 1:
			b.WriteString(": ")
		}
		b.WriteString(string(one(e)))
	}
	return hive.Text(b.String())
}

func enumerate[T any](seq iter.Seq[T]) iter.Seq2[int, T] {
	return func(yield func(int, T) bool) {
		i := 0
		for v := range seq {
			if !yield(i, v) {
				return
			}
			i++
		}
	}
}

// displayBinary gives what the bytes of a binary value, or of one element, are known to be.
func (p *Property) displayBinary(b []byte) hive.Text {
	if len(b) == 0 {
		return "empty"
	}
	if p.Tag.Link() != LinkNone && len(b)%16 == 0 {
		return displayUIDs(b)
	}
	if len(b) == 16 {
		return displayUID(UID(b))
	}
	e := ParseEntryID(b, p.cp)
	if e.Kind != EntryUnknown && (e.Kind != EntryFolder || p.holdsEntryIDs()) {
		return e.Display()
	}
	if paths := findPaths(b, p.cp); len(paths) > 0 {
		t := hive.Text(fmt.Sprintf("%d bytes with ", len(b)))
		for i, path := range paths[:min(len(paths), displayElements)] {
			if i > 0 {
				t += ", "
			}
			t += path.Path
		}
		return t
	}
	return displayHex(b)
}

// holdsEntryIDs reports whether the name promises entry identifiers, so that 24 bytes are a folder's
// and not just anything of that length.
func (p *Property) holdsEntryIDs() bool {
	name := strings.ToUpper(p.Name())
	return strings.Contains(name, "ENTRYID") || strings.Contains(name, "SEARCH_PATH") || strings.HasSuffix(name, " EID")
}

func displayUIDs(b []byte) hive.Text {
	var out strings.Builder
	for i := 0; i < len(b); i += 16 {
		if i > 0 {
			out.WriteString(", ")
		}
		if i/16 == displayElements {
			out.WriteString("...")
			break
		}
		out.WriteString(string(displayUID(UID(b[i:]))))
	}
	return hive.Text(out.String())
}

func displayUID(u UID) hive.Text {
	if name := u.Name(); name != "" {
		return hive.Text(u.String() + " (" + name + ")")
	}
	return hive.Text(u.String())
}

func displayHex(b []byte) hive.Text {
	if len(b) > displayBytes {
		return hive.Text(fmt.Sprintf("%x... (%d bytes)", b[:displayBytes], len(b)))
	}
	return hive.Text(hex.EncodeToString(b))
}

// Display gives an entry identifier in words.
func (e EntryID) Display() hive.Text {
	var b strings.Builder
	b.WriteString(string(e.Kind))
	add := func(label string, t hive.Text) {
		if t != "" {
			b.WriteString(label)
			b.WriteString(string(t))
		}
	}
	add(" ", e.DLL)
	add(" ", e.Path)
	add(", server ", e.Server)
	add(", server DN ", e.ServerDN)
	add(", host ", e.ServerFQDN)
	add(", mailbox ", e.MailboxDN)
	add(", SMTP ", e.SMTP)
	add(" ", e.Name)
	add(" ", e.AddrType)
	add(" ", e.Address)
	switch {
	case e.NID != 0:
		fmt.Fprintf(&b, " node 0x%X of store %s", e.NID, e.RecordKey)
	case e.Kind == EntryContact && len(e.Folder) == ExchangeFolderEIDSize-4:
		b.WriteString(", Exchange folder of database " + e.RecordKey.String())
	case len(e.RecordKey) > 0:
		b.WriteString(" of database " + e.RecordKey.String())
	}
	if e.Problem != "" {
		b.WriteString(" (" + e.Problem + ")")
	}
	return hive.Text(b.String())
}
