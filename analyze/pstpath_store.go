package analyze

import (
	"maps"
	"slices"

	"mapihive/hive"
	"mapihive/hive/english"
	"mapihive/hive/winpath"
)

// sameStore judges the uses of stores with one record key.
func (l *pstLook) sameStore(all []pstUse) (pstFinding, bool) {
	if files(all) < 2 {
		return pstFinding{}, false
	}
	uses := l.withoutCopies(all)
	if files(uses) < 2 {
		return l.copies(ruleSameStore, rungStore, all), true
	}
	f := about(ruleSameStore, rungStore, hive.Medium, uses)
	f.summarize(sayPSTSameStore, who(uses), uses[0].ref.RecordKey, english.Count(files(uses), "different path"), quoted(firstNormals(uses)))
	m := l.mapping(uses)
	if len(m.drives) > 0 && m.places == 1 {
		f.rung, f.Confidence = rungMapped, hive.High
		m.tell(&f.Finding)
		f.tell(sayMapAll)
		f.tell(sayMapKey)
		return l.judged(f, uses, m.unc(uses), true)
	}
	switch l.onDisk(&f, uses) {
	case diskOne:
		f.rung, f.Confidence = rungDisk, hive.High
		f.reasoned()
		openLists(&f.Finding, uses)
		l.harm(&f.Finding, uses)
		l.adviseSpelling(&f.Finding, uses, true)
		return f, true
	case diskTwo:
		return l.copiedFile(f, uses)
	}
	if len(m.drives) > 0 && m.places < files(uses) {
		m.tell(&f.Finding)
		f.Confidence = hive.Medium // the mapping decides nothing here
		f.tell(sayMapSome)
	}
	f.tell(sayReadings)
	l.tellSigns(&f, uses)
	tellOpenEnds(&f.Finding, uses)
	f.reasoned()
	f.Severity = MediumSeverity
	openLists(&f.Finding, uses)
	l.harmUndecided(&f.Finding, uses)
	f.advise(sayLook)
	f.advise(sayCopied)
	f.advise(sayGone)
	l.adviseSpelling(&f.Finding, uses, false)
	return f, true
}

// copiedFile is what is said of files with one record key of which the disk says that they are several.
func (l *pstLook) copiedFile(f pstFinding, uses []pstUse) (pstFinding, bool) {
	keys := map[string]bool{}
	for _, u := range uses {
		if d := l.file(u); d != nil && d.Found && isRecordKey(d.PST.RecordKey) {
			keys[string(d.PST.RecordKey)] = true
		}
	}
	if len(keys) > 1 {
		return pstFinding{}, false // no copies either: a profile holds an old key, which rule on-disk tells
	}
	f.Severity, f.Confidence = LowSeverity, hive.High
	f.reasoned()
	f.advise(sayCopied)
	return f, true
}

// tellSigns says what speaks for one reading of equal record keys, and what for another.
func (l *pstLook) tellSigns(f *pstFinding, uses []pstUse) {
	names := firstNormals(uses)
	letters := map[string]bool{}
	local := true
	for n := range names {
		letter, ok := winpath.Drive(n)
		_, drive := mapped(n, l.s.Context.Drives)
		local = local && ok && winpath.IsFull(n) && drive == nil
		letters[letter] = true
	}
	switch {
	case local && len(letters) > 1:
		f.tell(sayOtherDrives, list(slices.Sorted(maps.Keys(letters))))
	case local:
		f.tell(sayOneDrive)
	}
	l.tellWays(f)
}

// tellWays says in which ways some of the names may be one.
func (l *pstLook) tellWays(f *pstFinding) {
	if l.waysWith == nil {
		l.waysWith = map[hive.Text][]int{}
		for i := range l.ways {
			for n := range l.ways[i].names {
				l.waysWith[n] = append(l.waysWith[n], i)
			}
		}
	}
	in := map[int]int{} // by way, how many of the names are in it
	for n := range f.names {
		for _, i := range l.waysWith[n] {
			in[i]++
		}
	}
	for _, i := range slices.Sorted(maps.Keys(in)) {
		if in[i] > 1 {
			l.ways[i].tell(&f.Finding)
		}
	}
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

// otherStore judges the uses of one path whose profiles hold different record keys.
func (l *pstLook) otherStore(all []pstUse) (pstFinding, bool) {
	uses := l.withoutCopies(slices.DeleteFunc(slices.Clone(all), func(u pstUse) bool { return !isRecordKey(u.ref.RecordKey) }))
	keys := map[string][]pstUse{}
	for _, u := range uses {
		keys[string(u.ref.RecordKey)] = append(keys[string(u.ref.RecordKey)], u)
	}
	if len(keys) < 2 || !uses[0].name.full {
		return pstFinding{}, false // a path that is not full may lead each profile elsewhere
	}
	f := about(ruleOtherStore, rungOtherStore, hive.Medium, uses)
	f.Severity = LowSeverity
	f.summarize(sayPSTOther, who(uses), quote(uses[0].name.normal), len(keys))
	var newest hive.Time
	var last []pstUse
	dated := true
	for _, k := range slices.Sorted(maps.Keys(keys)) {
		f.tell(sayHoldsKey, hive.Hex(k), quoted(profileNames(keys[k])))
	}
	for _, u := range uses {
		switch at := u.ref.Fact.LastWrite; {
		case at.IsZero():
			dated = false
		case at > newest:
			newest, last = at, []pstUse{u}
		case at == newest:
			last = append(last, u)
		}
	}
	f.tell(sayReplaced)
	if own, ok := l.ownKey(uses); ok {
		f.Confidence = hive.High
		if holders := keys[string(own)]; len(holders) > 0 {
			f.tell(sayOwnKey, own, quoted(profileNames(holders)))
		} else {
			f.tell(sayOwnKeyNone, own)
		}
	} else if one := onlyKey(last); dated && one {
		f.tell(sayNewerKey, quoted(profileNames(last)), newest)
	}
	f.reasoned()
	f.advise(saySave)
	f.advise(sayCompareKey)
	f.advise(sayAddAgain)
	return f, true
}

func onlyKey(uses []pstUse) bool {
	return len(uses) > 0 && !slices.ContainsFunc(uses, func(u pstUse) bool { return string(u.ref.RecordKey) != string(uses[0].ref.RecordKey) })
}

func profileNames(uses []pstUse) map[hive.Text]bool {
	names := map[hive.Text]bool{}
	for _, u := range uses {
		names[u.profile.Name] = true
	}
	return names
}
