package mapi

import (
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/mapi/prop"
)

// A fact carries the bytes that it was read from, but none of a secret.
func TestFactsCarryBytes(t *testing.T) {
	wide := append(hive.EncodeUTF16(`C:\mail.pst`), 0, 0)
	for _, c := range []struct {
		name hive.Text
		typ  hive.ValueType
		data []byte
		want string
	}{
		{"001f6700", hive.RegSz, wide, string(wide)},
		{"001e6700", hive.RegBinary, []byte("C:\\mail.pst\x00"), "C:\\mail.pst\x00"},
		{"01020ff9", hive.RegBinary, make([]byte, 300), string(make([]byte, hive.RawLimit))},
		{"001f6703", hive.RegSz, wide, ""},
		{"POP3 Password", hive.RegBinary, wide, ""},
		{"001f6622", hive.RegSz, append(hive.EncodeUTF16("https://alice:hunter2@example.com/"), 0, 0), ""},
	} {
		p := prop.Decode(prop.Value{Name: c.name, Type: c.typ, Data: c.data}, nil)
		f := (&Key{}).fact(&p)
		require.Equal(t, c.want, string(f.Data.Bytes()), c.name)
		if c.want == "" {
			require.Zero(t, f.DataSize)
		}
	}
}
