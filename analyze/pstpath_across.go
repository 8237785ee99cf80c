package analyze

import (
	"maps"
	"slices"
	"strings"

	"mapihive/hive"
	"mapihive/hive/winpath"
)

// acrossRows says of the paths of a source where those of other users meet them: on a share, or on a drive of a known
// computer. What nobody can say
// whose it is meets nobody: two hives of unknown users may be copies of one.
func acrossRows(s *Snapshot, uses []pstUse, o origin, user string) (rows []Row) {
	if user == "" {
		return nil
	}
	older := olderCopies(s)
	doubtful := s.State == hive.Dirty || len(s.Diagnostics) > 0
	var damage Damage
	if doubtful {
		damage = DamageOf(s)
	}
	// What is said of the user is shared by the rows: appending copies it.
	ids, names := []ID{{idPSTUser, user}}, []ID{{aboutUserName, userNameOf(s, o)}}
	if o.known {
		ids = append(ids, ID{idHost, o.host})
	}
	ids, names = slices.Clip(ids), slices.Clip(names)
	for _, u := range uses {
		if !u.name.full || older[u.profile] != nil {
			continue
		}
		place, drive := mapped(u.name.normal, s.Context.Drives)
		row := Row{Value: string(place), IDs: ids, About: names, Evidence: Evidence{Profile: u.profile.Name, Fact: u.ref.Fact}}
		if drive != nil {
			row.About = append(row.About, ID{aboutThrough, drive.Letter})
		}
		if doubtful {
			if why := doubtOf(damage, u.ref.Fact.Key); why != "" {
				row.About = append(row.About, ID{aboutDoubt, why})
			}
		}
		switch {
		case winpath.IsUNC(place):
			row.IDs = append(row.IDs, ID{idServer, string(hive.UpcaseText(winpath.Server(place)))})
			row.Key = ID{pstShareKey, string(hive.UpcaseText(winpath.ShortServer(place)))}
			rows = append(rows, row)
		case o.known:
			if k := u.ref.RecordKey; isRecordKey(k) {
				row.IDs = append(row.IDs, ID{idRecord, k.String()})
			}
			row.Key = ID{pstPlaceKey, string(hive.UpcaseText(place))}
			rows = append(rows, row)
		}
	}
	return rows
}

// joinHost looks at the files on the drives of one computer, of which the rows are the users.
func joinHost(rows []Row) (out []Finding) {
	uses := make([][]pstUse, len(rows))
	in, several := map[hive.Text]int{}, map[hive.Text]bool{} // in how many of the rows a path is
	for i, r := range rows {
		uses[i] = pstUses(r.Snapshot)
		for _, u := range uses[i] {
			if first, met := in[u.name.raised]; met && first != i {
				several[u.name.raised] = true
			} else {
				in[u.name.raised] = i
			}
		}
	}
	if len(several) == 0 {
		return nil
	}
	byPlace := map[string][]Row{}
	for i, r := range rows {
		o := originOf(r.Snapshot.Path)
		for _, u := range acrossRows(r.Snapshot, uses[i], o, userOf(r.Snapshot, o)) {
			if u.Key.Kind == pstPlaceKey && several[hive.Text(u.Key.Value)] {
				u.Evidence.Source = r.Evidence.Source
				byPlace[u.Key.Value] = append(byPlace[u.Key.Value], u)
			}
		}
	}
	for _, place := range slices.Sorted(maps.Keys(byPlace)) {
		out = append(out, joinShared(byPlace[place])...)
	}
	return out
}

// joinShared looks at one file that users of several hives name.
func joinShared(rows []Row) []Finding {
	if users, _ := distinct(rows, idPSTUser, Row.id); len(users) < 2 {
		return nil
	}
	servers, _ := distinct(rows, idServer, Row.id)
	dotted := 0
	for s := range servers {
		if strings.Contains(s, ".") {
			dotted++
		}
	}
	if dotted > 1 { // a short name can be either's
		var out []Finding
		byServer := map[string][]Row{}
		for _, r := range rows {
			byServer[r.id(idServer)] = append(byServer[r.id(idServer)], r)
		}
		for _, server := range slices.Sorted(maps.Keys(byServer)) {
			if users, _ := distinct(byServer[server], idPSTUser, Row.id); len(users) > 1 {
				out = append(out, sharedFile(byServer[server], false))
			}
		}
		return out
	}
	return []Finding{sharedFile(rows, len(servers) > 1)}
}

func sharedFile(rows []Row, shortName bool) Finding {
	f := Finding{Rule: ruleShared, Severity: MediumSeverity, Confidence: hive.High}
	users, _ := distinct(rows, idPSTUser, Row.id)
	names, _ := distinct(rows, aboutUserName, Row.about)
	path := hive.Text(rows[0].Value)
	f.summarize(sayShared, len(users), quotedStrings(names), quote(path))
	if rows[0].Key.Kind == pstShareKey {
		f.tell(sayShareUnsupported)
	} else {
		f.Severity = LowSeverity
		f.tell(sayShareLocal)
	}
	if shortName {
		f.Confidence = hive.Medium
		servers, _ := distinct(rows, idServer, Row.id)
		f.tell(saySharedServer, quotedStrings(servers))
	}
	if letters, _ := distinct(rows, aboutThrough, Row.about); len(letters) > 0 {
		f.Confidence = f.Confidence.Weaker(hive.Medium)
		f.tell(saySharedThrough, list(slices.Sorted(maps.Keys(letters))))
	}
	f.tell(sayOneSpellingNoHelp)
	f.acrossEvidence(rows)
	f.doubtRows(rows, sayPSTDamaged, sayPSTDirty)
	f.advise(saySharedAdvice)
	return f
}

// joinSplit looks at stores with one record key on the drives of several computers.
func joinSplit(rows []Row) []Finding {
	hosts, _ := distinct(rows, idHost, Row.id)
	if len(hosts) < 2 {
		return nil
	}
	f := Finding{Rule: ruleSplit, Severity: LowSeverity, Confidence: hive.Medium}
	paths := map[string]bool{}
	for _, r := range rows {
		paths[r.Value] = true
	}
	f.summarize(saySplit, len(hosts), rows[0].Key.Value, quotedStrings(paths))
	f.tell(saySplitWhy)
	f.acrossEvidence(rows)
	f.doubtRows(rows, sayPSTDamaged, sayPSTDirty)
	f.advise(sayCopied)
	return []Finding{f}
}

// acrossEvidence adds the paths, each profile's once: copies of a hive say the same.
func (f *Finding) acrossEvidence(rows []Row) {
	type told struct {
		user    string
		profile hive.Path
		path    hive.Text
	}
	seen := map[told]bool{}
	for _, r := range rows {
		t := told{r.id(idPSTUser) + "|" + r.id(idHost), r.Evidence.Key.Raised(), r.Evidence.Text}
		if !seen[t] {
			seen[t] = true
			f.Evidence = append(f.Evidence, r.Evidence)
		}
	}
}

func quotedStrings(set map[string]bool) string {
	texts := map[hive.Text]bool{}
	for s := range set {
		texts[hive.Text(s)] = true
	}
	return quoted(texts)
}
