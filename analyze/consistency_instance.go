package analyze

import (
	"slices"

	"mapihive/hive"
	"mapihive/hive/english"
)

// What a row of duplicate-instance says of its profile.
const (
	aboutUser  = "user"  // SID of the hive's user
	aboutAside = "aside" // it is kept aside, where no Outlook looks
)

// instanceRows sends each profile to the place where it meets those with its PR_SEARCH_KEY: those of the same hive,
// and, where the hive says whose it is, those of other users. Deleted and recovered profiles are other states of live
// ones.
func instanceRows(s *Snapshot) []Row {
	var rows []Row
	damage, older := DamageOf(s), olderCopies(s)
	for i := range s.Profiles {
		p := &s.Profiles[i]
		if p.State != hive.Live && p.State != hive.KeptAside || !isRecordKey(p.Instance) {
			continue
		}
		row := Row{Key: ID{idInstance, p.Instance.String()}, Value: string(p.Key.Raised()), Evidence: profileKey(p)}
		about := func(kind, value string) {
			if value != "" {
				row.About = append(row.About, ID{kind, value})
			}
		}
		about(aboutUser, s.User.SID)
		if older[p] != nil {
			about(aboutOlder, string(p.Name))
		}
		if p.State == hive.KeptAside {
			about(aboutAside, string(p.Key))
		}
		about(aboutDoubt, doubtOf(damage, p.Key))
		row.Local = true
		rows = append(rows, row)
		if s.User.SID != "" && p.State == hive.Live && older[p] == nil {
			row.Local = false
			rows = append(rows, row)
		}
	}
	return rows
}

// joinInstances looks at profiles with one PR_SEARCH_KEY.
func joinInstances(rows []Row) []Finding {
	local := rows[0].Local
	keys := map[string]bool{}
	for _, r := range rows {
		keys[r.Value] = true
	}
	users, _ := distinct(rows, aboutUser, Row.about)
	f := Finding{Rule: ruleDuplicateInstance, Confidence: hive.High}
	names := profilesOf(rows)
	switch now := slices.DeleteFunc(slices.Clone(rows), func(r Row) bool { return r.about(aboutOlder) != "" || r.about(aboutAside) != "" }); {
	case local && len(keys) < 2, !local && len(users) < 2:
		return nil
	case !local:
		f.summarize(sayUsersShare, english.Count(len(users), "user"), profileNoun(names), quoted(names), rows[0].Key.Value)
		f.tell(sayUsersShareMeans)
	case len(now) < 2 && len(now) < len(rows):
		f.Severity = Informational
		f.summarize(sayCopyShares, english.Count(len(keys), "profile"), quoted(names), rows[0].Key.Value)
		if slices.ContainsFunc(rows, func(r Row) bool { return r.about(aboutOlder) != "" }) {
			f.tell(sayCopyUpgrade)
		}
		if slices.ContainsFunc(rows, func(r Row) bool { return r.about(aboutAside) != "" }) {
			f.tell(sayCopyAside)
		}
	default:
		f.summarize(sayProfilesShare, english.Count(len(keys), "profile"), quoted(names), rows[0].Key.Value)
		f.tell(sayProfilesShareMeans)
	}
	f.tell(sayInstanceHarm)
	for _, r := range rows {
		f.Evidence = append(f.Evidence, r.Evidence)
	}
	f.doubtRows(rows, sayPartDamaged, sayPartDirty)
	f.advise(sayInstanceNothing)
	f.advise(sayInstanceAdvice)
	return []Finding{f}
}
