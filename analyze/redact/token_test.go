package redact

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/unicode/norm"

	"mapihive/hive"
	"mapihive/hive/winpath"
)

func tokens() *Redactor { return New([]byte("a key for tests")) }

// What is one word to Windows stays one, what is another stays another, and how a word is spelled can be seen.
func TestSpellingsKeepTheirRelation(t *testing.T) {
	r := tokens()
	for _, same := range [][]string{
		{"alexandra", "Alexandra", "ALEXANDRA", "aLEXANDRa"}, {"zoë", "Zoë", "ZOË"}, {"ольга", "Ольга"}, {"hr", "HR", "Hr", "hR"}, {"srv01", "SRV01"},
	} {
		seen := map[string]bool{}
		for _, w := range same {
			is := r.token(w)
			require.NotEqual(t, w, is)
			require.True(t, hive.EqualFold(hive.Text(r.token(same[0])), hive.Text(is)), "%s and %s", same[0], w)
			require.False(t, seen[is], w)
			seen[is] = true
			require.Equal(t, []bool{strings.ToLower(w) == w, strings.ToUpper(w) == w}, []bool{strings.ToLower(is) == is, strings.ToUpper(is) == is}, w)
			require.Equal(t, len([]rune(w)), len([]rune(is)))
		}
	}
	for _, w := range []string{"zoë", "Müller", "한국어", "Ёлка"} {
		decomposed := norm.NFD.String(w)
		require.NotEqual(t, r.token(w), r.token(decomposed))
		require.Equal(t, r.token(w), norm.NFC.String(r.token(decomposed)))
		require.Equal(t, r.token(decomposed), norm.NFD.String(r.token(w)))
	}
}

// No two short words have one token, and none has that of a public word.
func TestShortWordsStayApart(t *testing.T) {
	r := tokens()
	seen := map[string]string{}
	var words []string
	for a := 'a'; a <= 'z'; a++ {
		for b := 'a'; b <= 'z'; b++ {
			words = append(words, string([]rune{a, b}), string([]rune{a, b, 'x'}), fmt.Sprintf("%c%c7", a, b))
		}
	}
	for n := 10_000; n < 12_000; n++ {
		words = append(words, fmt.Sprint(n))
	}
	for _, w := range words {
		is := r.words(w)
		if is == w && isPublic(w) {
			continue
		}
		require.Empty(t, seen[is], "%s and %s", w, seen[is])
		require.False(t, isPublic(is), w)
		require.Equal(t, len(w), len(is))
		seen[is] = w
	}
}

