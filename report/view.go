package report

import (
	"regexp"
	"strings"

	"mapihive/hive"
)

// View says how much of a report a page for people has. What programs get does not depend on it.
type View struct {
	// Full is all there is: every finding, each piece of evidence and each place of damage, whole paths of keys, all
	// digits of times, the identifiers and the stored order of profiles, the hash of each of many hives.
	Full    bool
	Summary bool  // no more than the first screen
	Trees   Trees // whose profile trees
}

// Trees says of which sources a report shows the profiles.
type Trees string

// What Trees can be. The zero value is all of one source, and of several those with findings, a few of them.
const (
	TreesNone     Trees = "none"
	TreesFindings Trees = "findings" // of each source that a finding concerns
	TreesAll      Trees = "all"
)

// AllTrees returns what Trees can be asked to be.
func AllTrees() []Trees { return []Trees{TreesNone, TreesFindings, TreesAll} }

// time writes a time: to the second, with all its digits in a full view; "" where the evidence holds none.
func (p *page) time(t hive.Time) string {
	if p.view.Full {
		return t.String()
	}
	return fractions.ReplaceAllString(t.String(), "${1}Z")
}

// written writes a last-written time, "" where the evidence holds none.
func (p *page) written(t hive.Time) string {
	if t.IsZero() {
		return ""
	}
	return "last write " + p.time(t)
}

var fractions = regexp.MustCompile(`(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\.\d{7}Z`)

// prose is sentences of a finding with their times as time writes them. What stands between quotation marks is
// evidence and stays as it is; so does a text in which two different times would look equal.
func (p *page) prose(text string) string {
	if p.view.Full || !fractions.MatchString(text) {
		return text
	}
	parts := strings.Split(text, `"`)
	if len(parts)%2 == 0 {
		return text // a quoted name has a quotation mark in it
	}
	whole := map[string]string{}
	for i := 0; i < len(parts); i += 2 {
		for _, m := range fractions.FindAllStringSubmatch(parts[i], -1) {
			if other := whole[m[1]]; other != "" && other != m[0] {
				return text
			}
			whole[m[1]] = m[0]
		}
		parts[i] = fractions.ReplaceAllString(parts[i], "${1}Z")
	}
	return strings.Join(parts, `"`)
}
