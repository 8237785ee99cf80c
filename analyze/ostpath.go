package analyze

import (
	_ "embed"
	"maps"
	"slices"

	"mapihive/hive"
	"mapihive/hive/mapi"
	"mapihive/hive/mapi/prop"
	"mapihive/hive/winpath"
)

const (
	ruleTwoProfiles  = "two-profiles"
	ruleTwoMailboxes = "two-mailboxes"
	ruleOSTShared    = "ost-shared"

	idOSTHost = "ost-host" // OST path, within one computer
)

//go:embed ostpath.md
var ostPathManual string

func ostPath() *Analyzer {
	return &Analyzer{
		Name: "ost-path",
		Doc:  ostPathManual,
		Rules: []Rule{
			{ruleTwoProfiles, Informational},
			{ruleTwoMailboxes, LowSeverity},
			{ruleOSTShared, LowSeverity},
		},
		Says: ostPathSays,
		Rows: eachOf(ostPathRows),
		Join: joinOSTPath,
	}
}

// ostPathRows sends each store that has an OST file of its own to the place where it meets those of the same file.
// An OST belongs to one computer: rows of hives of other users meet it where they are known to be of the same one.
func ostPathRows(s *Snapshot) []Row {
	var rows []Row
	damage, older := DamageOf(s), olderCopies(s)
	o := originOf(s.Path)
	user := userOf(s, o)
	for i := range s.Profiles {
		p := &s.Profiles[i]
		if p.State != hive.Live {
			continue
		}
		stores := ostStores(p)
		paths := ownOSTPaths(p)
		for _, key := range slices.Sorted(maps.Keys(paths)) {
			r := paths[key]
			path, full := winpath.Normal(r.Path)
			ids, own := stores[r.Fact.Key.Raised()]
			if !full || !own {
				continue
			}
			row := Row{Key: ID{idOST, string(hive.UpcaseText(path))}, Local: true, Value: string(path), IDs: ids, Evidence: Evidence{Profile: p.Name, Fact: r.Fact}}
			if older[p] != nil {
				row.About = append(row.About, ID{aboutOlder, string(p.Name)})
			}
			if why := doubtOf(damage, r.Fact.Key); why != "" {
				row.About = append(row.About, ID{aboutDoubt, why})
			}
			rows = append(rows, row)
			if o.known && older[p] == nil {
				row.Key, row.Local = ID{idOSTHost, o.host + "|" + string(hive.UpcaseText(path))}, false
				row.IDs = append(slices.Clone(row.IDs), ID{idPSTUser, user})
				row.About = append(slices.Clone(row.About), ID{aboutUserName, userNameOf(s, o)})
				rows = append(rows, row)
			}
		}
	}
	return rows
}

// ownOSTPaths returns the paths of OST files that Outlook opens with the profile, one of each section. Where a section
// names its file in several properties, PR_PST_PATH (6700) of an IMAP account comes before 6610, and Unicode before
// ANSI.
func ownOSTPaths(p *mapi.Profile) map[hive.Path]*mapi.PathRef {
	paths := map[hive.Path]*mapi.PathRef{}
	for i := range p.Paths {
		r := &p.Paths[i]
		if r.Kind != mapi.OST || r.Source != mapi.SourceProvider || r.Fact.State == hive.Recovered {
			continue
		}
		if other := paths[r.Fact.Key]; other == nil || ostPathRank(r) > ostPathRank(other) {
			paths[r.Fact.Key] = r
		}
	}
	return paths
}

// ostPathRank orders the properties of a section that name its file: by identifier, then by type.
func ostPathRank(r *mapi.PathRef) string {
	name := string(hive.UpcaseText(r.Fact.Value))
	if len(name) != 8 {
		return ""
	}
	return name[4:] + name[:4]
}

// ostStores returns what the stores that have an OST file of their own are known by, by the raised path of the section
// that describes them: the settings of an Exchange account, or the provider of another service. The mailboxes of
// others, archives and public folders share the file of the account that opens them.
func ostStores(p *mapi.Profile) map[hive.Path][]ID {
	keys, stores := map[prop.UID]hive.Hex{}, map[hive.Path][]ID{}
	for service, pr := range providers(p) {
		ids := recordID(pr.RecordKey)
		switch pr.Role {
		case mapi.RoleDelegateMailbox, mapi.RoleAlternateMailbox, mapi.RoleArchive, mapi.RolePublicFolders, mapi.RoleSubscription:
			continue
		case mapi.RolePrimaryMailbox:
			ids = append(ids, mailboxID(pr.Mailbox)...)
			if service != nil {
				keys[service.Settings] = pr.RecordKey
			}
		}
		stores[pr.Key.Raised()] = ids
	}
	for i := range p.Exchange {
		x := &p.Exchange[i]
		stores[x.Key.Raised()] = append(recordID(keys[x.Section]), mailboxID(x.Mailbox)...)
	}
	return stores
}

