package report

import (
	"fmt"

	"mapihive/analyze"
	"mapihive/analyze/compare"
	"mapihive/hive"
	"mapihive/hive/english"
	"mapihive/hive/mapi"
	"mapihive/hive/office"
)

// diffPage says what differs from a to b, where + is what b has more, - what it lacks and ~ what is another.
func diffPage(p *page, a, b *analyze.Snapshot, d *compare.Diff) {
	p.title("Differences between profiles")
	p.diffBody(a, b, d)
}

func (p *page) diffBody(a, b *analyze.Snapshot, d *compare.Diff) {
	p.diffSource("A", a, d.Gaps.A)
	if d.Two != nil {
		p.para(2, chosenWords(&d.Two.A))
	}
	p.diffSource("B", b, d.Gaps.B)
	if d.Two != nil {
		p.para(2, chosenWords(&d.Two.B))
	}
	p.gap()
	switch {
	case d.Equal() && d.Two != nil && len(d.Gaps.A)+len(d.Gaps.B) > 0:
		p.para(0, "No difference in what could be read of these two profiles. Nothing else of the hives was compared.")
	case d.Equal() && d.Two != nil:
		p.para(0, "No difference between these two profiles. Nothing else of the hives was compared.")
	case d.Equal() && a.SHA256 != "" && a.SHA256 == b.SHA256:
		p.para(0, "No difference: the files are the same, byte for byte.")
	case d.Equal() && len(d.Gaps.A)+len(d.Gaps.B) > 0:
		p.para(0, "No difference in what could be read of profiles, nor of user, Outlook versions, drives and default profile. Other parts of the hives were not compared.")
	case d.Equal():
		p.para(0, "No difference in profiles, nor in user, Outlook versions, drives and default profile. Other parts of the hives were not compared.")
	default:
		p.para(0, "From A to B:  + added  - removed  ~ changed"+legend(d.Gaps))
	}
	if len(d.Context) > 0 {
		p.section("User context")
		for _, c := range d.Context {
			if c.What == "Outlook" { // added or removed
				p.para(0, sign(c.Kind)+" "+office.Outlook(string(c.Before+c.After))+notFound(c.Kind))
				continue
			}
			p.changed(0, sign(c.Kind), c.What+notFound(c.Kind), c.Before, c.After)
		}
	}
	for i := range d.Profiles {
		p.profileDiff(&d.Profiles[i])
	}
	if n, m := recoveredIn(a), recoveredIn(b); n+m > 0 && d.Two == nil {
		p.gap()
		p.para(0, fmt.Sprintf("Recovered profiles are not compared with each other: A has %d, B has %d.", n, m))
	}
}

func recoveredIn(s *analyze.Snapshot) int {
	n := 0
	for i := range s.Profiles {
		if s.Profiles[i].State == hive.Recovered {
			n++
		}
	}
	return n
}

func (p *page) diffSource(letter string, s *analyze.Snapshot, gaps []string) {
	p.line(0, "%s  %s", letter, s.Title())
	p.custodyOf(s)
	p.gaps(letter, gaps)
}

// chosenWords name one of two profiles that were chosen.
func chosenWords(s *compare.ProfileSide) string {
	return fmt.Sprintf("Profile %s (%s, %s), %s", quote(s.Name), s.State, office.Outlook(string(s.Root)), position(s.Place))
}

func sign(k compare.Kind) string {
	switch k {
	case compare.Added:
		return "+"
	case compare.Removed:
		return "-"
	case compare.NotInA, compare.NotInB:
		return "?"
	}
	return "~"
}

func (p *page) profileDiff(d *compare.ProfileDiff) {
	side, what := d.After, "added"
	switch d.Kind {
	case compare.Removed:
		side, what = d.Before, "removed"
	case compare.NotInA:
		what = "not found in A"
	case compare.NotInB:
		side, what = d.Before, "not found in B"
	case compare.Changed:
		what = "changed"
	case compare.Moved:
		what = movedHow(d)
	case compare.Other: // the head of the document has the rest
		what = ""
		p.section("Profile " + quote(side.Name) + ", compared with " + quote(d.Before.Name))
	}
	if what != "" {
		p.section(fmt.Sprintf("Profile %s (%s, %s): %s", quote(side.Name), side.State, office.Outlook(string(side.Root)), what))
	}
	if d.Kind == compare.Moved || d.Kind == compare.Other && !d.Before.Key.Equal(d.After.Key) {
		p.line(0, "- %s", keyLine(d.Before.Key))
		p.line(0, "+ %s", keyLine(d.After.Key))
	} else {
		p.line(0, "%s", keyLine(side.Key))
	}
	switch {
	case d.Kind == compare.Moved && len(d.Sections) == 0:
		p.gap()
		p.para(0, "Its content is the same.")
	case d.Kind.OneSided():
		if w := written(side.LastWrite); w != "" {
			p.line(0, "%s", w)
		}
		p.lacking(d)
		p.gap()
		p.wholeProfile(d.Sections)
		return
	}
	for i := range d.Sections {
		p.gap()
		p.sectionDiff(&d.Sections[i], d.Kind)
	}
}

