package hivetest

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestUpcase(t *testing.T) {
	mapped := 0
	for u := range 0x10000 {
		if upcase(uint16(u)) != uint16(u) {
			mapped++
		}
	}
	require.Equal(t, 973, mapped, "units the Windows 10 table maps")
	for _, tc := range []struct{ in, want rune }{
		{'a', 'A'}, {'Z', 'Z'}, {'[', '['}, {0xE4, 0xC4}, {0xDF, 0xDF}, {0xFF, 0x178}, {0xB5, 0xB5}, {0x131, 0x131},
		{0x17F, 0x17F}, {0x3C2, 0x3C2}, {0x3C3, 0x3A3}, {0x43A, 0x41A}, {0x526, 0x526}, {0x525, 0x525}, {0x10D0, 0x10D0},
		{0xA797, 0xA797}, {0xFF41, 0xFF21}, {0xD801, 0xD801}, {0xDC28, 0xDC28},
	} {
		require.Equal(t, uint16(tc.want), upcase(uint16(tc.in)), "%04x", tc.in)
	}
}

func TestHashes(t *testing.T) {
	// 'A'=65, 'B'=66: 65*37+66.
	require.EqualValues(t, 2471, lhHash(units("aB")))
	for name, want := range map[string]uint32{
		"Ab\u00fcdef": 0x64_FC_62_41, "Ab": 0x62_41,
		"Ab\u00fc\u65e5x": 0, "t\u65e5tx": 0x78_74_00_00, "\u65e5btx": 0x78_74_62_00, "abcd\u65e5": 0x64_63_62_61,
	} {
		require.Equal(t, want, lfHint(units(name)), "%q", name)
	}
}

func TestNameText(t *testing.T) {
	require.Equal(t, `a\ud801b`, NameText([]uint16{'a', 0xD801, 'b'}))
	require.Equal(t, "\U00010400", NameText([]uint16{0xD801, 0xDC00}))
	require.Equal(t, `\u000d\u0000\u0085`, NameText([]uint16{13, 0, 0x85}))
	require.Equal(t, `A\x\u005cy\ud801`, JoinPath("A", []uint16{'x', '\\', 'y', 0xD801}))
}
