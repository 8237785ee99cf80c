package mapi

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
)

func TestSecrets(t *testing.T) {
	dpapi := append([]byte{2}, append(bytes.Clone(dpapiMagic), "hidden"...)...)
	for _, c := range []struct {
		name   string
		data   []byte
		secret bool
	}{
		{"POP3 Password", []byte("hidden"), true},
		{"smtp password", []byte("hidden"), true},
		{"Password", nil, true},
		{"001e6703", []byte("hidden"), true},
		{"001f6704", []byte("hidden"), true},
		{"010266a1", []byte("hidden"), true},
		{"010267f0", []byte("hidden"), true},
		{"000367FF", []byte("hidd"), true},
		{"S00031234", []byte("hidden"), true},
		{"01026666", dpapi, true},
		{"Anything", dpapi, true},
		{"11026626", encMVBinary(8, dpapi), true},
		{"POP3 User", []byte("shown\x00"), false},
		{"01026666", dpapi[:15], false},
		{"001f6702", encUTF16("shown"), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := regBinary(c.name, c.data)
			require.Equal(t, c.secret, IsSecret(v))
			p := Decode(v, nil)
			require.Equal(t, c.secret, p.Secret)
			if c.secret {
				require.Equal(t, Redacted(c.data), p.Display())
				require.NotContains(t, string(p.Display()), "hidden")
				require.Nil(t, p.Flags())
				require.Nil(t, p.Paths())
				_, ok := p.EntryID()
				require.False(t, ok)
			}
		})
	}
	require.Equal(t, hive.Text("secret, 0 bytes, sha256 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"), Redacted(nil))
}

// A secured property is a DPAPI blob whatever type its name gives: its length is no problem.
func TestSecuredProperty(t *testing.T) {
	p := Decode(regBinary("S00036602", []byte(strings.Repeat("x", 264))), nil)
	require.True(t, p.Secured)
	require.Equal(t, PTBinary, p.Type())
	require.Empty(t, p.Problem)
	require.Equal(t, Tag(0x66020003), p.Tag)
}