func recordID(key hive.Hex) []ID {
	if !isRecordKey(key) {
		return nil
	}
	return []ID{{idRecord, key.String()}}
}

func mailboxID(dn hive.Text) []ID {
	if dn == "" {
		return nil
	}
	return []ID{{idDN, string(hive.UpcaseText(dn))}}
}

// joinOSTPath looks at the stores of one file. Copies of profiles that an upgrade of Outlook left name the file that
// the new ones name, which is said and is nothing else.
func joinOSTPath(rows []Row) []Finding {
	if rows[0].Key.Kind == idOSTHost {
		return joinOSTHost(rows)
	}
	now := slices.DeleteFunc(slices.Clone(rows), func(r Row) bool { return r.about(aboutOlder) != "" })
	profiles := profilesOf(now)
	f := Finding{Confidence: hive.High}
	if in, n := differentStores(now); n > 1 {
		f.Rule, f.Confidence = ruleTwoMailboxes, hive.Medium
		f.twoMailboxes(in, n)
		now = in
	} else if len(profiles) > 1 {
		f.Rule = ruleTwoProfiles
		f.twoProfiles(now)
	} else if len(now) < len(rows) && len(rows) > 1 {
		f.Rule = ruleTwoProfiles
		f.summarize(sayOSTOlder, quote(hive.Text(rows[0].Value)), quoted(olderOf(rows)))
		f.tell(sayOSTOlderWhy)
		f.advise(sayOSTNothing)
		now = rows
	} else {
		return nil
	}
	for _, r := range now {
		f.Evidence = append(f.Evidence, r.Evidence)
	}
	f.doubtRows(now, sayOSTDamaged, sayOSTDirty)
	return []Finding{f}
}

// joinOSTHost looks at one file that users of one computer name.
func joinOSTHost(rows []Row) []Finding {
	users, _ := distinct(rows, idPSTUser, Row.id)
	if len(users) < 2 {
		return nil
	}
	f := Finding{Rule: ruleOSTShared, Confidence: hive.High}
	names, _ := distinct(rows, aboutUserName, Row.about)
	f.summarize(sayOSTUsers, len(users), quotedStrings(names), quote(hive.Text(rows[0].Value)))
	f.tell(sayOSTUsersWhy)
	f.acrossEvidence(rows)
	f.doubtRows(rows, sayOSTDamaged, sayOSTDirty)
	f.advise(sayOSTKeep)
	f.advise(sayOSTUsersLook)
	f.advise(sayOSTOwnFile)
	return []Finding{f}
}

func (f *Finding) twoProfiles(rows []Row) {
	profiles := profilesOf(rows)
	f.summarize(sayOSTProfiles, len(profiles), quoted(profiles), quote(hive.Text(rows[0].Value)))
	records, every := distinct(rows, idRecord, Row.id)
	names, named := distinct(rows, idDN, Row.id)
	switch {
	case every && len(records) == 1:
		f.tell(sayOSTOneByRecord)
	case named && len(names) == 1:
		f.tell(sayOSTOneByName)
	default:
		f.tell(sayOSTUnknown)
	}
	f.tell(sayOSTInTurn)
	f.advise(sayOSTOneAtATime)
	f.advise(sayOSTKeep)
}

func (f *Finding) twoMailboxes(rows []Row, stores int) {
	profiles := profilesOf(rows)
	f.summarize(sayOSTMailboxes, quote(hive.Text(rows[0].Value)), stores, profileNoun(profiles), quoted(profiles))
	if records, _ := distinct(rows, idRecord, Row.id); len(records) > 1 {
		f.tell(sayOSTTwoByRecord)
	} else {
		f.tell(sayOSTTwoByName)
	}
	f.tell(sayOSTOneFile)
	f.advise(sayOSTKeep)
	f.advise(sayOSTWhose)
	f.advise(sayOSTOwnFile)
}
