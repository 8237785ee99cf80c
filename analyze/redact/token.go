package redact

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"math/bits"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"mapihive/hive"
)

// chunkLen is how many characters of a word are replaced at once. A short file name ("ARCHIV~1") has so many of the
// long one: with the same token for them it stays its short name.
const chunkLen = 6

// token replaces a word. It has as many characters, letters for letters and digits for digits, in upper case where the
// word is, and it is written composed or decomposed as the word is. Words that Windows takes for one have tokens that
// it takes for one. Of ASCII words no two others have, under one key.
func (r *Redactor) token(word string) string { return r.tokenAfter("", word) }

// tokenAfter is the token that a word has behind another.
func (r *Redactor) tokenAfter(before, word string) string {
	known := before + "\x00" + word
	if t, ok := r.tokens[known]; ok {
		return t
	}
	composed := []rune(norm.NFC.String(word))
	plain := []rune(hive.UpcaseText(hive.Text(string(composed))))
	if len(plain) != len(composed) { // a lone surrogate, say, which is in no word
		plain = composed
	}
	out := make([]rune, 0, len(plain))
	for at := 0; at < len(plain); at += chunkLen {
		end := min(at+chunkLen, len(plain))
		out = append(out, r.chunk(before, plain[at:end], len(plain))...)
		before = string(r.sum("before", before+"\x00"+string(plain[at:end])))
	}
	for i, c := range composed {
		if isUpper(c) {
			out[i] = unicode.ToUpper(out[i])
		}
	}
	t := string(out)
	if !norm.NFC.IsNormalString(word) {
		t = norm.NFD.String(t)
	}
	r.tokens[known] = t
	return t
}

// isUpper reports whether Windows knows a lower case of c.
func isUpper(c rune) bool {
	low := unicode.ToLower(c)
	return low != c && low < 0x10000 && c < 0x10000 && hive.Upcase(uint16(low)) == uint16(c)
}

// chunk replaces some raised characters of a word of n. Of those before it, before is a hash, "" for none: the token of a
// word starts as that of a word that it starts with.
func (r *Redactor) chunk(before string, plain []rune, n int) []rune {
	alphabets := make([]alphabet, len(plain))
	size, ascii := uint64(1), true
	for i, c := range plain {
		alphabets[i] = alphabetOf(c)
		ascii = ascii && c < 0x80
		if size < 1<<48 {
			size *= uint64(len(alphabets[i]))
		}
	}
	if !ascii {
		sum := r.sum("word", before+"\x00"+string(plain))
		out := make([]rune, len(plain))
		for i, a := range alphabets {
			if len(a) == 0 {
				out[i] = plain[i]
				continue
			}
			out[i] = a[binary.BigEndian.Uint32(sum[4*i:])%uint32(len(a))]
		}
		return out
	}
	number := uint64(0)
	for i, c := range plain {
		number = number*uint64(len(alphabets[i])) + uint64(strings.IndexRune(string(alphabets[i]), unicode.ToLower(c)))
	}
	first := before == ""
	kind := classOf(plain, first, n)
	for {
		number = r.permute(before, number, size)
		out, rest := make([]rune, len(plain)), number
		for i := len(alphabets) - 1; i >= 0; i-- {
			out[i] = alphabets[i][rest%uint64(len(alphabets[i]))]
			rest /= uint64(len(alphabets[i]))
		}
		if classOf(out, first, n) == kind && (!first || !isListed(string(out))) {
			return out
		}
	}
}

// class is what the start of a number has to stay: a part of a SID has no zero in front and 32 bits.
type class struct{ zero, large bool }

func classOf(start []rune, first bool, n int) (c class) {
	if !first || strings.Trim(string(start), "0123456789") != "" {
		return c
	}
	return class{start[0] == '0' && n > 1, n >= 10 && string(start) >= "429496"}
}

type alphabet []rune

var (
	latin    = alphabet("abcdefghijklmnopqrstuvwxyz")
	digits   = alphabet("0123456789")
	accented = alphabet("àáâäèéêëìíîïòóôöùúûü")
	nordic   = alphabet("æðøþ")
	cyrillic = alphabet("абвгдежзиклмнопрстуфхцчшщъыьэюя")
	greek    = alphabet("αβγδεζηθικλμνξοπρστυφχψω")
	hangul   = spanOf(0xAC00, 0xD7A3)
	han      = spanOf(0x4E00, 0x9FA5)
)

// spanOf returns how to get the characters between two.
func spanOf(from, to rune) func() alphabet {
	return sync.OnceValue(func() (a alphabet) {
		for c := from; c <= to; c++ {
			a = append(a, c)
		}
		return a
	})
}

// alphabetOf returns what a raised character of a word can become: what is of its script, has case and can be
// decomposed as it can. A combining mark has none, and stays.
func alphabetOf(c rune) alphabet {
	switch {
	case 'A' <= c && c <= 'Z', 'a' <= c && c <= 'z':
		return latin
	case '0' <= c && c <= '9':
		return digits
	case unicode.Is(unicode.Hangul, c):
		return hangul()
	case unicode.IsMark(c):
		return nil
	case norm.NFD.String(string(c)) != string(c):
		return accented
	case unicode.Is(unicode.Cyrillic, c):
		return cyrillic
	case unicode.Is(unicode.Greek, c):
		return greek
	case unicode.ToLower(c) != c || unicode.ToUpper(c) != c || unicode.Is(unicode.Latin, c):
		return nordic
	}
	return han()
}

// rounds are more than the four that a Feistel network needs to be a strong pseudo-random permutation (Luby, Rackoff);
// the domains are small.
const rounds = 8

// permute maps the numbers below size to themselves, one to one, as the key and the tweak say: a Feistel network over
// the next larger even number of bits, walked until the number is in range.
func (r *Redactor) permute(tweak string, x, size uint64) uint64 {
	if size < 2 {
		return x
	}
	half := (bits.Len64(size-1) + 1) / 2
	mask := uint64(1)<<half - 1
	for {
		left, right := x>>half, x&mask
		for i := range rounds {
			sum := r.sum("round", tweak, byte(i), byte(half), right)
			left, right = right, left^binary.BigEndian.Uint64(sum[:])&mask
		}
		if x = left<<half | right; x < size {
			return x
		}
	}
}

// sum is the keyed hash that everything is made of.
func (r *Redactor) sum(use, text string, numbers ...any) []byte {
	h := hmac.New(sha256.New, r.key)
	h.Write([]byte(use + "\x00" + text + "\x00"))
	for _, n := range numbers {
		_ = binary.Write(h, binary.BigEndian, n) // a hash takes all
	}
	return h.Sum(nil)
}
