package analyze

import (
	"strings"

	"mapihive/hive"
	"mapihive/hive/english"
	"mapihive/hive/winpath"
)

// countOf writes a number with its noun.
func countOf(n int, noun string) string { return english.Count(n, noun) }

// place of a data file that matters for how it is used and kept.
type pstPlace int

const (
	placePlain pstPlace = iota
	placeShare
	placeSynced
	placeTemporary
	placeRoaming
)

// locations says which data files lie where they are better not kept.
func (l *pstLook) locations() (Finding, bool) {
	f := Finding{Rule: ruleLocation, Severity: Informational, Confidence: hive.High}
	in := map[pstPlace]map[hive.Text]bool{}
	for _, u := range l.uses {
		if l.older[u.profile] != nil || !u.name.full {
			continue
		}
		where, fact := l.placeOf(u.name.normal)
		if where == placePlain {
			continue
		}
		if in[where] == nil {
			in[where] = map[hive.Text]bool{}
		}
		in[where][u.name.normal] = true
		f.Evidence = append(f.Evidence, Evidence{Profile: u.profile.Name, Fact: u.ref.Fact})
		if fact != (hive.Fact{}) {
			f.addEvidence(Evidence{Fact: fact})
		}
	}
	if len(f.Evidence) == 0 {
		return Finding{}, false
	}
	all := map[hive.Text]bool{}
	for _, paths := range in {
		for p := range paths {
			all[p] = true
		}
	}
	f.summarize(sayLocation, countOf(len(all), "PST file"), quoted(all))
	for _, part := range []struct {
		where pstPlace
		says  *Sentence
	}{{placeShare, sayOnShare}, {placeSynced, sayInSynced}, {placeTemporary, sayInTemporary}, {placeRoaming, sayInRoaming}} {
		if paths := in[part.where]; len(paths) > 0 {
			f.tell(part.says, quoted(paths))
		}
	}
	f.advise(sayLocationAdvice)
	return f, true
}

// placeOf says where a full path in normal form lies, with the value that says so where it is not the path itself.
func (l *pstLook) placeOf(normal hive.Text) (pstPlace, hive.Fact) {
	to, drive := mapped(normal, l.s.Context.Drives)
	switch {
	case drive != nil:
		return placeShare, drive.Fact
	case winpath.IsUNC(to):
		return placeShare, hive.Fact{}
	}
	for _, v := range l.s.Context.Environment {
		if strings.HasPrefix(string(hive.UpcaseText(v.Name)), "ONEDRIVE") && below(normal, v.Fact.Text) {
			return placeSynced, v.Fact
		}
	}
	_, rest, _ := winpath.Root(normal)
	parts := strings.Split(string(hive.UpcaseText(rest)), `\`)
	where := placePlain
	for i, p := range parts[:len(parts)-1] {
		switch {
		case p == "ONEDRIVE" || strings.HasPrefix(p, "ONEDRIVE - ") || p == "SKYDRIVE":
			return placeSynced, hive.Fact{}
		case p == "TEMP" || p == "TEMPORARY INTERNET FILES" || p == "INETCACHE" || p == "CONTENT.OUTLOOK":
			where = placeTemporary
		case where == placePlain && i > 0 && (p == "ROAMING" && parts[i-1] == "APPDATA" || p == "APPLICATION DATA" && parts[i-1] != "LOCAL SETTINGS"):
			where = placeRoaming
		}
	}
	return where, hive.Fact{}
}

// below reports whether a path lies below a folder.
func below(path, folder hive.Text) bool {
	n := len(folder)
	return n > len(`C:\`) && len(path) > n && path[n] == '\\' && hive.EqualFold(path[:n], folder)
}
