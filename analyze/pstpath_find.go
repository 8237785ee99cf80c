package analyze

import (
	"fmt"
	"maps"
	"slices"

	"mapihive/hive"
	"mapihive/hive/english"
	"mapihive/hive/mapi"
)

// spelling judges the uses of one file, by paths that Windows resolves to one.
func (l *pstLook) spelling(all []pstUse) (Finding, bool) {
	ways := spellings(all)
	if len(ways) < 2 {
		return Finding{}, false
	}
	uses := l.withoutCopies(all)
	if len(spellings(uses)) < 2 {
		return l.copies(spellingRule(ways), all), true
	}
	ways = spellings(uses)
	f := Finding{Rule: spellingRule(ways), Confidence: hive.High, Evidence: pathEvidence(uses)}
	summary := sayPSTCase
	if f.Rule == ruleSpelling {
		summary = sayPSTSpelling
	}
	f.summarize(summary, who(uses), quote(ways[0].text), english.Count(len(ways), "path"))
	switch name := uses[0].name; {
	case name.full:
		f.tell(sayOneForm)
	case startsWithVariable(name.normal):
		f.Confidence = hive.Medium
		f.tell(sayOneForm)
		f.tell(sayVariable)
	default:
		f.Confidence = hive.Low
		f.tell(sayRelative)
	}
	if f.Rule == ruleSpelling && caseWays(ways) < len(ways) {
		f.tell(sayAlsoCase)
	}
	openLists(&f, uses)
	l.harm(&f, uses)
	adviseSpelling(&f, uses, true)
	return f, true
}

// spellingRule is the rule that ways to write one path break.
func spellingRule(ways []spelling) string {
	if caseWays(ways) == 1 {
		return ruleCase
	}
	return ruleSpelling
}

// caseWays counts the ways to write a path that differ in more than upper and lower case.
func caseWays(ways []spelling) int {
	raised := map[hive.Text]bool{}
	for _, w := range ways {
		raised[hive.UpcaseText(w.text)] = true
	}
	return len(raised)
}

// sameStore judges the uses of stores with one record key.
func (l *pstLook) sameStore(all []pstUse) (Finding, bool) {
	if files(all) < 2 {
		return Finding{}, false
	}
	uses := l.withoutCopies(all)
	if files(uses) < 2 {
		return l.copies(ruleSameStore, all), true
	}
	f := Finding{Rule: ruleSameStore, Severity: MediumSeverity, Confidence: hive.Medium, Evidence: pathEvidence(uses)}
	f.summarize(sayPSTSameStore, who(uses), uses[0].ref.RecordKey, english.Count(files(uses), "different path"), quoted(firstNormals(uses)))
	m := l.mapping(uses)
	if len(m.drives) > 0 && m.places == 1 {
		f.Confidence = hive.High
		m.tell(&f)
		f.tell(sayMapAll)
		f.tell(sayMapKey)
		openLists(&f, uses)
		l.harm(&f, uses)
		adviseSpelling(&f, uses, true)
		return f, true
	}
	if len(m.drives) > 0 && m.places < files(uses) {
		m.tell(&f)
		f.Confidence = hive.Medium // the mapping decides nothing here
		f.tell(sayMapSome)
	}
	f.tell(sayReadings)
	tellOpenEnds(&f, uses)
	openLists(&f, uses)
	f.advise(sayLook)
	f.advise(sayCopied)
	f.advise(sayGone)
	adviseSpelling(&f, uses, false)
	return f, true
}

// tellOpenEnds says which paths do not tell by themselves where they lead.
func tellOpenEnds(f *Finding, uses []pstUse) {
	variable, relative := map[hive.Text]bool{}, map[hive.Text]bool{}
	for _, u := range uses {
		switch {
		case u.name.full:
		case startsWithVariable(u.name.normal):
			variable[u.ref.Path] = true
		default:
			relative[u.ref.Path] = true
		}
	}
	if len(variable) > 0 {
		f.tell(saySomeVariable, quoted(variable))
	}
	if len(relative) > 0 {
		f.tell(saySomeRelative, quoted(relative))
	}
}

