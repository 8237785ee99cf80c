package analyze

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"mapihive/hive"
	"mapihive/hive/english"
	"mapihive/hive/mapi"
	"mapihive/hive/mapi/prop"
)

// quoteMax bounds what a sentence quotes of one string, in bytes; evidence holds the whole.
const quoteMax = 512

// quote returns evidence text, escaped and between quotation marks.
func quote[T hive.Text | hive.Path](t T) string {
	if len(t) <= quoteMax {
		return `"` + hive.Text(t).String() + `"`
	}
	n := quoteMax
	for n > 0 && t[n]&0xC0 == 0x80 {
		n--
	}
	return fmt.Sprintf(`"%v..." (%d bytes, whole in the evidence)`, hive.Text(t[:n]), len(t))
}

// list joins words as a sentence does and cuts long lists.
func list(words []string) string {
	const most = 4
	if n := len(words); n > most+1 {
		words = append(slices.Clone(words[:most]), fmt.Sprintf("%d more", n-most))
	}
	return english.And(words)
}

// quoted lists the distinct texts of a set, sorted.
func quoted(set map[hive.Text]bool) string {
	var words []string
	for _, t := range slices.Sorted(maps.Keys(set)) {
		words = append(words, quote(t))
	}
	return list(words)
}

// sentences joins what is not empty with spaces.
func sentences(s ...string) string {
	return strings.Join(slices.DeleteFunc(s, func(s string) bool { return s == "" }), " ")
}

// profileKey is the evidence that a profile's key exists.
func profileKey(p *mapi.Profile) Evidence {
	return Evidence{Profile: p.Name, Fact: hive.Fact{Key: p.Key, Place: p.Place, State: p.State, LastWrite: p.LastWrite}}
}

// unlisted returns the sections of p that no list names: leftovers, which MAPI does not open.
func unlisted(p *mapi.Profile) map[prop.UID]bool {
	set := make(map[prop.UID]bool, len(p.UnlistedSections))
	for _, uid := range p.UnlistedSections {
		set[uid] = true
	}
	return set
}
