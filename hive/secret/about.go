package secret

import (
	"strings"

	"mapihive/hive"
)

// limitWords say, anywhere in a name, that a number is a bound: MaxTokenSize. countWords say at its end
// what the number counts or switches: Private-Key-Flag, PIN_Attempts. What would say something of the
// secret itself, such as a length, a size or a checksum, is not among them.
var (
	limitWords = set("max", "maximum", "min", "minimum", "limit")
	countWords = set("flag", "flags", "version", "policy", "attempts", "retries", "timeout", "interval", "age", "enabled", "count")
)

// addressWords say at the end of a name that a text is where something is: TokenIssuanceUri.
var addressWords = set("uri", "url", "urn", "endpoint")

// aboutSecret reports whether a value with a name for a secret, or below a key for them, only says
// something about secrets: a number that counts or switches, or a plain address.
func aboutSecret(name hive.Text, typ hive.ValueType, data []byte) bool {
	last, limits := "", false
	for w := range words(string(name)) {
		last = w.lower
		limits = limits || limitWords[last]
	}
	switch r := typ.Read(data); r.Form {
	case hive.FormNumber:
		return limits || countWords[last]
	case hive.FormText:
		return addressWords[last] && r.Rest == nil && !r.Odd && plainAddress(string(r.Text()))
	}
	return false
}

// longestPart is the length of a part of an address that is taken for a word. Tokens are longer, or have
// digits.
const longestPart = 15

// plainAddress reports whether a text is one URI that has no room for a secret: no user, port, query or
// fragment, nothing encoded, and no part that is not a short word of letters.
func plainAddress(text string) bool {
	scheme, rest, _ := strings.Cut(text, ":")
	if !strings.EqualFold(scheme, "urn") && !strings.HasPrefix(rest, "//") {
		return false
	}
	for part := range strings.FieldsFuncSeq(scheme+":"+rest, func(c rune) bool { return strings.ContainsRune("/:.-_", c) }) {
		if len(part) > longestPart || strings.ContainsFunc(part, func(c rune) bool { return (c|0x20) < 'a' || (c|0x20) > 'z' }) {
			return false
		}
	}
	return true
}
