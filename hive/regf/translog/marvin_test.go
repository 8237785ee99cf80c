package translog

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

func count(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(i)
	}
	return b
}

func TestMarvin32(t *testing.T) {
	for _, c := range []struct {
		name string
		in   []byte
		want uint64
	}{
		{"empty", nil, 0xB39EFCA403966E08},
		{"00", count(1), 0x2D45A72C3C214958},
		{"00 00 00 00", make([]byte, 4), 0x2400585E2D116FBF},
		{"HvLE", []byte("HvLE"), 0x914527932CF336DD},
		{"regf", []byte("regf"), 0x419EF36B5445E5AC},
		{"00 to 1F", count(32), 0xC64FEEE425C2E24C},
		{"00 to FF", count(256), 0xE8F3685710A60B65},
		{"512 x 00", make([]byte, 512), 0x3800A6F5E77BD25C},
		{"4096 x AA", slices.Repeat([]byte{0xAA}, 4096), 0x2582E11D85695B64},
		{"00 to 04", count(5), 0x8733F5FC9359F08C},
		{"00 to 05", count(6), 0x74720DA476976732},
		{"00 to 06", count(7), 0x48C4F4D47D17EB8B},
	} {
		require.Equal(t, c.want, marvin32(c.in), c.name)
	}
}

func BenchmarkMarvin32(b *testing.B) {
	data := count(4 << 20)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		marvin32(data)
	}
}
