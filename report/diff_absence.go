package report

import (
	"fmt"
	"path/filepath"
	"strings"

	"mapihive/analyze/compare"
	"mapihive/hive"
	"mapihive/hive/english"
)

// gaps says why a side does not prove that what it lacks was absent.
func (p *page) gaps(letter string, gaps []string) {
	if len(gaps) > 0 {
		p.para(2, letter+" "+strings.Join(gaps, "; it ")+". What seems absent from it may be there.")
	}
}

// legend explains the sign of what a side lacks and may have.
func legend(g compare.Gaps) string {
	if len(g.A)+len(g.B) == 0 {
		return ""
	}
	return "  ? not found in one, may be there"
}

// notFound says which side lacks a thing that it may have.
func notFound(k compare.Kind) string {
	switch k {
	case compare.NotInA:
		return ", not found in A"
	case compare.NotInB:
		return ", not found in B"
	}
	return ""
}

// lacking says what is known of a profile that one side lacks: why it may be there, and what can be recovered.
func (p *page) lacking(d *compare.ProfileDiff) {
	if d.Doubt != "" {
		p.para(0, d.Doubt+".")
	}
	letter := "B"
	if d.Before == nil {
		letter = "A"
	}
	for i := range d.Recovered {
		r := &d.Recovered[i]
		in := ""
		if r.File != "" {
			in = " --in " + quote(hive.Text(filepath.Base(string(r.File))))
		}
		p.para(0, fmt.Sprintf("Recoverable from the deleted records of %s, with %s confidence: %d of its %s. To write it: mapihive export HIVE --state recovered --offset %d%s",
			letter, r.Confidence, r.Sections, english.Count(r.Of, "section"), r.Offset, in))
		p.inLog(2, r.File)
	}
}
