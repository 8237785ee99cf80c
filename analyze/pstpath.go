package analyze

import (
	"bytes"
	"cmp"
	_ "embed"
	"fmt"
	"maps"
	"slices"
	"strings"

	"mapihive/hive"
	"mapihive/hive/english"
	"mapihive/hive/mapi"
	"mapihive/hive/office"
	"mapihive/hive/winpath"
)

const (
	ruleCase      = "case"
	ruleSpelling  = "spelling"
	ruleSameStore = "same-store"
)

//go:embed pstpath.md
var pstPathManual string

func pstPath() *Analyzer {
	return &Analyzer{
		Name: "pst-path",
		Doc:  pstPathManual,
		Rules: []Rule{
			{ruleCase, HighSeverity},
			{ruleSpelling, HighSeverity},
			{ruleSameStore, MediumSeverity},
		},
		Look: lookPSTPath,
	}
}

// pstUse is one store provider section's own path.
type pstUse struct {
	profile *mapi.Profile
	ref     *mapi.PathRef
	normal  hive.Text // see winpath.Normal
	file    hive.Text // normal, raised: equal for one file
	full    bool
}

func lookPSTPath(s *Snapshot) []Finding {
	uses := pstUses(s)
	byFile := map[hive.Text][]pstUse{}
	byRecordKey := map[string][]pstUse{}
	for _, u := range uses {
		byFile[u.file] = append(byFile[u.file], u)
		if k := u.ref.RecordKey; isRecordKey(k) {
			byRecordKey[string(k)] = append(byRecordKey[string(k)], u)
		}
	}
	var out []Finding
	for _, file := range slices.Sorted(maps.Keys(byFile)) {
		if f, ok := spellingFinding(s, byFile[file]); ok {
			f.Evidence = pathEvidence(byFile[file])
			out = append(out, f)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(byRecordKey)) {
		if f, ok := sameStoreFinding(s, byRecordKey[key]); ok {
			f.Evidence = pathEvidence(byRecordKey[key])
			out = append(out, f)
		}
	}
	return out
}

// pstUses returns the PST path of every store provider section of every live profile, one a section.
// Where a section holds it in Unicode and in ANSI the Unicode one is taken: one provider opens one path.
func pstUses(s *Snapshot) []pstUse {
	var uses []pstUse
	for i := range s.Profiles {
		p := &s.Profiles[i]
		if p.State != hive.Live {
			continue
		}
		leftover := unlisted(p)
		section := map[hive.Path]int{}
		for j := range p.Paths {
			r := &p.Paths[j]
			if r.Kind == mapi.OST || r.Source != mapi.SourceProvider || r.Path == "" || r.Fact.State == hive.Recovered {
				continue
			}
			if !r.Provider.IsZero() && leftover[r.Provider] {
				continue // a leftover: MAPI opens what its lists name
			}
			u := pstUse{profile: p, ref: r}
			u.normal, u.full = winpath.Normal(r.Path)
			u.file = hive.UpcaseText(u.normal)
			if k, ok := section[r.Fact.Key]; !ok {
				section[r.Fact.Key] = len(uses)
				uses = append(uses, u)
			} else if hive.UpcaseText(r.Fact.Value) > hive.UpcaseText(uses[k].ref.Fact.Value) {
				uses[k] = u
			}
		}
	}
	return uses
}

// isRecordKey reports whether k can be a store's identity: 16 bytes, not all zero.
func isRecordKey(k hive.Hex) bool {
	return len(k) == 16 && !bytes.Equal(k, make([]byte, 16))
}

func pathEvidence(uses []pstUse) []Evidence {
	var out []Evidence
	for _, u := range uses {
		out = append(out, Evidence{Profile: u.profile.Name, Fact: u.ref.Fact})
	}
	return out
}

// spelling is one way in which a group writes its path.
type spelling struct {
	text    hive.Text
	uses    int
	profile hive.Text // a profile that uses it; the default one, if that does
	dflt    bool
}

// spellings returns the distinct paths of a group, the one to keep first: that of a default profile,
// then the most used, then the first in byte order.
func spellings(uses []pstUse) []spelling {
	byText := map[hive.Text]*spelling{}
	for _, u := range uses {
		sp := byText[u.ref.Path]
		if sp == nil {
			sp = &spelling{text: u.ref.Path, profile: u.profile.Name}
			byText[u.ref.Path] = sp
		}
		sp.uses++
		if d := u.profile.Default; d && !sp.dflt || d == sp.dflt && u.profile.Name < sp.profile {
			sp.profile, sp.dflt = u.profile.Name, d
		}
	}
	var out []spelling
	for _, sp := range byText {
		out = append(out, *sp)
	}
	slices.SortFunc(out, func(a, b spelling) int {
		if a.dflt != b.dflt {
			if a.dflt {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(b.uses, a.uses), cmp.Compare(a.text, b.text))
	})
	return out
}

func spellingFinding(s *Snapshot, uses []pstUse) (Finding, bool) {
	ways := spellings(uses)
	if len(ways) < 2 {
		return Finding{}, false
	}
	keep := ways[0]
	raised := map[hive.Text]bool{}
	for _, w := range ways {
		raised[hive.UpcaseText(w.text)] = true
	}
	f := Finding{Rule: ruleCase}
	difference := "differ only in upper and lower case"
	also := ""
	if len(raised) > 1 {
		f.Rule = ruleSpelling
		difference = "are written differently but lead to the same file"
		if len(raised) < len(ways) {
			also = "Some of the spellings differ from each other in case only."
		}
	}
	f.Summary = fmt.Sprintf("%s the PST file %s by %s that %s.", who(uses), quote(keep.text), english.Count(len(ways), "path"), difference)

	same := "All paths have the same normal form when compared as Windows compares file names."
	f.Confidence = hive.High
	switch {
	case uses[0].full:
	case strings.HasPrefix(string(uses[0].normal), "%"):
		f.Confidence = hive.Medium
		same += " They begin with a variable, which is taken as written; that it leads to one place in every session of this user is likely and cannot be seen in the hive."
	default:
		f.Confidence = hive.Low
		same = "The paths are relative: they lead to the same file only if the programs that open them have the same current directory, which the hive does not tell."
	}
	severity, confidence, harm := cacheHarm(s, uses)
	f.Severity = severity
	f.Confidence = f.Confidence.Weaker(confidence)
	f.Detail = sentences(same, also, harm)
	f.Recommendation = lines(append([]string{oneSpelling(keep)}, respellSteps(uses, keep)...)...)
	return f, true
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
			label += " of " + hive.Text(u.profile.Root).String()
		}
		labels[label] = true
	}
	if len(keys) == 1 {
		return "Profile " + list(slices.Sorted(maps.Keys(labels))) + " names"
	}
	return fmt.Sprintf("%d profiles (%s) name", len(keys), list(slices.Sorted(maps.Keys(labels))))
}

