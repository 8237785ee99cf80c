package analyze

import (
	"maps"
	"slices"
	"strings"

	"mapihive/hive"
	"mapihive/hive/mapi"
	"mapihive/hive/winpath"
)

// across is a source as those of other users meet it: by its paths on a share, or on a drive of a known computer. What
// nobody can say whose it is meets nobody: two hives of unknown users may be copies of one.
type across struct {
	s      *Snapshot
	o      origin
	user   string
	older  map[*mapi.Profile]*mapi.Profile
	damage *Damage // nil where nothing of the source is in doubt
}

func newAcross(s *Snapshot) across {
	a := across{s: s, o: originOf(s.Path), older: olderCopies(s)}
	a.user = userOf(s, a.o)
	if s.State == hive.Dirty || len(s.Diagnostics) > 0 {
		d := DamageOf(s)
		a.damage = &d
	}
	return a
}

// key is where a path meets those of others. ok is false where it meets none.
func (a *across) key(u *pstUse) (key ID, ok bool) {
	if a.user == "" || !u.name.full || a.older[u.profile] != nil {
		return ID{}, false
	}
	place, drive := mapped(u.name.normal, a.s.Context.Drives)
	raised := u.name.raised
	if drive != nil {
		raised = hive.UpcaseText(place)
	}
	if winpath.IsUNC(place) {
		return ID{pstShareKey, string(winpath.ShortServer(raised))}, true
	}
	return ID{pstPlaceKey, string(raised)}, a.o.known
}

// doubt says why the path may not be what stood in the registry, nil where nothing speaks for that.
func (a *across) doubt(u *pstUse) []ID {
	if a.damage == nil {
		return nil
	}
	if why := doubtOf(*a.damage, u.ref.Fact.Key); why != "" {
		return []ID{{aboutDoubt, why}}
	}
	return nil
}

// row is all that a path says where it meets those of others.
func (a *across) row(u *pstUse, key ID, source int, doubt []ID) Row {
	place, drive := mapped(u.name.normal, a.s.Context.Drives)
	row := Row{Key: key, Value: string(place), IDs: []ID{{idPSTUser, a.user}}, Evidence: Evidence{Source: source, Profile: u.profile.Name, Fact: u.ref.Fact}}
	if a.o.known {
		row.IDs = append(row.IDs, ID{idHost, a.o.host})
	}
	row.About = append(row.About, ID{aboutUserName, userNameOf(a.s, a.o)})
	if drive != nil {
		row.About = append(row.About, ID{aboutThrough, drive.Letter})
	}
	row.About = append(row.About, doubt...)
	return row
}

// acrossRows is what rows of paths that met say, in the order of their evidence.
func acrossRows(met []Row) []Row {
	rows := make([]Row, len(met))
	for i, r := range met {
		a, u := across{s: r.Snapshot, o: originOf(r.Snapshot.Path)}, pstUseAt(r.Snapshot, r.At)
		a.user = userOf(a.s, a.o)
		rows[i] = a.row(&u, r.Key, r.Evidence.Source, r.About)
	}
	slices.SortFunc(rows, func(x, y Row) int { return compareEvidence(x.Evidence, y.Evidence) })
	return rows
}

// serverOf is the computer of the share that a row is of, raised; "" where it is of none.
func serverOf(r Row) string { return string(hive.UpcaseText(winpath.Server(hive.Text(r.Value)))) }

func serversOf(rows []Row) map[string]bool {
	servers := map[string]bool{}
	for _, r := range rows {
		if s := serverOf(r); s != "" {
			servers[s] = true
		}
	}
	return servers
}

// joinHost looks at the files on the drives of one computer, of which the rows are the users.
func joinHost(rows []Row) (out []Finding) {
	var few [8]pstUse
	uses, end := few[:0], make([]int, len(rows)) // those of all rows, and where each row's end
	for i, r := range rows {
		uses = pstUses(uses, r.Snapshot)
		end[i] = len(uses)
	}
	in := make(map[hive.Text]int, len(uses))
	var several map[hive.Text]bool // the paths that are in more than one of the rows
	for i, row := 0, 0; i < len(uses); i++ {
		for i == end[row] {
			row++
		}
		if first, met := in[uses[i].name.raised]; !met {
			in[uses[i].name.raised] = row
		} else if first != row {
			if several == nil {
				several = map[hive.Text]bool{}
			}
			several[uses[i].name.raised] = true
		}
	}
	if several == nil {
		return nil
	}
	byPlace := map[string][]Row{}
	at := 0
	for i, r := range rows {
		a := newAcross(r.Snapshot)
		for ; at < end[i]; at++ {
			u := &uses[at]
			if key, ok := a.key(u); ok && key.Kind == pstPlaceKey && several[hive.Text(key.Value)] {
				byPlace[key.Value] = append(byPlace[key.Value], a.row(u, key, r.Evidence.Source, a.doubt(u)))
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
	servers := serversOf(rows)
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
			byServer[serverOf(r)] = append(byServer[serverOf(r)], r)
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
		f.tell(saySharedServer, quotedStrings(serversOf(rows)))
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
