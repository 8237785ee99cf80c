package mapi

import (
	"fmt"
	"slices"
	"strings"

	"mapihive/hive"
)

// tally sums up the records of which a profile is made.
type tally struct {
	confidence        hive.Confidence // the weakest; "" without records
	reasons           []string        // of the first record that is as weak
	sources           map[hive.Source]bool
	lostKeys, lost    int  // keys and values that are announced and not there
	broken, overLimit int  // values without their whole data; records left out
	tooDeep           int  // records left out because they are nested too deep
	fragment          bool // of a profile whose other sections are live
}

func (t *tally) record(c hive.Confidence, s hive.Source, reasons []string) {
	if t.sources == nil {
		t.confidence, t.sources, t.reasons = c, map[hive.Source]bool{}, reasons
	}
	if weakest := t.confidence.Weaker(c); weakest != t.confidence {
		t.confidence, t.reasons = weakest, reasons
	}
	t.sources[s] = true
}

func (t *tally) key(k *hive.RecoveredKey) {
	t.record(k.Confidence, k.Source, k.Reasons)
	t.lostKeys += k.LostSubkeys
	t.lost += k.LostValues
}

func (t *tally) value(v *hive.RecoveredValue) {
	t.record(v.Confidence, v.Source, v.Reasons)
	if v.Status != hive.Intact {
		t.broken++
	}
}

// judge gives the profile the confidence of its weakest record and says what is missing.
func (t *tally) judge(p Whole, limits []string) {
	p.Confidence = p.Confidence.Weaker(t.confidence)
	for _, s := range []hive.Source{hive.FreeCell, hive.Unreferenced, hive.NoBin, hive.CellSlack, hive.FileTail, hive.ForeignBin, hive.BeforeLog, hive.LogPage} {
		if t.sources[s] {
			p.Sources = append(p.Sources, s)
			p.Notes = append(p.Notes, "recovered from "+s.Words())
		}
	}
	if t.confidence != hive.High && len(t.reasons) > 0 {
		p.Notes = append(p.Notes, fmt.Sprintf("%s confidence, because of its weakest record: %s", t.confidence, strings.Join(t.reasons, "; ")))
	}
	lost := []string{}
	say := func(n int, one, many string) {
		switch {
		case n == 1:
			lost = append(lost, "1 "+one)
		case n > 1:
			lost = append(lost, fmt.Sprintf("%d %s", n, many))
		}
	}
	say(t.lostKeys, "key below it", "keys below it")
	say(t.lost, "value", "values")
	say(t.broken, "value's data, whole or in part", "values' data, whole or in part")
	say(len(p.Missing), "section named in its lists", "sections named in its lists")
	if !t.fragment && !p.Empty && !slices.ContainsFunc(p.Sections, func(s Section) bool { return s.Role == RoleRoot }) {
		lost = append(lost, "the section that lists its services")
	}
	if t.tooDeep > 0 {
		limits = append(limits, "left out: "+tooDeep(t.tooDeep)+" below the profile or its highest recovered key")
	}
	if t.overLimit > 0 {
		limits = append(limits, fmt.Sprintf("%d records are left out: a limit of the reader was reached", t.overLimit))
	}
	if p.Empty {
		lost = append(lost, "all its sections")
	}
	if len(lost) > 0 {
		p.Confidence = p.Confidence.Weaker(hive.Medium)
		p.Notes = append(p.Notes, "partial: lost are "+strings.Join(lost, ", "))
	}
	p.Notes = append(p.Notes, limits...)
}
