package analyze

import (
	_ "embed"
	"iter"
	"slices"

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
		Absences: []string{ruleStale},
		Says:     pstPathSays,
		Rows:     pstPathRows,
		Join:     joinPSTPath,
	}
}

// pstPathRows sends a source to where it meets other copies of the same user's hive, and each path in it to where it
// meets those of other users and computers.
func pstPathRows(s *Snapshot) iter.Seq[Row] {
	return func(yield func(Row) bool) {
		var few [4]pstUse
		uses := pstUses(few[:0], s)
		if len(uses) == 0 && len(s.Profiles) == 0 {
			return
		}
		a := newAcross(s)
		if !yield(Row{Key: ID{pstUserKey, a.user}, Local: a.user == "", Snapshot: s}) || len(uses) == 0 {
			return
		}
		if a.o.known && !yield(Row{Key: ID{pstHostKey, a.o.host}, Snapshot: s}) {
			return
		}
		for i := range uses {
			u := &uses[i]
			key, ok := a.key(u)
			if ok && key.Kind == pstPlaceKey { // these are for pstHostKey
				key = ID{pstRecordKey, u.ref.RecordKey.String()}
				ok = isRecordKey(u.ref.RecordKey)
			}
			if ok && !yield(Row{Key: key, At: u.at, About: a.doubt(u), Snapshot: s}) {
				return
			}
		}
	}
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
		return joinSplit(acrossRows(rows))
	}
	return joinShared(acrossRows(rows))
}

// pstUse is one store provider section's own path.
type pstUse struct {
	profile *mapi.Profile
	ref     *mapi.PathRef
	at      int64 // where the snapshot has it: the number of the profile, and in the lower half that of the path
	name    pathName
	behind  []hive.Fact // what says what the path's variables stand for
}

// pstUses appends the PST path of every store provider section of every live profile, one a section.
// Where a section holds it in Unicode and in ANSI the Unicode one is taken: one provider opens one path.
func pstUses(uses []pstUse, s *Snapshot) []pstUse {
	n, start := 0, len(uses)
	for i := range s.Profiles {
		n += len(s.Profiles[i].Paths)
	}
	uses = slices.Grow(uses, n)
	for i := range s.Profiles {
		p := &s.Profiles[i]
		if p.State != hive.Live {
			continue
		}
		leftover := unlisted(p)
		var section map[hive.Path]int // made where there are two
		first := len(uses)
		for j := range p.Paths {
			r := &p.Paths[j]
			if !opensPST(r) || !r.Provider.IsZero() && leftover[r.Provider] {
				continue // a leftover: MAPI opens what its lists name
			}
			if section == nil && len(uses) > first {
				section = map[hive.Path]int{uses[first].ref.Fact.Key: first}
			}
			if k, ok := section[r.Fact.Key]; !ok {
				if section != nil {
					section[r.Fact.Key] = len(uses)
				}
				uses = append(uses, pstUse{profile: p, ref: r, at: int64(i)<<32 | int64(j)})
			} else if hive.UpcaseText(r.Fact.Value) > hive.UpcaseText(uses[k].ref.Fact.Value) {
				uses[k] = pstUse{profile: p, ref: r, at: int64(i)<<32 | int64(j)}
			}
		}
	}
	for i := start; i < len(uses); i++ {
		uses[i].name, uses[i].behind = expandedName(&s.Context, uses[i].ref.Path)
	}
	return uses
}

// pstUseAt is the use that the snapshot has there.
func pstUseAt(s *Snapshot, at int64) pstUse {
	p := &s.Profiles[at>>32]
	u := pstUse{profile: p, ref: &p.Paths[at&0xFFFFFFFF], at: at}
	u.name, u.behind = expandedName(&s.Context, u.ref.Path)
	return u
}

// opensPST reports whether MAPI opens the PST at the path when it opens the profile.
func opensPST(r *mapi.PathRef) bool {
	return r.Kind == mapi.PST && r.Source == mapi.SourceProvider && r.Path != "" && r.Fact.State != hive.Recovered
}

func pathEvidence(uses []pstUse) []Evidence {
	out := make([]Evidence, 0, len(uses))
	for _, u := range uses {
		out = append(out, Evidence{Profile: u.profile.Name, Fact: u.ref.Fact})
	}
	return out
}

// files counts the paths of a group that differ in more than spelling.
func files(uses []pstUse) int { return len(firstNormals(uses)) }
