package analyze

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"mapihive/hive"
	"mapihive/hive/english"
	"mapihive/hive/mapi"
)

// spelling judges the uses of one file, by paths that Windows resolves to one.
func (l *pstLook) spelling(all []pstUse) (pstFinding, bool) {
	ways := spellings(all)
	if len(ways) < 2 {
		return pstFinding{}, false
	}
	uses := l.withoutCopies(all)
	if len(spellings(uses)) < 2 {
		return l.copies(spellingRule(ways), rungSpelling, all), true
	}
	ways = spellings(uses)
	f := about(spellingRule(ways), rungSpelling, hive.High, uses)
	summary := sayPSTCase
	if f.Rule == ruleSpelling {
		summary = sayPSTSpelling
	}
	f.summarize(summary, who(uses), quote(ways[0].text), english.Count(len(ways), "path"))
	f.tell(sayOneForm)
	tellSteps(&f.Finding, uses)
	switch name := uses[0].name; {
	case slices.ContainsFunc(uses, func(u pstUse) bool { return u.behind != nil }):
		f.Confidence = hive.Medium
		f.tell(sayExpanded, quoted(withVariable(uses)), quote(name.normal))
	case name.full:
	case startsWithVariable(name.normal):
		f.Confidence = hive.Medium
		f.tell(sayVariable)
	default:
		f.Confidence = hive.Low
		f.tell(sayRelative)
	}
	if f.Rule == ruleSpelling && caseWays(ways) < len(ways) {
		f.tell(sayAlsoCase)
	}
	f.reasoned()
	openLists(&f.Finding, uses)
	l.harm(&f.Finding, uses)
	l.adviseSpelling(&f.Finding, uses, true)
	return f, true
}

// tellSteps says what was done to paths to see that they are one.
func tellSteps(f *Finding, uses []pstUse) {
	told := map[hive.Text]bool{}
	for _, u := range uses {
		if words := u.name.steps.Words(); len(words) > 0 && !told[u.ref.Path] && len(told) < maxSteps {
			told[u.ref.Path] = true
			f.tell(sayStep, quote(u.ref.Path), quote(u.name.normal), strings.Join(words, ", "))
		}
	}
}

// maxSteps is for how many paths the way to their normal form is told.
const maxSteps = 4

func withVariable(uses []pstUse) map[hive.Text]bool {
	out := map[hive.Text]bool{}
	for _, u := range uses {
		if u.behind != nil {
			out[u.ref.Path] = true
		}
	}
	return out
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

// alias judges the uses of paths that the hive's drive mappings make one, where no record keys do. Two record
// keys behind them say that they are two files: one was replaced, or the mapping led elsewhere.
func (l *pstLook) alias(all []pstUse) (pstFinding, bool) {
	if files(all) < 2 || decidedByKeys(all) {
		return pstFinding{}, false
	}
	uses := l.withoutCopies(all)
	if files(uses) < 2 {
		return l.copies(ruleAlias, rungAlias, all), true
	}
	f := about(ruleAlias, rungAlias, hive.Medium, uses)
	f.summarize(sayPSTAlias, who(uses), english.Count(files(uses), "different path"), quoted(firstNormals(uses)))
	m := l.mapping(uses)
	m.tell(&f.Finding)
	f.tell(sayMapAll)
	return l.judged(f, uses, m.unc(uses), true)
}

// decidedByKeys reports whether record keys tell what the paths are: all of them equal, or two that differ.
func decidedByKeys(uses []pstUse) bool {
	keys, without := map[string]bool{}, false
	for _, u := range uses {
		if k := u.ref.RecordKey; isRecordKey(k) {
			keys[string(k)] = true
		} else {
			without = true
		}
	}
	return len(keys) > 1 || !without
}

// judged ends what is said of paths that are one file: what the disk says, the harm, what to do. unc is the path of a
// share that a drive letter stands for; sure says that the paths need no look at the file.
func (l *pstLook) judged(f pstFinding, uses []pstUse, unc hive.Text, sure bool) (pstFinding, bool) {
	switch l.onDisk(&f, uses) {
	case diskTwo:
		return pstFinding{}, false // the disk says that they are two files
	case diskOne:
		f.Confidence, sure = hive.High, true
	}
	f.reasoned()
	openLists(&f.Finding, uses)
	l.harm(&f.Finding, uses)
	if !sure {
		f.advise(sayLookAlias)
	}
	if unc != "" {
		f.advise(sayUseUNC, quote(unc))
	}
	l.adviseSpelling(&f.Finding, uses, sure)
	return f, true
}

// copies is what is said of a profile and its older copies that write a path differently: nothing opens both.
func (l *pstLook) copies(rule string, r rung, uses []pstUse) pstFinding {
	f := about(rule, r, hive.High, uses)
	f.Severity = Informational
	f.summarize(sayPSTCopies, who(uses), english.Count(len(spellings(uses)), "path"))
	newest := ""
	told := map[*mapi.Profile]bool{}
	for _, u := range uses {
		newer := l.older[u.profile]
		if newer == nil || told[u.profile] {
			continue
		}
		told[u.profile] = true
		newest = rootName(newer.Root)
		f.tell(sayCopies, quote(newer.Name), newest, rootName(u.profile.Root))
	}
	f.reasoned()
	f.advise(sayCopyLeft, newest)
	return f
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