func oneSpelling(keep spelling) string {
	why := "the most used"
	if keep.dflt {
		why = "that of the default profile " + quote(keep.profile)
	}
	return fmt.Sprintf("Use one spelling everywhere: %s (%s).", quote(keep.text), why)
}

// respellSteps says what to do in the profiles that do not use the spelling to keep.
func respellSteps(uses []pstUse, keep spelling) []string {
	others := map[hive.Text]bool{}
	for _, u := range uses {
		if u.ref.Path != keep.text {
			others[u.profile.Name] = true
		}
	}
	return []string{
		"Close Outlook and every program that uses MAPI.",
		fmt.Sprintf("In Control Panel, Mail, Show Profiles, open %s, Data Files: remove the file, which leaves it on disk, and add it again by exactly that path.", quoted(others)),
		"Have programs that create profiles of their own take the path from the existing profile, letter by letter.",
	}
}

// cacheHarm says how much two spellings of one file matter to this user's Outlook.
func cacheHarm(s *Snapshot, uses []pstUse) (Severity, hive.Confidence, string) {
	old := map[hive.Text]bool{} // spellings in profiles that Outlook 2007 could open
	modern := false
	for _, u := range uses {
		if v, _ := office.ParseVersion(string(u.profile.Root)); v.Major >= 15 {
			modern = true
		} else {
			old[u.ref.Path] = true
		}
	}
	const fixed = "Outlook 2007 (12.0) names its PST cache objects after the path as written; later versions were to take the names from the file itself, so the conflict is unlikely in them."
	switch {
	case len(old) == 0:
		return LowSeverity, hive.High, "The profiles belong to Outlook 2013 or later. " + fixed
	case len(old) == 1 && modern:
		return LowSeverity, hive.Low, "The spellings differ only between profiles of two generations of Outlook, one of which is usually a leftover that nothing opens any more. " + fixed
	}
	has2007, newer, known := false, false, false
	for _, name := range s.Outlook {
		v, ok := office.ParseVersion(name)
		known = known || ok
		has2007 = has2007 || v.Major == 12
		newer = newer || v.Major > 12
	}
	switch {
	case has2007 && newer:
		return HighSeverity, hive.Medium, "The hive names Outlook 2007 (12.0), whose PST cache is known to fail here, and a later version in which the conflict is unlikely; it does not tell which one was in use."
	case has2007:
		return HighSeverity, hive.High, "The hive names Outlook 2007 (12.0), whose PST cache objects are named after the path as written: sessions with different spellings do not see each other and the second fails, usually with MAPI_E_FAILONEPROVIDER."
	case !known:
		return HighSeverity, hive.Medium, "The hive does not tell the version of Outlook. With Outlook 2007 (12.0), whose PST cache objects are named after the path as written, the second session to open the file fails, usually with MAPI_E_FAILONEPROVIDER; with any other version the conflict is unlikely."
	}
	return LowSeverity, hive.High, fmt.Sprintf("The hive names Outlook %s and no trace of Outlook 2007 (12.0). %s Outlook 2003 and earlier have no such cache.", knownVersions(s.Outlook), fixed)
}

