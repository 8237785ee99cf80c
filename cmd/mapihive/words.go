package main

import (
	"slices"
	"strings"
)

// oneWord returns the word of a choice that the user means: in any case, with a hyphen for a space, and shortened as
// far as it is the only one that begins so.
func oneWord(flag, given string, words []string) (string, error) {
	plain := func(s string) string { return strings.ToLower(strings.ReplaceAll(s, "-", " ")) }
	if i := slices.IndexFunc(words, func(w string) bool { return plain(w) == plain(given) }); i >= 0 {
		return words[i], nil
	}
	var begun []string
	for _, w := range words {
		if given != "" && strings.HasPrefix(plain(w), plain(given)) {
			begun = append(begun, w)
		}
	}
	switch len(begun) {
	case 0:
		return "", usagef("%s is %s, not %q", flag, oneOf(words), given)
	case 1:
		return begun[0], nil
	}
	return "", usagef("%s %q can be %s; write more of it", flag, given, oneOf(begun))
}
