package compare

import (
	"slices"
	"strings"

	"mapihive/analyze"
	"mapihive/hive"
	"mapihive/hive/mapi"
	"mapihive/hive/office"
)

// Diff is what differs between two snapshots in what concerns profiles. Recovered profiles are not compared:
// what can be recovered depends on what else was written, not on what the user changed. But a profile that
// only one side has is looked for among those of the other.
type Diff struct {
	Gaps     Gaps          `json:"gaps,omitzero"`
	Two      *Chosen       `json:"chosen,omitempty"` // nothing but these two profiles was compared
	Context  []ContextDiff `json:"context"`
	Profiles []ProfileDiff `json:"profiles"`
}

// Equal reports whether nothing differs.
func (d *Diff) Equal() bool { return len(d.Context)+len(d.Profiles) == 0 }

// DiffKind says what became of a thing from the first to the second snapshot.
type Kind string

// Kinds of difference.
const (
	Added   Kind = "added"
	Removed Kind = "removed"
	Changed Kind = "changed"
	Moved   Kind = "moved" // a profile: to another key or name; its content may have changed as well
	Other   Kind = "other" // two profiles that were chosen to be compared
)

// ContextDiff is a difference in the user's surroundings: user, Outlook versions, drives, default profile.
type ContextDiff struct {
	Kind   Kind      `json:"kind"`
	What   string    `json:"what"`
	Before hive.Text `json:"before,omitempty"`
	After  hive.Text `json:"after,omitempty"`
	Doubt  string    `json:"doubt,omitempty"` // why this may be no difference
}

// ProfileDiff is a profile that is not the same in both. Of an added or removed profile the sections and
// accounts are listed without their values.
type ProfileDiff struct {
	Kind     Kind          `json:"kind"`
	Before   *ProfileSide  `json:"before,omitempty"`
	After    *ProfileSide  `json:"after,omitempty"`
	Doubt    string        `json:"doubt,omitempty"` // why this may be no difference
	Sections []SectionDiff `json:"sections"`
	// Recovered are what the side that lacks the profile has of it among its deleted records.
	Recovered []RecoveredSide `json:"recovered,omitempty"`
}

// ProfileSide is a profile as one of the snapshots has it.
type ProfileSide struct {
	Name  hive.Text       `json:"name"`
	State hive.Origin     `json:"state"`
	Root  mapi.Generation `json:"root"`
	Key   hive.Path       `json:"key"`
	hive.Place
	LastWrite hive.Time `json:"last_write,omitzero"`
}

// SectionDiff is a profile section, or an account of the account manager, that is not the same in both.
type SectionDiff struct {
	Kind  Kind      `json:"kind"`
	Name  hive.Path `json:"name"`  // of the key below the profile's, a UID; "" for the profile's own
	Role  mapi.Role `json:"role"`  // as for mapi.Section; "account" for one account and "profile" for the profile's own key
	Title string    `json:"title"` // what it is, in words that are safe to print: delegate mailbox "Mailbox - Bob"
	// NameBefore is the name of the key in the first profile where two profiles were chosen and it is another.
	NameBefore hive.Path `json:"name_before,omitempty"`
	// LastWriteBefore and LastWriteAfter are those of the key.
	LastWriteBefore hive.Time   `json:"last_write_before,omitzero"`
	LastWriteAfter  hive.Time   `json:"last_write_after,omitzero"`
	Doubt           string      `json:"doubt,omitempty"` // why this may be no difference
	Values          []ValueDiff `json:"values"`
}

// ValueDiff is a value that is not the same in both.
type ValueDiff struct {
	Kind  Kind      `json:"kind"`
	Key   hive.Path `json:"key,omitempty"` // of the key below the section that holds it, "" for the section itself
	Value hive.Text `json:"value"`         // its name as stored
	Name  string    `json:"name"`          // its PR_ name or, where it has none, its tag or its own name
	// Secret marks a password or the like: the two were compared, neither is shown.
	Secret bool      `json:"secret,omitempty"`
	Before hive.Text `json:"before,omitempty"`
	After  hive.Text `json:"after,omitempty"`
	// Plus and Minus are the members that a list of UIDs or a set of flags gained and lost; then Before and
	// After are empty. A list with neither has another order.
	Plus  []string `json:"plus,omitempty"`
	Minus []string `json:"minus,omitempty"`
	PlaceBefore
	PlaceAfter
	// Doubt says why this may be no difference.
	Doubt string `json:"doubt,omitempty"`
}

// PlaceBefore and PlaceAfter are a hive.Place each, that of one thing in the first and in the second hive; zero in
// the one that lacks it.
type (
	PlaceBefore struct {
		Offset int64     `json:"offset_before,omitempty"`
		File   hive.Text `json:"log_before,omitempty"`
		Line   int       `json:"line_before,omitempty"`
	}
	PlaceAfter struct {
		Offset int64     `json:"offset_after,omitempty"`
		File   hive.Text `json:"log_after,omitempty"`
		Line   int       `json:"line_after,omitempty"`
	}
)

// Snapshots says what differs from a to b, whose contents were kept.
func Snapshots(a, b *analyze.Whole) Diff {
	d := Diff{Context: compareContext(&a.Snapshot, &b.Snapshot), Profiles: []ProfileDiff{}}
	for _, pair := range pairProfiles(a, b) {
		p, differs := compareProfiles(pair.a, pair.b)
		if !differs {
			continue
		}
		switch {
		case pair.b.Profile == nil:
			p.Recovered = recoveredFrom(pair.a, b)
		case pair.a.Profile == nil:
			p.Recovered = recoveredFrom(pair.b, a)
		default:
			p.nameOrders(pair.a, pair.b)
		}
		d.Profiles = append(d.Profiles, p)
	}
	d.qualify(&a.Snapshot, &b.Snapshot)
	return d
}