// knownVersions lists version strings; they come from key names, so they pass the escaper.
func knownVersions(vs []string) string {
	var words []string
	for _, v := range slices.Sorted(slices.Values(vs)) {
		words = append(words, hive.Text(v).String())
	}
	return list(words)
}

func sameStoreFinding(s *Snapshot, uses []pstUse) (Finding, bool) {
	files, real := map[hive.Text]bool{}, map[hive.Text]bool{}
	viaDrive, full := false, true
	for _, u := range uses {
		files[u.file] = true
		resolved, ok := mapped(u.normal, s.Drives)
		viaDrive = viaDrive || ok
		real[hive.UpcaseText(resolved)] = true
		full = full && u.full
	}
	if len(files) < 2 {
		return Finding{}, false
	}
	keep := spellings(uses)[0]
	f := Finding{
		Rule:       ruleSameStore,
		Confidence: hive.Medium,
		Summary: fmt.Sprintf("%s PST files with the same PR_RECORD_KEY (%s) by %s: %s.",
			who(uses), uses[0].ref.RecordKey, english.Count(len(files), "different path"), quoted(firstNormals(uses))),
	}
	const readings = "The record key is given to a PST file when it is created and stays with it. So either the file was copied and each path leads to its own copy, or all paths lead to one file (drive mapping, link, 8.3 name), or it was moved and a profile still names the old place. The record key is sure; which reading holds cannot be seen in the hive."
	copySteps := []string{
		"Look whether the file exists at each path. Where both exist, compare them: equal output of fsutil file queryfileid means one file, different output means copies.",
		"Copies: find out which one is in use, for instance by its date, and remove the other from its profile; merge by importing if both received mail.",
		"A path at which there is no file any more: remove it from that profile.",
	}
	switch {
	case viaDrive && len(real) == 1:
		_, _, harm := cacheHarm(s, uses)
		f.Confidence = hive.High
		f.Detail = sentences("The drive mappings in this hive (HKCU\\Network) make all paths one file: this is one file under several names, no copy.", harm)
		f.Recommendation = lines(append([]string{oneSpelling(keep)}, respellSteps(uses, keep)...)...)
		return f, true
	case len(real) < len(files):
		f.Detail = sentences("The drive mappings in this hive (HKCU\\Network) make some of the paths one file.", readings)
	default:
		f.Detail = readings
	}
	if !full {
		f.Detail += " Some of the paths are relative and depend on the current directory of the program that opens them."
	}
	f.Recommendation = lines(append(copySteps, "One file: "+lowerFirst(oneSpelling(keep)))...)
	return f, true
}

// firstNormals returns one normal form for each file of a group.
func firstNormals(uses []pstUse) map[hive.Text]bool {
	first := map[hive.Text]hive.Text{}
	for _, u := range uses {
		if n, ok := first[u.file]; !ok || u.normal < n {
			first[u.file] = u.normal
		}
	}
	out := map[hive.Text]bool{}
	for _, n := range first {
		out[n] = true
	}
	return out
}

func lowerFirst(s string) string { return string(s[0]|0x20) + s[1:] }
