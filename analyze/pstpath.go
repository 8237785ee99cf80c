package analyze

import (
	_ "embed"

	"mapihive/hive"
	"mapihive/hive/mapi"
)

const (
	ruleCase       = "case"
	ruleSpelling   = "spelling"
	ruleSameStore  = "same-store"
	ruleAlias      = "alias"
	ruleOtherStore = "same-path-other-store"

	ruleShared    = "shared-between-users"
	ruleSplit     = "split-copies"
	ruleHome      = "home-of-another"
	ruleStale     = "stale-reference"
	ruleFormat    = "pst-format"
	ruleLocation  = "location"
	ruleOnDisk    = "on-disk"
	pstUserKey    = "pst-user"   // every copy of one user's hive meets
	pstHostKey    = "pst-host"   // the users of one computer meet
	pstPlaceKey   = "pst-place"  // what names one file of one computer
	pstShareKey   = "pst-share"  // what names one file of a share meets
	pstRecordKey  = "pst-record" // what names PSTs with one record key meets
	idPSTUser     = "user"       // see userOf
	idHost        = "host"       // see origin
	idServer      = "server"     // computer of a share's path, raised
	aboutThrough  = "through"    // a drive letter that is mapped to the share
	aboutUserName = "user-name"  // of the user, for a reader
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
			{ruleSameStore, HighSeverity},
			{ruleAlias, HighSeverity},
			{ruleOtherStore, LowSeverity},
			{ruleShared, MediumSeverity},
			{ruleSplit, LowSeverity},
			{ruleHome, LowSeverity},
			{ruleFormat, LowSeverity},
			{ruleOnDisk, LowSeverity},
			{ruleLocation, Informational},
			{ruleStale, Informational},
		},
		Says: pstPathSays,
		Rows: pstPathRows,
		Join: joinPSTPath,
	}
}

// pstPathRows sends a source to where it meets other copies of the same user's hive, and each path in it to where it
// meets those of other users and computers.
func pstPathRows(s *Snapshot) []Row {
	uses := pstUses(s)
	if len(uses) == 0 && len(s.Profiles) == 0 {
		return nil
	}
	o := originOf(s.Path)
	user := userOf(s, o)
	rows := []Row{{Key: ID{pstUserKey, user}, Local: user == "", Snapshot: s}}
	if o.known && len(uses) > 0 {
		rows = append(rows, Row{Key: ID{pstHostKey, o.host}, Snapshot: s})
	}
	for _, r := range acrossRows(s, uses, o, user) {
		switch r.Key.Kind {
		case pstShareKey:
			rows = append(rows, r)
		case pstPlaceKey:
			if r.id(idRecord) != "" {
				r.Key = ID{pstRecordKey, r.id(idRecord)}
				rows = append(rows, r)
			}
		}
	}
	return rows
}

func joinPSTPath(rows []Row) []Finding {
	switch kind := rows[0].Key.Kind; {
	case kind == pstUserKey:
		return joinUser(rows)
	case len(rows) < 2:
		return nil // nobody else
	case kind == pstHostKey:
		return joinHost(rows)
	case kind == pstRecordKey:
		return joinSplit(rows)
	}
	return joinShared(rows)
}

// pstUse is one store provider section's own path.
type pstUse struct {
	profile *mapi.Profile
	ref     *mapi.PathRef
	name    pathName
	behind  []hive.Fact // what says what the path's variables stand for
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
			if !opensPST(r) || !r.Provider.IsZero() && leftover[r.Provider] {
				continue // a leftover: MAPI opens what its lists name
			}
			if k, ok := section[r.Fact.Key]; !ok {
				section[r.Fact.Key] = len(uses)
				uses = append(uses, pstUse{profile: p, ref: r})
			} else if hive.UpcaseText(r.Fact.Value) > hive.UpcaseText(uses[k].ref.Fact.Value) {
				uses[k] = pstUse{profile: p, ref: r}
			}
		}
	}
	for i := range uses {
		uses[i].name, uses[i].behind = expandedName(&s.Context, uses[i].ref.Path)
	}
	return uses
}

// opensPST reports whether MAPI opens the PST at the path when it opens the profile.
func opensPST(r *mapi.PathRef) bool {
	return r.Kind == mapi.PST && r.Source == mapi.SourceProvider && r.Path != "" && r.Fact.State != hive.Recovered
}

func pathEvidence(uses []pstUse) []Evidence {
	var out []Evidence
	for _, u := range uses {
		out = append(out, Evidence{Profile: u.profile.Name, Fact: u.ref.Fact})
	}
	return out
}

// files counts the paths of a group that differ in more than spelling.
func files(uses []pstUse) int { return len(firstNormals(uses)) }