// profilePair is a profile in both snapshots; a or b has none where only one has it.
type profilePair struct{ a, b mapi.Whole }

// pairProfiles finds each profile of a in b: where it was, unless its instance says that it is another one
// made anew under the name; else by its instance (PR_SEARCH_KEY of MUID_PROFILE_INSTANCE), which a profile
// keeps when it is renamed or moved; then where it was after all; else by its name in the other of Profiles
// and Deleted Profiles.
func pairProfiles(x, y *analyze.Whole) []profilePair {
	name := func(p *mapi.Profile) string { return string(p.Root) + "\x00" + string(hive.UpcaseText(p.Name)) }
	place := func(p *mapi.Profile) string {
		at := name(p) + "\x00" + string(p.State)
		if p.State == hive.KeptAside { // there may be several
			at += "\x00" + string(p.Location().Holder.Raised())
		}
		return at
	}
	instance := func(p *mapi.Profile) string {
		if len(p.Instance) != 16 {
			return ""
		}
		return string(p.Instance)
	}
	a, b := x.Profiles, y.Profiles
	var pairs []profilePair
	for i := range a {
		if a[i].State != hive.Recovered {
			pairs = append(pairs, profilePair{a: x.Profile(i)})
		}
	}
	taken := make([]bool, len(b))
	for _, by := range []struct {
		key  func(*mapi.Profile) string // "" matches nothing
		anew bool                       // whether instances may differ
	}{{place, false}, {instance, false}, {place, true}, {name, true}} {
		left := map[string][]int{}
		for i := range b {
			if key := by.key(&b[i]); key != "" && !taken[i] && b[i].State != hive.Recovered {
				left[key] = append(left[key], i)
			}
		}
		for i := range pairs {
			p := &pairs[i]
			if p.b.Profile != nil {
				continue
			}
			key := by.key(p.a.Profile)
			if len(left[key]) == 0 {
				continue
			}
			q := left[key][0]
			was, is := instance(p.a.Profile), instance(&b[q])
			if by.anew || was == is || was == "" || is == "" {
				p.b, taken[q], left[key] = y.Profile(q), true, left[key][1:]
			}
		}
	}
	for i := range b {
		if !taken[i] && b[i].State != hive.Recovered {
			pairs = append(pairs, profilePair{b: y.Profile(i)})
		}
	}
	return pairs
}

func compareProfiles(a, b mapi.Whole) (d ProfileDiff, differs bool) {
	d = ProfileDiff{Kind: Changed, Before: side(a.Profile), After: side(b.Profile), Sections: compareSections(a, b, false)}
	switch {
	case a.Profile == nil:
		d.Kind = Added
	case b.Profile == nil:
		d.Kind = Removed
	case !a.Key.Equal(b.Key):
		d.Kind = Moved
	default:
		return d, len(d.Sections) > 0
	}
	return d, true
}

func side(p *mapi.Profile) *ProfileSide {
	if p == nil {
		return nil
	}
	return &ProfileSide{Name: p.Name, State: p.State, Root: p.Root, Key: p.Key, Place: p.Place, LastWrite: p.LastWrite}
}

// compareContext compares what the report says about the user.
func compareContext(a, b *analyze.Snapshot) []ContextDiff {
	out := []ContextDiff{}
	compare := func(what string, before, after hive.Text) {
		d := ContextDiff{Kind: Changed, What: what, Before: before, After: after}
		switch {
		case before == after:
			return
		case before == "":
			d.Kind = Added
		case after == "":
			d.Kind = Removed
		}
		out = append(out, d)
	}
	compare("user", a.User.Name, b.User.Name)
	compare("SID", hive.Text(a.User.SID), hive.Text(b.User.SID))
	for _, v := range union(a.Outlook, b.Outlook) {
		compare("Outlook", only(v, a.Outlook), only(v, b.Outlook))
	}
	drives := func(s *analyze.Snapshot) (letters []string, remote map[string]hive.Text) {
		remote = map[string]hive.Text{}
		for _, d := range s.Drives {
			letter := strings.ToUpper(d.Letter)
			letters = append(letters, letter)
			remote[letter] = d.Remote
		}
		return letters, remote
	}
	lettersA, remoteA := drives(a)
	lettersB, remoteB := drives(b)
	for _, letter := range union(lettersA, lettersB) {
		compare("drive "+hive.Text(letter).String()+":", remoteA[letter], remoteB[letter])
	}
	defaults := func(s *analyze.Snapshot) (roots []string, name map[string]hive.Text) {
		name = map[string]hive.Text{}
		for _, r := range s.Roots {
			if r.DefaultProfile != (hive.Fact{}) {
				root := string(r.Generation)
				roots = append(roots, root)
				name[root] = r.DefaultProfile.Text
			}
		}
		return roots, name
	}
	rootsA, nameA := defaults(a)
	rootsB, nameB := defaults(b)
	for _, root := range union(rootsA, rootsB) {
		compare("default profile ("+office.Outlook(root)+")", nameA[root], nameB[root])
	}
	return out
}

// union returns what stands in a or b, once, in the order met.
func union(a, b []string) []string {
	var out []string
	for _, s := range slices.Concat(a, b) {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// only returns v if list has it.
func only(v string, list []string) hive.Text {
	if slices.Contains(list, v) {
		return hive.Text(v)
	}
	return ""
}