func TestTexts(t *testing.T) {
	r := tokens()
	text := func(s string) string { return string(r.Text(hive.Text(s))) }
	word := func(s string) string { return r.token(s) }
	for in, want := range map[string]string{
		"": "", "Outlook": "Outlook", `C:\Users\Public\Documents\Outlook Files\Outlook1.pst`: `C:\Users\Public\Documents\Outlook Files\` + word("Outlook1") + `.pst`,
		`\\fs01.contoso.com\mail$\a.pst`:          `\\` + word("fs01") + "." + word("contoso") + `.com\` + r.words("mail") + `$\a.pst`,
		`\\mail\mail\a.pst`:                       `\\` + r.host("mail") + `\mail\a.pst`,
		`\\?\UNC\Exchange.contoso.com\mail\a.pst`: `\\?\UNC\` + r.host("Exchange") + `.` + word("contoso") + `.com\mail\a.pst`,
		`\\?\C:\Users`:                            `\\?\C:\Users`, `C:\\Users\\Public`: `C:\\Users\\Public`,
		"/o=Exchange/cn=Servers/cn=MAIL/cn=Microsoft": "/o=Exchange/cn=Servers/cn=" + r.host("MAIL") + "/cn=Microsoft",
		"##mail#Archive": "##" + r.host("mail") + "#Archive", ",,mail,Archive": ",," + r.host("mail") + ",Archive", "##": "##",
		`4 bytes with \\mail\Archive`:  `4 bytes with \\` + r.host("mail") + `\Archive`,
		"smith@contoso.com":            word("smith") + "@" + word("contoso") + ".com",
		"fs01":                         word("fs01"),
		"%USERPROFILE%\\x.pst":         "%USERPROFILE%\\x.pst",
		"2012-03-05T08:38:24.0000000Z": "2012-03-05T08:38:24.0000000Z",
		"S-1-5-18":                     "S-1-5-18",
		"\xff\xfe":                     "\xff\xfe",
		"C%3A":                         "C%3A",
	} {
		require.Equal(t, want, text(in), in)
	}
	require.NotEqual(t, "mail", r.host("mail"))
	require.Regexp(t, `^S-1-5-21-[1-9]\d{9}-[1-9]\d{8}-[1-9]-500$`, text("S-1-5-21-2018044431-171556782-3-500"))
	guid := "0a1b2c3d-0011-2233-4455-66778899aabb"
	require.Regexp(t, `^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}@`, text(guid+"@contoso.com"))
	require.NotContains(t, text(guid+"@contoso.com"), guid)
	require.Equal(t, "{"+guid+"}", text("{"+guid+"}"))
	address := regexp.MustCompile(`^(\d+\.\d+\.\d+)\.\d+$`)
	a, b := address.FindStringSubmatch(text("10.20.30.40")), address.FindStringSubmatch(text("10.20.30.41"))
	require.Equal(t, a[1], b[1], "one network")
	require.NotEqual(t, a[0], b[0])
	require.NotEqual(t, "10.20.30.40", a[0])
	require.Equal(t, "14.0.7268.5000", text("14.0.7268.5000"))
}

// A short name stays that of its long name.
func TestShortNames(t *testing.T) {
	for _, c := range []struct{ short, long string }{
		{"CONFID~1.PST", "Confidential Letters.pst"}, {"confid~2.pst", "confidential.letters.pst"}, {"ALEXAN~1.SMI", "alexandra.smith"}, {"MYLETT~1.PST", "My Letters of 2010.pst"},
	} {
		require.True(t, winpath.MayBeShort(hive.Text(c.short), hive.Text(c.long)), c.short)
		r := tokens()
		r.remember(hive.Text(`C:\Data\` + c.long))
		short, long := r.Text(hive.Text(c.short)), r.Text(hive.Text(c.long))
		require.True(t, winpath.MayBeShort(short, long), "%s of %s", short, long)
		require.NotEqual(t, c.short, string(short))
	}
}

// Tokens are those of the key: with none, nobody has them twice.
func TestKeys(t *testing.T) {
	require.Equal(t, tokens().Text("alexandra"), tokens().Text("alexandra"))
	require.NotEqual(t, New([]byte("another")).Text("alexandra"), tokens().Text("alexandra"))
	require.NotEqual(t, New(nil).Text("alexandra"), New(nil).Text("alexandra"))
}

// Bytes that are text stay text, and tell nothing; an identity of a store stays.
func TestBytes(t *testing.T) {
	r := tokens()
	id := hive.Hex("\x01\x02\x83\x84\x95\x06\x07\x08\x99\x0a\xbb\x0c\xdd\x0e\xff\x10")
	require.Equal(t, id, r.hex(id))
	require.Equal(t, hive.Hex(r.token("alexandra")), r.hex(hive.Hex("alexandra")))
	require.Equal(t, hive.Hex(hive.EncodeUTF16(hive.Text(r.token("alexandra")))), r.hex(hive.Hex(hive.EncodeUTF16("alexandra"))))
	entry := append(hive.Hex{0, 0, 0, 0, 0x38, 0xa1}, `C:\Mail\alexandra.pst`...)
	is := r.hex(entry)
	require.Len(t, is, len(entry))
	require.NotContains(t, string(is), "alexandra")
	require.Equal(t, is, tokens().hex(entry))
	require.NotContains(t, string(r.hex(hive.Hex("\x90alexandra\x90\x90\x90\x90\x90\x90"))), "alexandra")
}

// A sentence of the program can be read, and what it quotes cannot.
func TestSentences(t *testing.T) {
	r := tokens()
	require.Equal(t, "the key is damaged", r.Sentence("the key is damaged"))
	require.NotContains(t, r.Sentence(`the key "alexandra" is damaged`), "alexandra")
	r.Text("The Maximum of max.pst")
	require.NotContains(t, r.Sentence(`the key of "max"`), "max")
	require.Contains(t, r.Sentence("the key of it"), "the key of it")
	r.Text("damaged.pst")
	require.NotContains(t, r.Sentence("the key is damaged"), "damaged", "it is a name here")
}

// The time for a word grows with its length alone.
func TestLongWord(t *testing.T) {
	long := strings.Repeat("x", 1<<16)
	r := tokens()
	require.Len(t, r.token(long), len(long))
	require.True(t, strings.HasPrefix(r.token(long+"y"), r.token(long)[:1<<15]))
}