// alias judges the uses of paths that the hive's drive mappings make one, where no record keys do. Two record
// keys behind them say that they are two files: one was replaced, or the mapping led elsewhere.
func (l *pstLook) alias(all []pstUse) (Finding, bool) {
	if files(all) < 2 {
		return Finding{}, false
	}
	keys, without := map[string]bool{}, false
	for _, u := range all {
		if k := u.ref.RecordKey; isRecordKey(k) {
			keys[string(k)] = true
		} else {
			without = true
		}
	}
	if len(keys) > 1 || !without {
		return Finding{}, false
	}
	uses := l.withoutCopies(all)
	if files(uses) < 2 {
		return l.copies(ruleAlias, all), true
	}
	f := Finding{Rule: ruleAlias, Confidence: hive.Medium, Evidence: pathEvidence(uses)}
	f.summarize(sayPSTAlias, who(uses), english.Count(files(uses), "different path"), quoted(firstNormals(uses)))
	l.mapping(uses).tell(&f)
	f.tell(sayMapAll)
	openLists(&f, uses)
	l.harm(&f, uses)
	adviseSpelling(&f, uses, true)
	return f, true
}

// copies is what is said of a profile and its older copies that write a path differently: nothing opens both.
func (l *pstLook) copies(rule string, uses []pstUse) Finding {
	f := Finding{Rule: rule, Severity: Informational, Confidence: hive.High, Evidence: pathEvidence(uses)}
	f.summarize(sayPSTCopies, who(uses), english.Count(len(spellings(uses)), "path"))
	newest := ""
	said := map[*mapi.Profile]bool{}
	for _, u := range uses {
		newer := l.older[u.profile]
		if newer == nil || said[u.profile] {
			continue
		}
		said[u.profile] = true
		newest = rootName(newer.Root)
		f.tell(sayCopies, quote(newer.Name), newest, rootName(u.profile.Root))
	}
	f.advise(sayCopyLeft, newest)
	return f
}

// rootName names the root that profiles of a generation stand under.
func rootName(g mapi.Generation) string {
	switch g {
	case mapi.WMS:
		return "Windows Messaging Subsystem"
	case mapi.Win9x:
		return "Windows Messaging Subsystem of Windows 95 to Me"
	}
	return `Office\` + hive.Text(g).String()
}

// openLists says which profiles have no list that tells which of their stores MAPI opens.
func openLists(f *Finding, uses []pstUse) {
	said, open := map[*mapi.Profile]bool{}, false
	for _, u := range uses {
		if said[u.profile] {
			continue
		}
		said[u.profile] = true
		for _, fault := range u.profile.Faults {
			what, how := openList(fault)
			if what == "" {
				continue
			}
			f.tell(sayOpenList, quote(u.profile.Name), what, how)
			f.Evidence = append(f.Evidence, Evidence{Profile: u.profile.Name, Fact: fault.Fact})
			open = true
			break
		}
	}
	if open {
		f.Confidence = weakened(f.Confidence)
	}
}

// openList says which list a fault leaves open, and how; "" where it is about something else.
func openList(f mapi.Fault) (what, how string) {
	switch f.List {
	case "services":
		what = f.List
	case "store-providers":
		what = "stores"
	default:
		return "", ""
	}
	switch f.Kind {
	case mapi.NoList:
		return what, "does not exist"
	case mapi.EmptyList:
		return what, "is empty"
	case mapi.IllTypedList:
		return what, "has the registry type " + f.Type
	}
	return "", ""
}

// weakened is the confidence below c.
func weakened(c hive.Confidence) hive.Confidence {
	if c == hive.High {
		return hive.Medium
	}
	return hive.Low
}

// who writes who uses a file, with the verb: "Profile "A" names", "2 profiles ("A" and "B") name".
func who(uses []pstUse) string {
	keys, roots := map[hive.Path]bool{}, map[mapi.Generation]bool{}
	for _, u := range uses {
		keys[u.profile.Key] = true
		roots[u.profile.Root] = true
	}
	labels := map[string]bool{}
	for _, u := range uses {
		label := quote(u.profile.Name)
		if len(roots) > 1 {
			label += " under " + rootName(u.profile.Root)
		}
		labels[label] = true
	}
	if len(keys) == 1 {
		return "Profile " + list(slices.Sorted(maps.Keys(labels))) + " names"
	}
	return fmt.Sprintf("%d profiles (%s) name", len(keys), list(slices.Sorted(maps.Keys(labels))))
}

// firstNormals returns one normal form for each file of a group.
func firstNormals(uses []pstUse) map[hive.Text]bool {
	first := map[hive.Text]hive.Text{}
	for _, u := range uses {
		if n, ok := first[u.name.raised]; !ok || u.name.normal < n {
			first[u.name.raised] = u.name.normal
		}
	}
	out := map[hive.Text]bool{}
	for _, n := range first {
		out[n] = true
	}
	return out
}
