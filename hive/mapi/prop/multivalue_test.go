package prop

import (
	"encoding/binary"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/mapi/internal/mapitest"
)

func TestMultiValueWidths(t *testing.T) {
	for _, width := range []int{4, 8} {
		p := Decode(regBinary("101e3d0f", mapitest.MVText(width, []byte("mspst.dll\x00"), []byte("\x00"), []byte("a\x00"))), nil)
		require.Empty(t, p.Problem)
		texts, ok := p.Texts()
		require.True(t, ok)
		require.Equal(t, []hive.Text{"mspst.dll", "", "a"}, texts)
		require.Equal(t, hive.Text(`3 values: "mspst.dll", "", "a"`), p.Display())

		p = Decode(regBinary("101f6627", mapitest.MVText(width, mapitest.UTF16("Contacts"), mapitest.UTF16(""), mapitest.UTF16("Ü"))), nil)
		require.Empty(t, p.Problem)
		texts, _ = p.Texts()
		require.Equal(t, []hive.Text{"Contacts", "", "Ü"}, texts)

		p = Decode(regBinary("11023d05", mapitest.MVBinary(width, []byte("12345"), nil, []byte("6789"))), nil)
		require.Empty(t, p.Problem)
		slices, ok := p.ByteSlices()
		require.True(t, ok)
		require.Equal(t, [][]byte{[]byte("12345"), {}, []byte("6789")}, slices)
	}
}

// The bytes of the facts: one support file as a 32-bit and as a 64-bit Outlook writes it.
func TestMultiValueBytes(t *testing.T) {
	for _, b := range []string{
		"\x01\x00\x00\x00\x08\x00\x00\x00mspst.dll\x00",
		"\x01\x00\x00\x00\x0C\x00\x00\x00\x00\x00\x00\x00mspst.dll\x00",
	} {
		p := Decode(regBinary("101e3d0f", []byte(b)), nil)
		texts, _ := p.Texts()
		require.Equal(t, []hive.Text{"mspst.dll"}, texts)
		require.Empty(t, p.Problem)
	}
}

func TestMultiValueFixed(t *testing.T) {
	p := Decode(regBinary("10036621", []byte{0x0F, 1, 4, 0x80, 1, 0, 0, 0}), nil).In(CtxContab)
	longs, ok := p.Longs()
	require.True(t, ok)
	require.Equal(t, []int32{-0x7FFBFEF1, 1}, longs)
	require.Equal(t, hive.Text("2 values: 0x8004010F (MAPI_E_NOT_FOUND), 0x00000001 (ENTRYID_UNIQUE)"), p.Display())

	p = Decode(regBinary("{ED475418-B0D6-11D2-8C3B-00104B2A6676}", []byte{3, 0, 0, 0, 1, 0, 0, 0}), nil)
	longs, _ = p.Longs()
	require.Equal(t, []int32{3, 1}, longs)

	p = Decode(regBinary("{ED475420-B0D6-11D2-8C3B-00104B2A6676}", nil), nil)
	longs, ok = p.Longs()
	require.True(t, ok, "an empty order is an order")
	require.Empty(t, longs)
	require.Empty(t, p.Problem)
}

// Elements that no reading explains give no elements; bytes that belong to none are said.
func TestMultiValueDamage(t *testing.T) {
	text := func(width int) []byte { return mapitest.MVText(width, []byte("one\x00"), []byte("two\x00")) }
	change := func(b []byte, at int, v byte) []byte { b[at] = v; return b }
	for _, c := range []struct {
		name, value string
		data        []byte
		ok          bool
		problem     string
	}{
		{"no count", "101e3d0f", []byte{1, 0, 0}, false, "3 bytes are too short for an element count"},
		{"count beyond the data", "101e3d0f", []byte{0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0}, false, "8 bytes cannot hold 4294967295 elements"},
		{"header cut", "101e3d0f", text(8)[:18], false, "neither the 32-bit nor the 64-bit layout fits"},
		{"first offset wrong", "101e3d0f", change(text(4), 4, 13), false, "neither the 32-bit nor the 64-bit layout fits"},
		{"offset outside", "101e3d0f", change(text(4), 8, 200), false, "neither the 32-bit nor the 64-bit layout fits"},
		{"elements overlap", "101e3d0f", change(text(4), 8, 12), false, "neither the 32-bit nor the 64-bit layout fits"},
		{"last NUL missing", "101e3d0f", text(4)[:19], false, "neither the 32-bit nor the 64-bit layout fits"},
		{"length beyond the data", "11023d05", change(mapitest.MVBinary(8, []byte("1234")), 4, 5), false, "neither the 32-bit nor the 64-bit layout fits"},
		{"binaries overlap", "11023d05", change(mapitest.MVBinary(4, []byte("1234"), []byte("5678")), 16, 20), false, "neither the 32-bit nor the 64-bit layout fits"},
		{"bytes left over", "101e3d0f", append(text(8), "zz"...), true, "2 bytes after the last element belong to no element"},
		{"bytes between", "11023d05", change(mapitest.MVBinary(4, []byte("123"), []byte("5678")), 23, 'x'), true, "1 bytes before element 1 belong to no element"},
		{"empty list with a tail", "101e3d0f", []byte{0, 0, 0, 0, 9}, true, "1 bytes after the empty list belong to no element"},
		{"odd array", "10036621", []byte{1, 2, 3, 4, 5}, false, "5 bytes are not whole elements of 4 bytes"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := Decode(regBinary(c.value, c.data), nil)
			require.Equal(t, c.problem, p.Problem)
			_, texts := p.Texts()
			_, slices := p.ByteSlices()
			_, longs := p.Longs()
			require.Equal(t, c.ok, texts || slices || longs)
		})
	}
}

// Overlapping elements would let a small value unfold into gigabytes.
func TestMultiValueDoesNotUnfold(t *testing.T) {
	const n = 1 << 14
	b := binary.LittleEndian.AppendUint32(nil, n)
	for range n {
		b = binary.LittleEndian.AppendUint32(b, 4+4*n)
	}
	b = append(b, make([]byte, 1<<16)...)
	for i := 4 + 4*n; i < len(b)-1; i++ {
		b[i] = 'a'
	}
	p := Decode(regBinary("101e3d0f", b), nil)
	_, ok := p.Texts()
	require.False(t, ok)
}
