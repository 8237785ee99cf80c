package hive

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// What was kept is what was stored, to the byte and up to the limit, whatever text goes with it; and it is kept in one
// way, so that facts can be compared.
func TestRaw(t *testing.T) {
	wide := func(s string) string { return string(EncodeUTF16(Text(s))) }
	for name, data := range map[string]string{
		"nothing": "", "text": wide(`C:\mail.pst`) + "\x00\x00", "no NUL": wide("ab"), "two NULs": "a\x00\x00\x00\x00\x00", "an empty text": "\x00\x00",
		"a NUL inside": "a\x00\x00\x00b\x00\x00\x00", "odd": "a\x00\x00", "half a pair": "\x00\xd8\x00\x00", "pair": "\x3d\xd8\x00\xde\x00\x00", "number": "\x01\x00\x00\x00",
		"bytes": "\xff\xfe\x00\x01\x02", "ANSI": "C:\\mail.pst\x00", "no character": "\xff\xff\x00\x00",
		"long text": wide(strings.Repeat("x", 4000)) + "\x00\x00", "long bytes": strings.Repeat("\xab", 4000),
	} {
		want := data[:min(len(data), RawLimit)]
		units, _ := CutNUL([]byte(data))
		for _, text := range []Text{"", "other", Text(data), DecodeUTF16(units)} {
			f := Fact{Text: text}.WithData([]byte(data))
			require.Equal(t, want, string(f.Data.Bytes()), name)
			require.Equal(t, Fact{}.WithData([]byte(data)).Data, f.Data, name)
			size := 0
			if len(data) > RawLimit {
				size = len(data)
			}
			require.Equal(t, size, f.DataSize, name)
		}
		b, err := json.Marshal(Fact{}.WithData([]byte(data)))
		require.NoError(t, err)
		var back Fact
		require.NoError(t, json.Unmarshal(b, &back))
		require.Equal(t, Fact{}.WithData([]byte(data)), back, name)
	}
	require.Equal(t, "61000000", NewRaw([]byte("a\x00\x00\x00"), "a").String())
	var r Raw
	require.Error(t, r.UnmarshalText([]byte("0g")))
}

// The bytes of text take no memory beside the text.
func TestRawSharesText(t *testing.T) {
	text := Text(strings.Repeat("x", 100))
	data := append(EncodeUTF16(text), 0, 0)
	require.LessOrEqual(t, testing.AllocsPerRun(100, func() { _ = NewRaw(data, text) }), 2.0, "to decode and compare")
}

func FuzzRaw(f *testing.F) {
	f.Add([]byte("a\x00\x00\x00"))
	f.Add([]byte("\xff\xff\x00\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		want := data[:min(len(data), RawLimit)]
		r := NewRaw(data, "")
		require.Equal(t, string(want), string(r.Bytes()))
		var back Raw
		require.NoError(t, back.UnmarshalText([]byte(r.String())))
		require.Equal(t, r, back)
	})
}
