package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"mapihive/hive"
	"mapihive/hive/english"
)

// shownDiagnostics is how many places of each kind of damage a page names that is not full.
const shownDiagnostics = 3

// diagnostics writes the damage that was met in each source, grouped by kind, and after it the notes.
func (p *page) diagnostics(r *Report) {
	if p.many {
		p.kinds(r)
		return
	}
	started := false
	for i := range r.Sources {
		if len(r.Sources[i].Diagnostics) == 0 {
			continue
		}
		if !started {
			p.section("Diagnostics")
			p.para(0, "What is broken or unusual in the evidence. Reading went on around it. Notes are no damage. Offsets are from the start of the file"+orLog(r)+"; cell offsets inside messages (0x and eight digits) are as stored, from the start of the hive bins at 4096.")
		}
		started = true
		p.gap()
		p.source(r.Sources, i)
		p.damage(r.Sources[i].Diagnostics)
	}
}

// orLog says of which file the offsets are, where not all are of a hive file.
func orLog(r *Report) string {
	for i := range r.Sources {
		if slices.ContainsFunc(r.Sources[i].Diagnostics, func(d hive.Diagnostic) bool { return d.File != "" }) {
			return ", or of the transaction log that is named"
		}
	}
	return ""
}

func (p *page) damage(ds []hive.Diagnostic) {
	var kinds []hive.Kind // in the order of their first appearance
	byKind := map[hive.Kind][]hive.Diagnostic{}
	for _, d := range ds {
		if byKind[d.Kind] == nil {
			kinds = append(kinds, d.Kind)
		}
		byKind[d.Kind] = append(byKind[d.Kind], d)
	}
	// What is broken comes first.
	slices.SortStableFunc(kinds, func(a, b hive.Kind) int { return rank(a) - rank(b) })
	for _, k := range kinds {
		group := byKind[k]
		head := fmt.Sprintf("%s, %s", k, english.Count(len(group), "place"))
		if !k.Damage() {
			head += " (a note)"
		}
		p.para(2, head)
		if doc := kindDoc(k); doc != "" {
			p.para(4, doc)
		}
		shown := min(len(group), shownDiagnostics)
		if p.view.Full {
			shown = len(group)
		}
		p.places(group[:shown])
		if n := len(group) - shown; n > 0 {
			p.instead(6, "and %s more: --full", english.Grouped(n))
			p.fold(func() { p.places(group[shown:]) })
		}
	}
}

func (p *page) places(ds []hive.Diagnostic) {
	for _, d := range ds {
		p.para(6, join(position(d.Place), d.Structure, d.Message))
		p.inLog(8, d.File)
		if d.Path != "" {
			p.line(8, "%s", d.Path)
		}
	}
}

// kinds says what is broken in several sources, and in which.
func (p *page) kinds(r *Report) {
	const shown = 5
	places, hives := map[hive.Kind]int{}, map[hive.Kind][]string{}
	var kinds []hive.Kind
	for i := range r.Sources {
		met := map[hive.Kind]bool{}
		for _, d := range r.Sources[i].Diagnostics {
			if places[d.Kind]++; !met[d.Kind] {
				met[d.Kind] = true
				if hives[d.Kind] == nil {
					kinds = append(kinds, d.Kind)
				}
				hives[d.Kind] = append(hives[d.Kind], fmt.Sprintf("[%d]", i+1))
			}
		}
	}
	if len(kinds) == 0 {
		return
	}
	p.section("Diagnostics")
	p.para(0, "What is broken or unusual in the evidence. Reading went on around it. mapihive explain diagnostics says what each kind means; each place: --full.")
	p.gap()
	slices.SortFunc(kinds, func(a, b hive.Kind) int { return cmp.Or(rank(a)-rank(b), cmp.Compare(a, b)) })
	for _, k := range kinds {
		text := fmt.Sprintf("%s: %s", k, english.Count(places[k], "place"))
		if !k.Damage() {
			text = fmt.Sprintf("%s (a note, no damage): %s", k, english.Count(places[k], "place"))
		}
		in := hives[k]
		if n := len(in) - shown; n > 0 {
			in = append(in[:shown], "and "+english.Grouped(n)+" more")
		}
		p.item(0, kindGroup, text+" in "+strings.Join(in, " "))
	}
}

// rank orders damage before notes.
func rank(k hive.Kind) int {
	if k.Damage() {
		return 0
	}
	return 1
}

func kindDoc(k hive.Kind) string {
	for _, d := range hive.KindDocs() {
		if d.Kind == k {
			return d.Doc
		}
	}
	return ""
}
