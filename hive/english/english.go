// Package english writes numbers with their nouns, and lists.
package english

import (
	"strconv"
	"strings"
)

// Count writes "1 profile", "3 profiles", "1,310,720 profiles". The noun is one that takes an s.
func Count(n int, noun string) string { return Grouped(n) + " " + Noun(n, noun) }

// Noun writes "profile" or "profiles".
func Noun(n int, noun string) string {
	if n == 1 {
		return noun
	}
	return noun + "s"
}

// Grouped writes a count, which is not negative, exactly and so that it can be read: "1,310,720".
func Grouped[T int | int64](n T) string {
	digits := strconv.FormatInt(int64(n), 10)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// And joins words as a sentence does: "one, two and three".
func And(words []string) string {
	n := len(words)
	if n < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:n-1], ", ") + " and " + words[n-1]
}
