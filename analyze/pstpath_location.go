package analyze

import (
	"slices"
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
	places // how many there are
)

// locations says which data files lie where they are better not kept.
func (l *pstLook) locations() (Finding, bool) {
	f := Finding{Rule: ruleLocation, Severity: Informational, Confidence: hive.High}
	var in [places]pathList
	var facts []Evidence // that say where a path lies
	for i := range l.uses {
		u := &l.uses[i]
		if l.older[u.profile] != nil || !u.name.full {
			continue
		}
		where, fact := l.placeOf(&u.name)
		if where == placePlain {
			continue
		}
		in[where] = append(in[where], u.name.normal)
		f.Evidence = append(f.Evidence, Evidence{Profile: u.profile.Name, Fact: u.ref.Fact})
		if fact != (hive.Fact{}) {
			facts = append(facts, Evidence{Fact: fact})
		}
	}
	if len(f.Evidence) == 0 {
		return Finding{}, false
	}
	f.addEvidence(facts...)
	all := slices.Concat(in[:]...).distinct()
	f.summarize(sayLocation, countOf(len(all), "PST file"), quotedList(all))
	for _, part := range []struct {
		where pstPlace
		says  *Sentence
	}{{placeShare, sayOnShare}, {placeSynced, sayInSynced}, {placeTemporary, sayInTemporary}, {placeRoaming, sayInRoaming}} {
		if paths := in[part.where]; len(paths) > 0 {
			f.tell(part.says, quotedList(paths))
		}
	}
	f.advise(sayLocationAdvice)
	return f, true
}

// placeOf says where a full path lies, with the value that says so where it is not the path itself.
func (l *pstLook) placeOf(name *pathName) (pstPlace, hive.Fact) {
	normal := name.normal
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
	_, raised, _ := winpath.Root(name.raised)
	where, above := placePlain, ""
	for rest := string(raised); ; {
		p, below, more := strings.Cut(rest, `\`)
		if !more {
			return where, hive.Fact{} // the file itself
		}
		switch {
		case p == "ONEDRIVE" || strings.HasPrefix(p, "ONEDRIVE - ") || p == "SKYDRIVE":
			return placeSynced, hive.Fact{}
		case p == "TEMP" || p == "TEMPORARY INTERNET FILES" || p == "INETCACHE" || p == "CONTENT.OUTLOOK":
			where = placeTemporary
		case where == placePlain && above != "" && (p == "ROAMING" && above == "APPDATA" || p == "APPLICATION DATA" && above != "LOCAL SETTINGS"):
			where = placeRoaming
		}
		rest, above = below, p
	}
}

// below reports whether a path lies below a folder.
func below(path, folder hive.Text) bool {
	n := len(folder)
	return n > len(`C:\`) && len(path) > n && path[n] == '\\' && hive.EqualFold(path[:n], folder)
}
