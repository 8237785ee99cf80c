package prop

import (
	"encoding/binary"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/codepage"
	"mapihive/hive/mapi/internal/mapitest"
)

// mapitest.UTF16 is UTF-16LE text with its NUL, as MAPI stores PT_UNICODE.
func regBinary(name string, data []byte) Value {
	return Value{Name: hive.Text(name), Type: hive.RegBinary, Data: data}
}

func TestDecodeStrings(t *testing.T) {
	for _, c := range []struct {
		name          string
		value         Value
		text          hive.Text
		problem, note string
	}{
		{"unicode", regBinary("001f6700", mapitest.UTF16(`C:\Mail\Archive.pst`)), `C:\Mail\Archive.pst`, "", ""},
		{"unicode, empty", regBinary("001f3004", []byte{0, 0}), "", "", ""},
		{"unicode, lone surrogate kept", regBinary("001F3001", []byte{0x00, 0xD8, 0, 0}), "\xED\xA0\x80", "", ""},
		{"unicode, no NUL", regBinary("001f3001", []byte("a\x00b\x00")), "ab", "no terminating NUL", ""},
		{"unicode, no bytes", regBinary("001f3001", nil), "", "no terminating NUL", ""},
		{"unicode, odd length", regBinary("001f3001", []byte("a\x00\x00\x00b")), "a", "odd number of bytes in a UTF-16 string; 1 bytes after the terminating NUL", ""},
		{"unicode, bytes after the NUL", regBinary("001f3001", mapitest.UTF16("a\x00b")), "a", "4 bytes after the terminating NUL", ""},
		{"unicode as REG_SZ", Value{Name: "001f3001", Type: hive.RegSz, Data: mapitest.UTF16("a")}, "a", "", "stored as REG_SZ"},
		{"unicode as REG_SZ without NUL", Value{Name: "001f3001", Type: hive.RegSz, Data: []byte("a\x00")}, "a", "", "stored as REG_SZ"},
		{"unicode as REG_EXPAND_SZ", Value{Name: "001f6700", Type: hive.RegExpandSz, Data: mapitest.UTF16("%A%")}, "%A%", "", "stored as REG_EXPAND_SZ"},
		{"string8", Value{Name: "001e300a", Type: hive.RegSz, Data: mapitest.UTF16("mspst.dll")}, "mspst.dll", "", ""},
		{"string8 as REG_BINARY", regBinary("001e300a", []byte("mspst.dll\x00")), "mspst.dll", "", "stored as REG_BINARY"},
		{"string8 as REG_BINARY, above ASCII", regBinary("001e3001", []byte("M\xFCller\x00")), "Müller", "",
			"stored as REG_BINARY; code page 1252 (assumed: the evidence names no code page)"},
		{"data cut off", Value{Name: "001f3001", Type: hive.RegBinary, Data: []byte("a\x00"), Missing: "cell ends early"}, "a",
			"no terminating NUL; data not whole: cell ends early", ""},
		{"account string, 2003 to 2010", regBinary("Account Name", mapitest.UTF16("alice")), "alice", "", ""},
		{"account string, 16.0", Value{Name: "Account Name", Type: hive.RegSz, Data: mapitest.UTF16("alice")}, "alice", "", ""},
		{"account server", regBinary("POP3 Server", mapitest.UTF16("mail")), "mail", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := Decode(c.value, nil)
			text, ok := p.Text()
			require.True(t, ok)
			require.Equal(t, c.text, text)
			require.Equal(t, c.text, p.Display())
			require.Equal(t, c.problem, p.Problem)
			require.Equal(t, c.note, p.Note)
		})
	}
}

