package prop

import (
	"encoding/binary"
	"math"

	"mapihive/hive"
	"mapihive/hive/codepage"
	"mapihive/hive/secret"
)

// Value is an inert copy of one registry value.
type Value struct {
	Name       hive.Text
	Type       hive.ValueType
	Data       []byte
	hive.Place // of the vk cell
	// Missing says why Data is not whole ("" when it is).
	Missing string
	// Hidden says that the value stands in a key of secrets or below one.
	Hidden bool
}

// Property is one registry value of a profile, understood. The data stay in Raw; the accessors decode
// them when asked and answer false where the value does not hold what they are asked for, so that an
// ill-formed value is never taken for a well-formed one.
type Property struct {
	Raw     Value
	Tag     Tag     // 0 for a value whose name is no tag, such as those of the account manager
	Def     *TagDef // nil when the tag table does not have it
	Context Context // as resolved by In
	Secured bool    // the name has the "S" of a secured property
	Secret  bool    // Raw.Data must not be shown, nor their size; see Judge
	Masked  bool    // the text has a password in a URL, which is masked; Raw.Data and their size must not be shown
	// Problem says what is ill-formed, "" when nothing is.
	Problem string
	// Note says what is unusual, yet unambiguous: another registry type than MAPI writes, text of an
	// assumed code page.
	Note string

	form  Type // what the data hold; PTUnspecified when that cannot be told
	utf16 bool // strings are UTF-16LE whatever form says
	mv    multiValue
	cp    *codepage.Page
}

// Type returns the property type that the data were read as: that of the tag, or for a value without a
// tag the one that its registry type amounts to. It is PTUnspecified for data that do not fit. The data of
// a secret are not looked at: its type is that of the tag, else PTBinary.
func (p *Property) Type() Type {
	switch {
	case !p.Secret:
		return p.form
	case p.Secured, p.Tag == 0:
		return PTBinary // secured: DPAPI's blob around whatever the type says
	}
	return p.Tag.Type()
}

// Holds reports whether the data are of property type t and no secret.
func (p *Property) Holds(t Type) bool { return p.form == t }

// Hides reports whether there is more in the data than may be shown.
func (p *Property) Hides() bool { return p.Secret || p.Masked }

// Name returns the PR_ name, for a value without a tag its own name, and "" for an unknown tag.
func (p *Property) Name() string {
	switch {
	case p.Def != nil:
		return p.Def.Name
	case p.Tag == 0:
		return p.Raw.Name.String()
	}
	return ""
}

// In returns the property as it reads in a known place: where its identifier means different things in
// different sections, ctx decides.
func (p Property) In(ctx Context) Property {
	p.Context = ctx
	if p.Tag != 0 {
		p.Def = Lookup(p.Tag, ctx)
		if p.Def != nil && p.Def.Secret {
			p.hide()
		}
	}
	return p
}

// Text returns the string.
func (p *Property) Text() (hive.Text, bool) {
	if p.form != PTUnicode && p.form != PTString8 {
		return "", false
	}
	return p.text(p.Raw.Data), true
}

// Texts returns the strings of a multi-value.
func (p *Property) Texts() ([]hive.Text, bool) {
	if p.form != PTMVUnicode && p.form != PTMVString8 {
		return nil, false
	}
	out := make([]hive.Text, 0, p.mv.count)
	for e := range p.mv.elements(p.Raw.Data) {
		out = append(out, p.text(e))
	}
	return out, true
}

// text decodes b up to its NUL.
func (p *Property) text(b []byte) hive.Text {
	t := hive.Text("")
	if p.utf16 {
		t = hive.DecodeUTF16(cutUTF16(b))
	} else {
		t, _ = p.cp.Decode(cutANSI(b))
	}
	if p.Masked {
		t = secret.MaskURLs(t)
	}
	return t
}

// Long returns a PT_LONG.
func (p *Property) Long() (int32, bool) {
	if p.form != PTLong {
		return 0, false
	}
	return int32(binary.LittleEndian.Uint32(p.Raw.Data)), true
}

// Longs returns the numbers of a PT_MV_LONG.
func (p *Property) Longs() ([]int32, bool) {
	if p.form != PTMVLong {
		return nil, false
	}
	out := make([]int32, 0, p.mv.count)
	for e := range p.mv.elements(p.Raw.Data) {
		out = append(out, int32(binary.LittleEndian.Uint32(e)))
	}
	return out, true
}

// Bool returns a PT_BOOLEAN; every value but zero is true.
func (p *Property) Bool() (value, ok bool) {
	if p.form != PTBoolean {
		return false, false
	}
	for _, b := range p.Raw.Data {
		value = value || b != 0
	}
	return value, true
}

// Time returns a PT_SYSTIME.
func (p *Property) Time() (hive.Time, bool) {
	if p.form != PTSysTime {
		return 0, false
	}
	return hive.Time(binary.LittleEndian.Uint64(p.Raw.Data)), true
}

// Bytes returns the bytes of a PT_BINARY; they are the value's own and must not be changed. Every
// value's bytes are in Raw.Data.
func (p *Property) Bytes() ([]byte, bool) {
	if p.form != PTBinary {
		return nil, false
	}
	return p.Raw.Data, true
}

// ByteSlices returns the elements of a PT_MV_BINARY. They are parts of the value's own bytes.
func (p *Property) ByteSlices() ([][]byte, bool) {
	if p.form != PTMVBinary {
		return nil, false
	}
	out := make([][]byte, 0, p.mv.count)
	for e := range p.mv.elements(p.Raw.Data) {
		out = append(out, e)
	}
	return out, true
}

// UID returns a PT_CLSID or a PT_BINARY of 16 bytes.
func (p *Property) UID() (UID, bool) {
	if len(p.Raw.Data) != 16 || p.form != PTBinary && p.form != PTCLSID {
		return UID{}, false
	}
	return UID(p.Raw.Data), true
}

// UIDs returns a PT_BINARY as a list of UIDs, 16 bytes each, as PR_SERVICES and PR_STORE_PROVIDERS
// are. It is false if the length is no multiple of 16.
func (p *Property) UIDs() ([]UID, bool) {
	if p.form != PTBinary || len(p.Raw.Data)%16 != 0 {
		return nil, false
	}
	out := make([]UID, len(p.Raw.Data)/16)
	for i := range out {
		out[i] = UID(p.Raw.Data[16*i:])
	}
	return out, true
}

// EntryID reads a PT_BINARY as an entry identifier.
func (p *Property) EntryID() (EntryID, bool) {
	if p.form != PTBinary {
		return EntryID{}, false
	}
	return ParseEntryID(p.Raw.Data, p.cp), true
}

// Paths returns every PST or OST path that stands anywhere in the value, read with the code page of the
// property. A secret gives none.
func (p *Property) Paths() []PathIn {
	if p.Secret {
		return nil
	}
	return findPaths(p.Raw.Data, p.cp)
}

// signed reads 2, 4 or 8 bytes as a little-endian signed number.
func signed(b []byte) int64 {
	switch len(b) {
	case 2:
		return int64(int16(binary.LittleEndian.Uint16(b)))
	case 4:
		return int64(int32(binary.LittleEndian.Uint32(b)))
	}
	return int64(binary.LittleEndian.Uint64(b))
}

// float reads 4 or 8 bytes as a little-endian IEEE 754 number.
func float(b []byte) float64 {
	if len(b) == 4 {
		return float64(math.Float32frombits(binary.LittleEndian.Uint32(b)))
	}
	return math.Float64frombits(binary.LittleEndian.Uint64(b))
}
