package analyze

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"mapihive/hive"
	"mapihive/hive/mapi"
)

// likeness is how a name comes near a known one.
type likeness int

const (
	notAlike   likeness = iota
	looksAlike          // it looks the same: other characters of the same look, or some that are not seen
	oneLetter           // one letter is other, more or less, or two are exchanged
	otherEnd            // the known name, with something else for its extension
)

// minLikeness is how many letters a known name has to have for one of them to be other.
const minLikeness = 5

// nearestModule returns the known module whose name the raised name is not, but comes near.
func nearestModule(name string) (near mapi.KnownModule, how likeness) {
	looks := mapi.ModuleName(hive.Text(skeleton(name)))
	stem, rest, _ := strings.Cut(looks, ".")
	for _, m := range mapi.KnownModules() {
		known := mapi.ModuleName(hive.Text(skeleton(mapi.ModuleName(m.DLL))))
		knownStem, knownRest, _ := strings.Cut(known, ".")
		this := notAlike
		switch {
		case looks == known:
			this = looksAlike
		case stem == knownStem && rest != "":
			this = otherEnd
		case rest == knownRest && len(knownStem) >= minLikeness && oneEdit(stem, knownStem):
			this = oneLetter
		}
		if this != notAlike && (how == notAlike || this < how) {
			near, how = m, this
		}
	}
	return near, how
}

// skeleton is a raised name as it looks: characters of one look are one, and those that are not seen are left out.
func skeleton(name string) string {
	var b strings.Builder
	for _, r := range name {
		switch {
		case unseen(r):
		case r >= 0xFF01 && r <= 0xFF5E: // full width
			b.WriteRune(looksLike(unicode.ToUpper(r - 0xFEE0)))
		default:
			b.WriteRune(looksLike(r))
		}
	}
	return strings.TrimRight(strings.ReplaceAll(b.String(), "RN", "M"), ".")
}

// unseen reports whether a character of a file name is not seen in it.
func unseen(r rune) bool {
	return unicode.IsSpace(r) || unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zs, unicode.Mn)
}

// lookalikes are raised characters and the plain ones that they can be taken for, in rows of equal length.
var lookalikes = [...]struct{ from, to string }{
	{"\u0410\u0412\u0415\u0405\u0406\u0408\u041A\u041C\u041D\u041E\u0420\u0421\u0422\u0423\u0425\u0500\u051C", "ABESIJKMHOPCTYXDW"}, // Cyrillic
	{"\u0391\u0392\u0395\u0396\u0397\u0399\u039A\u039C\u039D\u039F\u03A1\u03A4\u03A5\u03A7", "ABEZHIKMNOPTYX"},                      // Greek
	{"01|5$", "OIISS"},
}

// looksLike maps a raised character to the one it can be taken for.
func looksLike(r rune) rune {
	for _, row := range lookalikes {
		if i := slices.Index([]rune(row.from), r); i >= 0 {
			r = rune(row.to[i])
		}
	}
	if r == 'I' {
		return 'L' // they are one in many fonts, and in lower case
	}
	return r
}

// oddCharacters names the characters of a file name that are no plain letters, digits or signs.
func oddCharacters(name hive.Text) string {
	var words []string
	for _, r := range string(name) {
		if len(words) > quoteMax {
			break
		}
		if r <= 0x20 || r >= 0x7F {
			if word := fmt.Sprintf("U+%04X", r); len(words) == 0 || words[len(words)-1] != word {
				words = append(words, word)
			}
		}
	}
	return list(words)
}

// oneEdit reports whether one letter added, left out or other, or two neighbours exchanged, makes b of a.
func oneEdit(a, b string) bool {
	x, y := []rune(a), []rune(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(y)-len(x) > 1 {
		return false
	}
	i := 0
	for i < len(x) && x[i] == y[i] {
		i++
	}
	if len(x) < len(y) {
		return string(x[i:]) == string(y[i+1:])
	}
	if i == len(x) {
		return false // they are one
	}
	return string(x[i+1:]) == string(y[i+1:]) ||
		i+1 < len(x) && x[i] == y[i+1] && x[i+1] == y[i] && string(x[i+2:]) == string(y[i+2:])
}
