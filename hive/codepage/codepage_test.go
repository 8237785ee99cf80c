package codepage

import (
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
)

func TestCodePages(t *testing.T) {
	for _, c := range []struct {
		number int
		bytes  string
		text   hive.Text
	}{
		{437, "\x81", "ü"}, {850, "\x81", "ü"}, {852, "\x81", "ü"}, {866, "\x80", "А"}, {874, "\xA1", "ก"},
		{932, "\x83\x81\x81[\x83\x8B", "メール"}, {936, "\xD3\xCA\xBC\xFE", "邮件"}, {949, "\xB8\xDE\xC0\xCF", "메일"},
		{950, "\xB6l\xA5\xF3", "郵件"}, {1250, "\xBE", "ľ"}, {1251, "\xCF\xEE\xF7\xF2\xE0", "Почта"}, {1252, "\x80", "€"},
		{1253, "\xE1", "α"}, {1254, "\xFE", "ş"}, {1255, "\xE0", "א"}, {1256, "\xC7", "ا"}, {1257, "\xE0", "ą"},
		{1258, "\xD0", "Đ"}, {65001, "\xC3\xBC", "ü"},
	} {
		cp, ok := New(c.number, "Control Panel")
		require.True(t, ok, c.number)
		text, lost := cp.Decode([]byte(c.bytes))
		require.Equal(t, c.text, text, c.number)
		require.False(t, lost)
		require.False(t, cp.Assumed)
	}
	_, ok := New(12345, "")
	require.False(t, ok)
}

func TestLostBytes(t *testing.T) {
	utf8, _ := New(65001, "")
	text, lost := utf8.Decode([]byte("a\xFFb"))
	require.True(t, lost)
	require.Equal(t, hive.Text("a\uFFFDb"), text)

	require.True(t, Assumed().Assumed)
	text, _ = (*Page)(nil).Decode([]byte("\x80"))
	require.Equal(t, hive.Text("€"), text)
}