func TestDecodeFixed(t *testing.T) {
	u64 := func(v uint64) []byte { return binary.LittleEndian.AppendUint64(nil, v) }
	u32 := func(v uint32) []byte { return binary.LittleEndian.AppendUint32(nil, v) }
	for _, c := range []struct {
		value   Value
		typ     Type
		display hive.Text
	}{
		{regBinary("00033009", u32(2)), PTLong, "2"},
		{regBinary("00036666", u32(0xFFFFFFFF)), PTLong, "-1 (0xFFFFFFFF)"},
		{Value{Name: "00033009", Type: hive.RegDword, Data: u32(2)}, PTLong, "2"},
		{regBinary("000b0340", []byte{1, 0}), PTBoolean, "true"},
		{regBinary("000b0340", []byte{0, 0}), PTBoolean, "false"},
		{regBinary("000b0340", []byte{0xFF, 0xFF}), PTBoolean, "true"},
		{Value{Name: "000b0340", Type: hive.RegDword, Data: u32(1)}, PTBoolean, "true"},
		{regBinary("00020001", []byte{0xFE, 0xFF}), PTShort, "-2"},
		{regBinary("00040001", u32(math.Float32bits(1.5))), PTFloat, "1.5"},
		{regBinary("00050001", u64(math.Float64bits(-0.25))), PTDouble, "-0.25"},
		{regBinary("00060001", u64(12345)), PTCurrency, "1.2345"},
		{regBinary("00070001", u64(math.Float64bits(41005.75))), PTAppTime, "2012-04-06T18:00:00"},
		{regBinary("00070001", u64(math.Float64bits(math.NaN()))), PTAppTime, "NaN days"},
		{regBinary("000a0001", u32(0x80040001)), PTError, "0x80040001"},
		{regBinary("00146686", u64(7)), PTI8, "7"},
		{Value{Name: "00146686", Type: hive.RegQword, Data: u64(7)}, PTI8, "7"},
		{regBinary("00400032", u64(116444736000000000)), PTSysTime, "1970-01-01T00:00:00.0000000Z"},
		{regBinary("00400032", u64(0)), PTSysTime, "0 (no time)"},
		{regBinary("00486002", []byte("\x04\x03\x02\x01\x06\x05\x08\x07\x09\x0A\x0B\x0C\x0D\x0E\x0F\x10")), PTCLSID, "{01020304-0506-0708-090A-0B0C0D0E0F10}"},
		{regBinary("00010001", nil), PTNull, "null"},
		{regBinary("01020402", []byte{1, 2}), PTBinary, "0102"},
		{Value{Name: "Mini UID", Type: hive.RegDword, Data: u32(0x80000000)}, PTLong, "2147483648 (0x80000000)"},
	} {
		t.Run(string(c.value.Name), func(t *testing.T) {
			p := Decode(c.value, nil)
			require.Empty(t, p.Problem)
			require.Equal(t, c.typ, p.Type())
			require.Equal(t, c.display, p.Display())
		})
	}
}

// What does not fit keeps its bytes and gives no value.
func TestDecodeIllFormed(t *testing.T) {
	for _, c := range []struct {
		value   Value
		problem string
	}{
		{regBinary("00033009", []byte{1, 2, 3}), "PT_LONG needs 4 bytes, has 3"},
		{regBinary("000b0340", []byte{1}), "PT_BOOLEAN needs 2 bytes, has 1"},
		{regBinary("000b0340", []byte{1, 0, 0, 0}), "PT_BOOLEAN needs 2 bytes, has 4"},
		{regBinary("00400032", make([]byte, 9)), "PT_SYSTIME needs 8 bytes, has 9"},
		{regBinary("00486002", make([]byte, 15)), "PT_CLSID needs 16 bytes, has 15"},
		{regBinary("00010001", []byte{0}), "PT_NULL holds 1 bytes"},
		{regBinary("000d3415", []byte{0}), "PT_OBJECT has no known form in a profile section"},
		{regBinary("00006001", []byte{0}), "no property type PT_UNSPECIFIED"},
		{regBinary("02226001", []byte{0}), "no property type 0x0222"},
		{regBinary("100b6001", []byte{0, 0}), "no property type 0x100B"},
		{Value{Name: "00033009", Type: hive.RegSz, Data: mapitest.UTF16("2")}, "PT_LONG stored as REG_SZ"},
		{Value{Name: "001f3001", Type: hive.RegDword, Data: make([]byte, 4)}, "PT_UNICODE stored as REG_DWORD"},
		{Value{Name: "01020ff9", Type: hive.RegSz, Data: mapitest.UTF16("00")}, "PT_BINARY stored as REG_SZ"},
		{Value{Name: "NextAccountID", Type: hive.RegDword, Data: []byte{1}}, "REG_DWORD does not hold 4 bytes"},
	} {
		t.Run(string(c.value.Name)+" "+c.problem, func(t *testing.T) {
			p := Decode(c.value, nil)
			require.Equal(t, c.problem, p.Problem)
			require.Equal(t, PTUnspecified, p.Type())
			require.Equal(t, c.value.Data, p.Raw.Data)
			require.Equal(t, displayHex(c.value.Data), p.Display())
			_, text := p.Text()
			_, long := p.Long()
			_, boolean := p.Bool()
			_, tm := p.Time()
			_, bytes := p.Bytes()
			_, uid := p.UID()
			require.False(t, text || long || boolean || tm || bytes || uid)
		})
	}
}

