package redact

import (
	_ "embed"
	"encoding/hex"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"mapihive/hive"
)

// publicList holds the words that stay, lines of # aside. They are those of Windows and Office themselves.
//
//go:embed public.txt
var publicList string

// vocabularyList holds the words of this program's own sentences: those of the string literals in it, as a test makes
// sure.
//
//go:embed vocabulary.txt
var vocabularyList string

// The lists are read when a word is first looked up, for most runs redact nothing.
var public, vocabulary = wordSet(publicList), wordSet(vocabularyList)

// wordSet returns how to get the words of a list, raised.
func wordSet(list string) func() map[string]bool {
	return sync.OnceValue(func() map[string]bool { return readWords(list) })
}

func readWords(list string) map[string]bool {
	out := map[string]bool{}
	for line := range strings.Lines(list) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		for _, w := range strings.Fields(line) {
			out[raise(w)] = true
		}
	}
	return out
}

func raise(w string) string { return string(hive.UpcaseText(hive.Text(w))) }

// numbered are names that Windows and collectors count, raised.
var numbered = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(VSS|HARDDISKVOLUMESHADOWCOPY|HARDDISKVOLUME|CONTROLSET|TS|V)\d{1,3}$`)
})

// isPublic reports whether a word stays as it is.
func isPublic(word string) bool {
	if len(word) <= 1 || len(word) <= 4 && strings.Trim(word, "0123456789") == "" {
		return true
	}
	return isListed(word)
}

func isListed(word string) bool {
	w := raise(word)
	return public()[w] || numbered().MatchString(w)
}

// special finds what is more than its words: identities of accounts, of domains and of computers; names in a GUID's
// form; times; what is escaped in the paths of collections.
var special = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)%(?:5C|3A|2F|20)` +
		`|\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z` +
		`|S-1-(?:5-21|12-1)(?:-\d+)+` +
		`|\{?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\}?` +
		`|\b(?:\d{1,3}\.){3}\d{1,3}\b` +
		`|\b(?:[0-9a-f]{2}[ ,:]){5,}[0-9a-f]{2}\b` +
		`|\b[0-9a-f]{32}\b`)
})

// words replaces the words of a text, and keeps what stands between them.
func (r *Redactor) words(s string) string {
	return r.each(s, r.word)
}

// each replaces what is special in a text, and what word makes of every other word.
func (r *Redactor) each(s string, word func(string) string) string {
	var b strings.Builder
	at := 0
	for _, m := range special().FindAllStringIndex(s, -1) {
		eachWord(&b, s[at:m[0]], word)
		b.WriteString(r.special(s[m[0]:m[1]]))
		at = m[1]
	}
	eachWord(&b, s[at:], word)
	return b.String()
}

func eachWord(b *strings.Builder, s string, word func(string) string) {
	start := -1
	for i := 0; i < len(s); {
		c, n := utf8.DecodeRuneInString(s[i:])
		inWord := (c != utf8.RuneError || n > 1) && (unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.IsMark(c) && start >= 0)
		switch {
		case inWord && start < 0:
			start = i
		case !inWord && start >= 0:
			b.WriteString(word(s[start:i]))
			start = -1
		}
		if !inWord {
			b.WriteString(s[i : i+n])
		}
		i += n
	}
	if start >= 0 {
		b.WriteString(word(s[start:]))
	}
}

func (r *Redactor) word(w string) string {
	if isPublic(w) {
		return w
	}
	r.private[raise(w)] = true
	return r.token(w)
}

// host replaces the words of a computer's name, also those that are public elsewhere, apart from the last of a domain.
func (r *Redactor) host(s string) string {
	return r.each(s, func(w string) string {
		switch {
		case !isListed(w):
			return r.word(w)
		case domains()[raise(w)]:
			return w
		}
		return r.tokenAfter("listed", w)
	})
}

// domains are public words that say no more of a computer than what kind of name it has.
var domains = wordSet("com net org edu gov mil int local lan localhost onmicrosoft outlook office365")

// special replaces what special found.
func (r *Redactor) special(s string) string {
	switch {
	case s[0] == '%', strings.Contains(s, "T") && strings.HasSuffix(s, "Z"): // a time
		return s
	case s[0] == 'S' || s[0] == 's':
		parts := strings.Split(s, "-")
		for i := 4; i < len(parts); i++ {
			if i < 7 || len(parts[i]) > 4 { // the last of a domain's account is a count: 500 is the administrator
				parts[i] = r.token(parts[i])
			}
		}
		return strings.Join(parts, "-")
	case strings.ContainsAny(s, "{}"):
		return s // of a program or an interface, not of a person
	case strings.Contains(s, "."):
		return r.address(s)
	case strings.ContainsAny(s, " ,:"):
		return r.hexText(s)
	case len(s) == 32 && r.ids[strings.ToLower(s)]:
		b, _ := hex.DecodeString(s)
		if is := r.hex(b); string(is) != string(b) {
			return is.String()
		}
		return s
	}
	return r.hexText(s)
}

// address replaces an IPv4 address: those of one network stay so.
func (r *Redactor) address(s string) string {
	parts := strings.Split(s, ".")
	before := ""
	for i, p := range parts {
		n, err := strconv.ParseUint(p, 10, 8)
		if err != nil {
			return r.hexText(s) // no address; maybe a number of a version
		}
		parts[i] = strconv.FormatUint(r.permute("address "+before, n, 256), 10)
		before += p + "."
	}
	return strings.Join(parts, ".")
}

// hexText replaces the digits of what is written in hex.
func (r *Redactor) hexText(s string) string {
	sum := r.sum("hex", strings.ToLower(s))
	upper := strings.ToLower(s) != s
	out := []byte(s)
	n := 0
	for i, c := range out {
		if strings.IndexByte(" ,:-{}.", c) >= 0 {
			continue
		}
		if n/2 == len(sum) {
			sum, n = r.sum("hex", string(sum)), 0
		}
		digit := sum[n/2] >> (4 * (n % 2)) & 15
		n++
		out[i] = "0123456789abcdef"[digit]
		if upper {
			out[i] = "0123456789ABCDEF"[digit]
		}
	}
	return string(out)
}
