package analyze

import (
	"strings"

	"mapihive/hive"
)

// generated takes the parts out of a profile's name that programs generate - GUIDs, long hexadecimal numbers,
// numbers - and puts # in their place, raised: names of one program have one shape. made reports whether one of them
// is of a kind that hardly any person types: a GUID, 8 or more hexadecimal digits, 4 or more decimal ones that are no
// year and no date.
func generated(name hive.Text) (shape string, made bool) {
	s := string(hive.UpcaseText(name))
	var b strings.Builder
	for i := 0; i < len(s); {
		if n := guidAt(s[i:]); n > 0 {
			b.WriteByte('#')
			i, made = i+n, true
			continue
		}
		if !isWordByte(s[i]) {
			b.WriteByte(s[i])
			i++
			continue
		}
		word := s[i:]
		word = word[:len(word)-len(strings.TrimLeft(word, wordBytes))]
		i += len(word)
		digits := len(word) - len(strings.Trim(word, "0123456789")) // at either end
		switch hexadecimal := strings.Trim(word, "0123456789ABCDEF") == ""; {
		case strings.Trim(word, "0123456789") == "":
			b.WriteByte('#')
			made = made || len(word) >= 4 && !isYear(word) && !isDate(word)
		case hexadecimal && strings.ContainsAny(word, "0123456789") && (len(word) >= 8 || digits > 0 && len(word) >= 4):
			b.WriteByte('#')
			made = made || len(word) >= 8
		default: // a word with a number at its end
			stem := strings.TrimRight(word, "0123456789")
			b.WriteString(stem)
			if number := word[len(stem):]; number != "" {
				b.WriteByte('#')
				made = made || len(number) >= 4 && !isYear(number) && !isDate(number)
			}
		}
	}
	return b.String(), made
}

const wordBytes = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"

func isWordByte(c byte) bool { return strings.IndexByte(wordBytes, c) >= 0 }

// guidAt returns the length of a GUID in text form at the start of s, in upper case, with or without braces, 0 where
// there is none.
func guidAt(s string) int {
	const form = "00000000-0000-0000-0000-000000000000"
	inner, ok := strings.CutPrefix(s, "{")
	if len(inner) < len(form) {
		return 0
	}
	for i := range len(form) {
		if form[i] == '-' && inner[i] != '-' || form[i] == '0' && strings.IndexByte("0123456789ABCDEF", inner[i]) < 0 {
			return 0
		}
	}
	if !ok {
		return len(form)
	}
	if len(inner) == len(form) || inner[len(form)] != '}' {
		return 0
	}
	return len(form) + 2
}

// isYear reports whether a number is a year that people put into names.
func isYear(n string) bool {
	return len(n) == 4 && (strings.HasPrefix(n, "19") || strings.HasPrefix(n, "20"))
}

// isDate reports whether a number is a date of that form: 20240131.
func isDate(n string) bool {
	return len(n) == 8 && isYear(n[:4]) && n[4:6] >= "01" && n[4:6] <= "12" && n[6:] >= "01" && n[6:] <= "31"
}
