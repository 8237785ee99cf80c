package regf

import (
	"encoding/binary"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
)

// sid writes a SID of revision 1 by hand.
func sidBytes(authority uint64, parts ...uint32) []byte {
	b := []byte{1, byte(len(parts))}
	b = append(b, binary.BigEndian.AppendUint64(nil, authority)[2:]...)
	for _, p := range parts {
		b = binary.LittleEndian.AppendUint32(b, p)
	}
	return b
}

func TestSIDText(t *testing.T) {
	for _, c := range []struct {
		name string
		sid  []byte
		want string
	}{
		{"administrators", sidBytes(5, 32, 544), "S-1-5-32-544"},
		{"user", sidBytes(5, 21, 1, 2, 4294967295, 1001), "S-1-5-21-1-2-4294967295-1001"},
		{"no parts", sidBytes(1), "S-1-1"},
		{"48-bit authority", sidBytes(0xFFFFFFFFFFFF, 7), "S-1-281474976710655-7"},
		{"bytes after it", append(sidBytes(5, 18), 1, 2, 3), "S-1-5-18"},
		{"fifteen parts", sidBytes(5, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15), "S-1-5-1-2-3-4-5-6-7-8-9-10-11-12-13-14-15"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := hive.SIDText(c.sid)
			require.NoError(t, err)
			require.Equal(t, c.want, got)
		})
	}
	sixteen := sidBytes(5, make([]uint32, 16)...)
	for name, bad := range map[string][]byte{
		"empty":          nil,
		"short":          sidBytes(5, 32, 544)[:15],
		"header only":    sidBytes(5, 32)[:7],
		"revision 2":     append([]byte{2}, sidBytes(5, 18)[1:]...),
		"sixteen parts":  sixteen,
		"255 parts":      append([]byte{1, 255}, make([]byte, 8+4*255)...),
		"count too long": {1, 1, 0, 0, 0, 0, 0, 5},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := hive.SIDText(bad)
			require.Error(t, err)
		})
	}
}

func TestOwnerSID(t *testing.T) {
	sd := func(owner uint32, tail []byte) []byte {
		b := make([]byte, 20)
		b[0] = 1
		binary.LittleEndian.PutUint32(b[4:], owner)
		return append(b, tail...)
	}
	got, err := ownerSID(sd(20, sidBytes(5, 18)))
	require.NoError(t, err)
	require.Equal(t, "S-1-5-18", got)
	got, err = ownerSID(sd(0, nil))
	require.NoError(t, err, "a descriptor without owner")
	require.Empty(t, got)
	for name, bad := range map[string][]byte{
		"short":         sd(20, nil)[:19],
		"revision":      append([]byte{2}, sd(20, sidBytes(5, 18))[1:]...),
		"owner outside": sd(1000, sidBytes(5, 18)),
		"owner at end":  sd(32, sidBytes(5, 18)),
		"owner at -1":   sd(0xFFFFFFFF, sidBytes(5, 18)),
	} {
		t.Run(name, func(t *testing.T) {
			_, err := ownerSID(bad)
			require.Error(t, err)
		})
	}
}
