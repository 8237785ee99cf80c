package prop

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/mapi/internal/mapitest"
	"mapihive/hive/secret"
)

func TestSecrets(t *testing.T) {
	dpapi := append([]byte{2}, append(bytes.Clone(mapitest.DPAPI), "hidden"...)...)
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
		{"00036703", []byte("hidd"), true},
		{"00036704", []byte("hidd"), true},
		{"010266a1", []byte("hidden"), true},
		{"010267f0", []byte("hidden"), true},
		{"000367FF", []byte("hidd"), true},
		{"000267ff", []byte("hidden"), true},
		{"S00031234", []byte("hidden"), true},
		{"01026666", dpapi, true},
		{"01023d00", dpapi, true},
		{"Anything", dpapi, true},
		{"11026626", mapitest.MVBinary(8, dpapi), true},
		{"POP3 User", []byte("shown\x00"), false},
		{"01026666", dpapi[:15], false},
		{"001f6702", mapitest.UTF16("shown"), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := regBinary(c.name, c.data)
			require.Equal(t, c.secret, Judge(v) == secret.Secret)
			p := Decode(v, nil)
			require.Equal(t, c.secret, p.Secret)
			if c.secret {
				requireHidden(t, &p)
			}
		})
	}
}

// requireHidden checks that no accessor gives anything of a secret's data.
func requireHidden(t *testing.T, p *Property) {
	t.Helper()
	require.True(t, p.Secret)
	require.Equal(t, secret.Stored, p.Display())
	require.Empty(t, p.Note)
	require.NotRegexp(t, `\d`, p.Problem)
	require.Nil(t, p.Flags())
	require.Nil(t, p.Paths())
	for what, ok := range map[string]func() bool{
		"text":  func() bool { _, ok := p.Text(); return ok },
		"texts": func() bool { _, ok := p.Texts(); return ok },
		"long":  func() bool { _, ok := p.Long(); return ok },
		"longs": func() bool { _, ok := p.Longs(); return ok },
		"bytes": func() bool { _, ok := p.Bytes(); return ok },
		"list":  func() bool { _, ok := p.ByteSlices(); return ok },
		"uid":   func() bool { _, ok := p.UID(); return ok },
		"uids":  func() bool { _, ok := p.UIDs(); return ok },
		"eid":   func() bool { _, ok := p.EntryID(); return ok },
	} {
		require.False(t, ok(), what)
	}
}

// What is wrong with a secret's data, or how much of them there is, tells their length.
func TestSecretsSayNoLength(t *testing.T) {
	for _, v := range []Value{
		regBinary("000367ff", []byte("1234567")),
		regBinary("001f6703", []byte("123")),
		{Name: "POP3 Password", Type: hive.RegBinary, Data: []byte("123"), Missing: "3 of 9 bytes could be read"},
		{Name: "PIN", Type: hive.RegDword, Data: []byte("123")},
	} {
		p := Decode(v, nil)
		requireHidden(t, &p)
	}
}

// A tag is meant in a context: what another section's tag means there does not decide here.
func TestSecretByContext(t *testing.T) {
	p := Decode(regBinary("001f67f0", mapitest.UTF16("hidden")), nil).In(CtxMSMail)
	requireHidden(t, &p)
}

// A secured property is a DPAPI blob whatever type its name gives: its length is no problem.
func TestSecuredProperty(t *testing.T) {
	p := Decode(regBinary("S00036602", []byte(strings.Repeat("x", 264))), nil)
	require.True(t, p.Secured)
	require.Equal(t, PTBinary, p.Type())
	require.Empty(t, p.Problem)
	require.Equal(t, Tag(0x66020003), p.Tag)
}

// A text with such a URL is shown without its password; bytes with one are a secret.
func TestMaskedProperty(t *testing.T) {
	url := mapitest.UTF16("https://bob:hunter2@example.com/")
	for _, p := range []Property{
		Decode(regBinary("001f6622", url), nil),
		Decode(Value{Name: "EAS Server URL", Type: hive.RegSz, Data: url}, nil),
		Decode(regBinary("001f6622", append(bytes.Clone(url), "tail"...)), nil),
	} {
		require.True(t, p.Masked)
		require.False(t, p.Secret)
		require.Equal(t, hive.Text("https://bob:***@example.com/"), p.Display())
		text, _ := p.Text()
		require.Equal(t, p.Display(), text)
		require.Empty(t, p.Problem)
	}
	p := Decode(regBinary("01026666", url), nil)
	requireHidden(t, &p)
}

// What stands in a key of secrets is one, whatever it is called.
func TestHiddenValues(t *testing.T) {
	require.Equal(t, secret.Secret, Judge(Value{Name: "x", Hidden: true}))
	require.Equal(t, secret.Secret, Judge(Value{Name: "000367ff", Type: hive.RegDword, Data: []byte{1, 0, 0, 0}}), "a tag is no switch")
}