func TestUIDs(t *testing.T) {
	two := strings.Repeat("\x01", 16) + strings.Repeat("\x02", 16)
	p := Decode(regBinary("01023d00", []byte(two)), nil)
	uids, ok := p.UIDs()
	require.True(t, ok)
	require.Len(t, uids, 2)
	require.Equal(t, hive.Text("01010101010101010101010101010101, 02020202020202020202020202020202"), p.Display())
	_, ok = p.UID()
	require.False(t, ok)

	p = Decode(regBinary("01023d00", []byte(two[:24])), nil)
	_, ok = p.UIDs()
	require.False(t, ok, "a cut list is not a list")
}

func TestDisplayNamesFlags(t *testing.T) {
	flags := func(name string, v uint32, ctx Context) hive.Text {
		p := Decode(regBinary(name, binary.LittleEndian.AppendUint32(nil, v)), nil).In(ctx)
		return p.Display()
	}
	require.Equal(t, hive.Text("0x00000022 (SINGLE_COPY | NO_PRIMARY_IDENTITY)"), flags("00033009", 0x22, CtxService))
	require.Equal(t, hive.Text("0x00000022 (DEFAULT_STORE | NO_PRIMARY_IDENTITY)"), flags("00033009", 0x22, CtxProvider))
	require.Equal(t, hive.Text("34 (0x00000022)"), flags("00033009", 0x22, 0), "without the place the bits have no names")
	require.Equal(t, hive.Text("0 (no flags)"), flags("00033009", 0, CtxProvider))
	require.Equal(t, hive.Text("33 (STORE_PROVIDER)"), flags("00033e03", 33, 0))
	require.Equal(t, hive.Text("99 (0x00000063)"), flags("00033e03", 99, 0))
	require.Equal(t, hive.Text("0x00000984 (SHOW_CONNECT_UI | OST_CACHE_PRIVATE | OST_CACHE_DELEGATE_PIM)"), flags("00036601", 0x984, CtxExchange))
	require.Equal(t, hive.Text("0x10000000"), flags("00036702", 0x10000000, CtxPST))
}

func TestDecodeDoesNotAllocate(t *testing.T) {
	values := []Value{
		regBinary("00033009", []byte{2, 0, 0, 0}),
		regBinary("000b0340", []byte{1, 0}),
		regBinary("00400032", make([]byte, 8)),
		regBinary("01023d0c", make([]byte, 16)),
		regBinary("001f6700", mapitest.UTF16(`C:\a.pst`)),
	}
	require.Zero(t, testing.AllocsPerRun(100, func() {
		for _, v := range values {
			p := Decode(v, nil).In(CtxPST)
			p.Long()
			p.Bool()
			p.Time()
			p.UID()
		}
	}))
}

func TestCodePageOfProperties(t *testing.T) {
	russian, _ := codepage.New(1251, "Nls\\CodePage ACP")
	p := Decode(regBinary("101e6622", mapitest.MVText(4, []byte("\xCF\xEE\xF7\xF2\xE0\x00"), []byte("b\x00"))), russian)
	texts, _ := p.Texts()
	require.Equal(t, []hive.Text{"Почта", "b"}, texts)
	require.Equal(t, `code page 1251 (Nls\CodePage ACP)`, p.Note)

	e, _ := (&Property{form: PTBinary, cp: russian, Raw: Value{Data: mapitest.StoreEID("mspst.dll", uidPST, []byte("\x00C:\\\xCF.pst\x00"))}}).EntryID()
	require.Equal(t, hive.Text(`C:\П.pst`), e.Path)

	japanese, _ := codepage.New(932, "")
	p = Decode(regBinary("001e3001", []byte("\x83\x00")), japanese)
	require.Equal(t, "bytes that code page 932 does not have", p.Problem)

	// A large count has bytes above 0x7F in the header alone: no text depends on a code page.
	many := make([][]byte, 40)
	for i := range many {
		many[i] = []byte("abc\x00")
	}
	p = Decode(regBinary("101e6622", mapitest.MVText(8, many...)), nil)
	require.Empty(t, p.Note)
}
