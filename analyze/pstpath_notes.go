package analyze

import (
	"cmp"
	"slices"

	"mapihive/hive"
	"mapihive/hive/mapi"
	"mapihive/hive/ntuser"
	pstfile "mapihive/hive/pst"
	"mapihive/hive/winpath"
)

// notes adds what is said of a source beside its conflicts.
func (l *pstLook) notes(out []Finding) []Finding {
	for _, note := range [...]func(*pstLook) (Finding, bool){
		(*pstLook).inAnotherHome, (*pstLook).formats, (*pstLook).filesFound, (*pstLook).locations, (*pstLook).stale,
	} {
		if f, ok := note(l); ok {
			out = append(out, f)
		}
	}
	return out
}

// home is the user's own folder, as the hive's variables and folders say it.
func (l *pstLook) home() (c ntuser.Claim, ok bool) {
	const profile = "%USERPROFILE%"
	facts := l.s.Context.Behind(profile)
	if len(facts) == 0 {
		return c, false
	}
	text, missing := l.s.Context.Expand(profile)
	if len(missing) > 0 || !winpath.IsFull(text) {
		return c, false
	}
	c = ntuser.Claim{Text: text, Confidence: hive.High, Facts: facts}
	if home, ok := l.s.Context.Home(); ok && hive.EqualFold(home.Text, text) {
		c.Confidence = home.Confidence
	}
	return c, true
}

// inAnotherHome finds data files in the folder of another user.
func (l *pstLook) inAnotherHome() (Finding, bool) {
	home, ok := l.home()
	if !ok {
		return Finding{}, false
	}
	f := Finding{Rule: ruleHome, Severity: LowSeverity, Confidence: home.Confidence}
	paths := map[hive.Text]bool{}
	for _, u := range l.uses {
		if l.older[u.profile] == nil && u.name.full && isAnothers(u.name.normal, home.Text) {
			paths[u.name.normal] = true
			f.Evidence = append(f.Evidence, Evidence{Profile: u.profile.Name, Fact: u.ref.Fact})
		}
	}
	if len(paths) == 0 {
		return Finding{}, false
	}
	f.addEvidence(Evidence{Fact: home.Facts[0]})
	f.summarize(sayHome, quoted(paths), quote(home.Text))
	f.tell(sayHomeWhy)
	f.advise(sayHomeLook)
	return f, true
}

