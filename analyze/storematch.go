package analyze

import (
	"cmp"
	"maps"
	"slices"

	"mapihive/hive"
	"mapihive/hive/mapi"
	"mapihive/hive/winpath"
)

// StoreMatch is one PST file of a hive that a path leads to, or may lead to.
type StoreMatch struct {
	Source     int             `json:"source"` // index of the hive
	Rung       string          `json:"rung"`   // MatchSame to MatchAlias
	Confidence hive.Confidence `json:"confidence"`
	Known      hive.Text       `json:"known"` // a path that a profile opens, as it is written there
	// Open is the spelling to open the file with, letter by letter: that of the profiles, or of the file system
	// where the file was looked at.
	Open     hive.Text   `json:"open"`
	Profiles []hive.Text `json:"profiles"` // that open it, sorted
	Why      string      `json:"why,omitempty"`
}

// Rungs of a StoreMatch, the surest first.
const (
	MatchSame     = "same" // byte for byte
	MatchCase     = ruleCase
	MatchSpelling = ruleSpelling
	MatchDisk     = "disk" // one file on the disk
	MatchAlias    = ruleAlias
)

// MatchStores says which PST files of live profiles a path is, as a program asks that is about to open it: the surest
// answer of each source first. Files that LookUp was given the path for are compared by what they are.
func MatchStores(sources []Snapshot, path hive.Text) []StoreMatch {
	var out []StoreMatch
	for i := range sources {
		l := newPSTLook(&sources[i])
		byName := map[hive.Text][]pstUse{}
		for _, u := range l.uses {
			if l.older[u.profile] == nil {
				byName[u.name.raised] = append(byName[u.name.raised], u)
			}
		}
		first := len(out)
		for _, name := range slices.Sorted(maps.Keys(byName)) {
			if m, ok := l.match(path, byName[name]); ok {
				m.Source = i
				out = append(out, m)
			}
		}
		rungs := []string{MatchSame, MatchCase, MatchSpelling, MatchDisk, MatchAlias}
		slices.SortStableFunc(out[first:], func(a, b StoreMatch) int {
			return cmp.Or(cmp.Compare(slices.Index(rungs, a.Rung), slices.Index(rungs, b.Rung)), b.Confidence.Compare(a.Confidence))
		})
	}
	return out
}

// match compares a path with the uses of one file.
func (l *pstLook) match(path hive.Text, uses []pstUse) (StoreMatch, bool) {
	ways := spellings(uses)
	m := StoreMatch{Confidence: hive.High, Known: ways[0].text, Open: ways[0].text, Profiles: slices.Sorted(maps.Keys(profileNames(uses)))}
	if disk := l.diskSpelling(uses); disk != "" && asDialogStores(disk) {
		m.Open = disk
	}
	asked := pstUse{profile: &mapi.Profile{}, ref: &mapi.PathRef{Path: path}}
	asked.name, asked.behind = expandedName(&l.s.Context, path)
	known := uses[0]
	same := slices.IndexFunc(uses, func(u pstUse) bool { return u.ref.Path == path })
	mine, other := l.file(asked), l.file(known)
	switch {
	case same >= 0:
		m.Rung, m.Known = MatchSame, path
	case asked.name.raised == known.name.raised:
		m.Rung = MatchSpelling
		if i := slices.IndexFunc(ways, func(w spelling) bool { return hive.EqualFold(w.text, path) }); i >= 0 {
			m.Rung, m.Known = MatchCase, ways[i].text
		}
		switch {
		case asked.behind != nil || known.behind != nil:
			m.Confidence, m.Why = hive.Medium, "a variable that the hive proves"
		case !known.name.full:
			m.Confidence, m.Why = hive.Low, "the path depends on the program's current directory, or on a variable"
		}
	case mine != nil && other != nil && mine.ID != "" && mine.ID == other.ID:
		m.Rung, m.Why = MatchDisk, "one file on the disk"
	case mine != nil && other != nil && mine.ID != "" && other.ID != "" && mine.print() != other.print():
		return m, false // two files on the disk
	case asked.name.full && l.place(&asked) == l.place(&known):
		m.Rung, m.Confidence, m.Why = MatchAlias, hive.Medium, "a drive that the hive maps"
	default:
		two := &pstLook{s: l.s, uses: []pstUse{asked, known}}
		ways := two.possibleWays()
		if len(ways) == 0 {
			return m, false
		}
		m.Rung, m.Confidence, m.Why = MatchAlias, ways[0].confidence, "possible: "+ways[0].kind
	}
	return m, true
}

// CollectPaths returns what a collector would have to fetch: the full paths of the data files that the sources name,
// sorted, each file once, in a spelling that stands in them. Where a hive maps the drive, the path of the share is
// there too: who collects has no letters of the user's.
func CollectPaths(sources []Snapshot) []hive.Text {
	spelt := map[hive.Text]hive.Text{}
	add := func(name pathName, as hive.Text) {
		if !name.full {
			return
		}
		if !asDialogStores(as) {
			as = name.normal
		}
		if have, ok := spelt[name.raised]; !ok || as < have {
			spelt[name.raised] = as
		}
	}
	for _, r := range StoreReferences(sources) {
		c := &sources[r.Source].Context
		name, _ := expandedName(c, r.Path)
		add(name, r.Path)
		if to, drive := mapped(name.normal, c.Drives); drive != nil {
			add(nameOf(to), to)
		}
	}
	return slices.Sorted(maps.Values(spelt))
}

// SplitLocal splits the full path of a file on a drive into its folder, with the separator at its end, and its name. ok
// is false for any other path.
func SplitLocal(path hive.Text) (folder, name hive.Text, ok bool) {
	name = winpath.Base(path)
	if _, drive := winpath.Drive(path); !drive || !winpath.IsFull(path) || name == "" {
		return "", "", false
	}
	return path[:len(path)-len(name)], name, true
}