func movedHow(d *compare.ProfileDiff) string {
	was, is := d.Before, d.After
	switch {
	case was.State == hive.Live && is.State == hive.KeptAside:
		return "put aside, where Outlook does not look for it"
	case was.State == hive.KeptAside && is.State == hive.Live:
		return "brought back from where it was kept aside"
	case was.Root != is.Root && was.Root != mapi.UnknownGeneration && is.Root != mapi.UnknownGeneration:
		return "moved from " + office.Outlook(string(was.Root))
	case was.State == hive.Live && is.State == hive.Deleted:
		return "moved to Deleted Profiles"
	case was.State == hive.Deleted && is.State == hive.Live:
		return "moved back from Deleted Profiles"
	case hive.EqualFold(was.Name, is.Name):
		return "at another key"
	}
	return "renamed from " + quote(was.Name)
}

// wholeProfile names what a profile has that only one side has, and counts the rest.
func (p *page) wholeProfile(sections []compare.SectionDiff) {
	rest := 0
	for _, s := range sections {
		switch s.Role {
		case mapi.RoleService, mapi.RoleProvider, "account":
			p.para(0, sign(s.Kind)+" "+s.Title)
		default:
			rest++
		}
	}
	if rest > 0 {
		p.para(2, "and "+english.Count(rest, "other section"))
	}
}

func (p *page) sectionDiff(d *compare.SectionDiff, of compare.Kind) {
	p.para(0, sign(d.Kind)+" "+d.Title+notFound(d.Kind))
	if d.NameBefore != "" {
		p.line(4, "%s, in A %s", d.Name, d.NameBefore)
	} else {
		p.line(4, "%s", d.Name)
	}
	switch {
	case d.LastWriteBefore == d.LastWriteAfter || d.LastWriteBefore.IsZero() || d.LastWriteAfter.IsZero():
		if w := written(max(d.LastWriteBefore, d.LastWriteAfter)); w != "" {
			p.line(4, "%s", w)
		}
	case of == compare.Other: // neither was before the other
		p.facts(4, written(d.LastWriteBefore)+" in A", "in B "+d.LastWriteAfter.String())
	default:
		p.facts(4, written(d.LastWriteBefore), "then "+d.LastWriteAfter.String())
	}
	for i := range d.Values {
		p.valueDiff(&d.Values[i])
	}
}

// secretWords say what became of a secret, which is all that is said of one.
var secretWords = map[compare.Kind]string{
	compare.Added: "stored", compare.Removed: "no longer stored", compare.Changed: "changed",
	compare.NotInA: "stored in B", compare.NotInB: "stored in A",
}

// valueDiff writes a value's PR_ name, its name in the registry and what it says.
func (p *page) valueDiff(d *compare.ValueDiff) {
	const indent = 4
	what := d.Name
	if value := d.Value.String(); value != what {
		what += " (" + value + ")"
	}
	if d.Key != "" {
		what = d.Key.String() + `\` + what
	}
	what += notFound(d.Kind)
	switch {
	case d.Secret:
		p.para(indent, sign(d.Kind)+" "+what+"  a secret, "+secretWords[d.Kind])
	case len(d.Plus)+len(d.Minus) > 0:
		p.para(indent, sign(d.Kind)+" "+what)
		for _, m := range d.Minus {
			p.para(indent+4, "- "+m)
		}
		for _, m := range d.Plus {
			p.para(indent+4, "+ "+m)
		}
	default:
		p.changed(indent, sign(d.Kind), what, d.Before, d.After)
	}
	if d.Doubt != "" && !d.Kind.OneSided() {
		p.para(indent+4, d.Doubt)
	}
}

// changed writes what something was and is.
func (p *page) changed(depth int, sign, what string, before, after hive.Text) {
	label := sign + " " + what
	if sign == "~" {
		p.change(depth, label, before.String(), after.String())
		return
	}
	p.whole(depth, "", label, (before + after).String()) // one of them is empty
}