// isAnothers reports whether a path lies in a user's folder beside that of home: not in one that all users share, nor
// in one that can be an older folder of the same user, "ann.CORP" or "ann.000".
func isAnothers(path, home hive.Text) bool {
	parent := home[:len(home)-len(winpath.Base(home))]
	if len(parent) < len(`C:\x\`) || len(path) <= len(parent) || !hive.EqualFold(path[:len(parent)], parent) {
		return false
	}
	rest := path[len(parent):]
	folder := rest[:len(rest)-len(afterFirst(rest))]
	if folder == rest {
		return false // a file beside the folders
	}
	folder = folder[:len(folder)-1]
	for _, common := range []hive.Text{winpath.Base(home), "Public", "All Users", "Default", "Default User"} {
		if hive.EqualFold(folder, common) {
			return false
		}
	}
	return !sameButSuffix(folder, winpath.Base(home)) && !sameButSuffix(winpath.Base(home), folder)
}

// afterFirst is what follows the first separator, "" where there is none.
func afterFirst(path hive.Text) hive.Text {
	for i := range len(path) {
		if path[i] == '\\' {
			return path[i+1:]
		}
	}
	return ""
}

// sameButSuffix reports whether a folder's name is that of another with ".something" at its end.
func sameButSuffix(long, short hive.Text) bool {
	return len(long) > len(short) && long[len(short)] == '.' && hive.EqualFold(long[:len(short)], short)
}

// formats finds stores whose service is that of the other format.
func (l *pstLook) formats() (Finding, bool) {
	f := Finding{Rule: ruleFormat, Severity: Informational, Confidence: hive.Medium}
	var byFlag, byFile pathList
	var table providerTable
	for _, u := range l.uses {
		if l.older[u.profile] != nil || u.ref.Provider.IsZero() {
			continue
		}
		if table.p != u.profile {
			table = newProviderTable(u.profile)
		}
		v := table.store(u.ref.Provider)
		if v.FormatByService == "" {
			continue
		}
		d := l.file(u)
		switch {
		case d != nil && d.Found && d.PST.Format != "":
			if (d.PST.Format == pstfile.ANSI) == (v.FormatByService == "ansi") {
				continue
			}
			byFile = append(byFile, u.ref.Path)
		case v.FormatByFlags != "" && v.FormatByFlags != v.FormatByService:
			byFlag = append(byFlag, u.ref.Path)
		default:
			continue
		}
		f.Evidence = append(f.Evidence, Evidence{Profile: u.profile.Name, Fact: u.ref.Fact})
	}
	if len(f.Evidence) == 0 {
		return Finding{}, false
	}
	f.summarize(sayFormat, quotedList(slices.Concat(byFlag, byFile)))
	if len(byFile) > 0 {
		f.Confidence = hive.High
		f.tell(sayFormatFile, quotedList(byFile))
	}
	if len(byFlag) > 0 {
		f.Confidence = hive.Medium
		f.tell(sayFormatFlag, quotedList(byFlag))
	}
	i := slices.IndexFunc(l.s.Context.Outlook, func(v ntuser.Version) bool { return v.Version == "11.0" && v.Proven() })
	if i >= 0 {
		f.Severity = LowSeverity
		f.Evidence = append(f.Evidence, Evidence{Fact: l.s.Context.Outlook[i].Proof[0]})
		f.tell(sayFormat2003)
	} else {
		f.tell(sayFormatLater)
	}
	f.advise(sayFormatLook)
	return f, true
}

// filesFound says what the disk says of files that is not as the profiles say it.
func (l *pstLook) filesFound() (Finding, bool) {
	if len(l.disk) == 0 {
		return Finding{}, false // nobody looked
	}
	f := Finding{Rule: ruleOnDisk, Severity: Informational, Confidence: hive.High}
	var found []Evidence
	missing, odd := map[hive.Text]bool{}, map[hive.Text]bool{}
	keys, maps, problems := map[hive.Text]bool{}, map[hive.Text]bool{}, map[hive.Text]bool{}
	for _, u := range l.uses {
		d := l.file(u)
		if d == nil || l.older[u.profile] != nil {
			continue
		}
		in := []map[hive.Text]bool{}
		switch {
		case !d.Found:
			in = append(in, missing)
		case d.Note != "":
			in = append(in, odd)
		default:
			if k := u.ref.RecordKey; isRecordKey(d.PST.RecordKey) && isRecordKey(k) && string(d.PST.RecordKey) != string(k) {
				in = append(in, keys)
			}
			if d.PST.Maps == pstfile.MapsInvalid {
				in = append(in, maps)
			}
			if len(d.PST.Problems) > 0 || d.PST.Format != pstfile.Unicode4K && d.PST.Unread != "" {
				in = append(in, problems)
			}
		}
		for _, set := range in {
			set[cmp.Or(d.OnDisk, d.Path)] = true
		}
		if len(in) > 0 {
			found = append(found, Evidence{Profile: u.profile.Name, Fact: u.ref.Fact})
		}
	}
	if len(found) == 0 {
		return Finding{}, false
	}
	f.addEvidence(found...)
	f.summarize(sayDisk, profilesIn(f.Evidence))
	for _, part := range []struct {
		says  *Sentence
		paths map[hive.Text]bool
	}{{sayMissing, missing}, {sayDiskOdd, odd}, {sayDiskKey, keys}, {sayDiskMaps, maps}, {sayDiskDamaged, problems}} {
		if len(part.paths) > 0 {
			f.tell(part.says, quoted(part.paths))
		}
	}
	if len(missing) > 0 {
		f.Confidence = hive.Medium // a collection holds a part of a disk
	}
	if len(keys) > 0 {
		f.Severity = LowSeverity
	}
	f.advise(sayDiskAdvice)
	return f, true
}

func profilesIn(es []Evidence) string {
	names := map[hive.Text]bool{}
	for _, e := range es {
		names[e.Profile] = true
	}
	return profileNoun(names) + " " + quoted(names)
}

// stale counts what names PSTs beside the store providers: copies of paths that stay when a file moves.
func (l *pstLook) stale() (Finding, bool) {
	var opened, names map[hive.Text]bool // made when they are asked for
	var paths pathList
	f := Finding{Rule: ruleStale, Severity: Informational, Confidence: hive.High}
	inside, outside, spelt := 0, 0, 0
	add := func(path hive.Text, profile hive.Text, fact hive.Fact) bool {
		if opened == nil {
			opened, names = map[hive.Text]bool{}, map[hive.Text]bool{}
			for i := range l.uses {
				opened[l.uses[i].ref.Path], names[l.uses[i].name.raised] = true, true
			}
		}
		if opened[path] || path == "" {
			return false
		}
		f.Evidence = append(f.Evidence, Evidence{Profile: profile, Fact: fact})
		paths = append(paths, path)
		if name, _ := expandedName(&l.s.Context, path); names[name.raised] {
			spelt++
		}
		return true
	}
	for i := range l.s.Profiles {
		p := &l.s.Profiles[i]
		if p.State != hive.Live || l.older[p] != nil {
			continue
		}
		leftover := unlisted(p)
		for j := range p.Paths {
			r := &p.Paths[j]
			if r.Kind == mapi.PST && r.Fact.State != hive.Recovered && (!opensPST(r) || leftover[r.Provider]) && add(r.Path, p.Name, r.Fact) {
				inside++
			}
		}
	}
	for _, st := range l.s.Context.Stores {
		if (mapi.PathKind(st.Kind) == mapi.PST || st.Place == ntuser.StoreCorrupt) && add(st.Path, "", st.Fact) {
			outside++
		}
	}
	if len(f.Evidence) == 0 {
		return Finding{}, false
	}
	paths = paths.distinct()
	f.summarize(sayStalePaths, countOf(inside+outside, "value"), len(paths), quotedList(paths))
	f.tell(sayStaleWhere, inside, outside)
	if spelt > 0 {
		f.tell(sayStaleSpelt, spelt)
	}
	f.tell(sayStaleWhy)
	f.advise(sayStaleAdvice)
	return f, true
}
