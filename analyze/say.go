package analyze

import (
	"fmt"
	"maps"
	"slices"
	"strconv"

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

// maxListed is how many words a sentence lists; one more is listed where that is the last.
const maxListed = 4

// list joins words as a sentence does and cuts long lists.
func list(words []string) string {
	if len(words) > maxListed+1 {
		return english.And(append(slices.Clone(words[:maxListed]), more(len(words))))
	}
	return english.And(words)
}

// more stands for those of n words that are not listed.
func more(n int) string { return strconv.Itoa(n-maxListed) + " more" }

// quoted lists the distinct texts of a set, sorted.
func quoted(set map[hive.Text]bool) string {
	return quotedList(slices.AppendSeq(make(pathList, 0, len(set)), maps.Keys(set)))
}

// quotedList lists the distinct texts of a list, sorted.
func quotedList(all pathList) string {
	texts := all.distinct()
	if len(texts) == 1 { // as in most findings
		return quote(texts[0])
	}
	listed := texts
	if len(texts) > maxListed+1 {
		listed = texts[:maxListed]
	}
	words := make([]string, 0, len(listed)+1)
	for _, t := range listed {
		words = append(words, quote(t))
	}
	if len(listed) < len(texts) {
		words = append(words, more(len(texts)))
	}
	return english.And(words)
}

// profileKey is the evidence that a profile's key exists.
func profileKey(p *mapi.Profile) Evidence {
	return Evidence{Profile: p.Name, Fact: hive.Fact{Key: p.Key, Place: p.Place, State: p.State, LastWrite: p.LastWrite}}
}

// unlisted returns the sections of p that no list names: leftovers, which MAPI does not open.
func unlisted(p *mapi.Profile) map[prop.UID]bool {
	if len(p.UnlistedSections) == 0 {
		return nil
	}
	set := make(map[prop.UID]bool, len(p.UnlistedSections))
	for _, uid := range p.UnlistedSections {
		set[uid] = true
	}
	return set
}
