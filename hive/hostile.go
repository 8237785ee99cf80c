package hive

import "unicode"

// hostile reports whether r must never reach a terminal as itself.
func hostile(r rune) bool {
	switch {
	case r < 0x20, r >= 0x7F && r < 0xA0:
		return true // C0, DEL, C1
	case r < 0xAD:
		return false
	case r >= 0xD800 && r <= 0xDFFF:
		return true // lone surrogates
	case r >= 0xFDD0 && r <= 0xFDEF, r&0xFFFE == 0xFFFE:
		return true // noncharacters
	case r >= 0xE0000 && r <= 0xE0FFF:
		return true // reserved for what is invisible: tags, variation selectors
	}
	return unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point)
}

// maxMarks is how many combining marks may stand in a row. The most that writing needs is four: a Hebrew
// letter with dagesh, vowel, meteg and cantillation.
const maxMarks = 4

// marks counts the combining marks (categories Mn and Me) in a row.
type marks int

// flood takes the next character, one that is not hostile, and reports whether it is a mark too many. All
// that follow it in the row are: written as it is, one of them would sit on the escape before it.
func (m *marks) flood(r rune) bool {
	switch {
	case r < 0x300: // the first combining mark
		*m = 0
	case unicode.In(r, unicode.Mn, unicode.Me):
		*m++
		return *m > maxMarks
	case !unicode.Is(unicode.Mc, r): // one that has a width of its own ends no row
		*m = 0
	}
	return false
}
