package compare

import (
	"slices"
	"strings"

	"mapihive/hive"
	"mapihive/hive/mapi"
	"mapihive/hive/mapi/prop"
)

// Roles of a SectionDiff that is not about a section: the profile's own key, and one account.
const (
	roleProfile mapi.Role = "profile"
	roleAccount mapi.Role = "account"
)

// part is a section, or one account of the account manager, with what is below it.
type part struct {
	name      hive.Path
	uid       prop.UID // that the name is; zero where it is none
	role      mapi.Role
	title     string
	sort      string // the title without what a user calls the thing
	lastWrite hive.Time
	values    []partValue
}

// partValue is a value of a part.
type partValue struct {
	key  hive.Path // below the part's key
	prop prop.Property
}

func partID(p *part) hive.Path { return p.name.Raised() }

// parts takes a profile apart. Empty sections are parts too: Outlook leaves and makes them.
func parts(p mapi.Whole, names map[prop.UID]string) []part {
	if p.Profile == nil {
		return nil
	}
	var out []part
	if len(p.Properties) > 0 {
		own := part{role: roleProfile, title: "values of the profile key", lastWrite: p.LastWrite}
		for _, q := range p.Properties {
			own.values = append(own.values, partValue{prop: q})
		}
		out = append(out, own)
	}
	known := accountsByKey(p.Profile)
	for i := range p.Sections {
		s := &p.Sections[i]
		t := part{name: hive.Path("").Join(s.Key.Name), role: s.Role, title: names[s.UID], lastWrite: s.Key.LastWrite}
		if s.IsUID {
			t.uid = s.UID
		} else {
			t.title = sectionTitle(s)
		}
		t.sort, _, _ = strings.Cut(t.title, ` "`)
		for _, q := range s.Properties {
			t.values = append(t.values, partValue{prop: q})
		}
		var accounts []part
		for j := range s.Key.Subkeys {
			k := &s.Key.Subkeys[j]
			if s.Role != mapi.RoleAccounts {
				t.below(s, k, hive.Path("").Join(k.Name))
				continue
			}
			account := part{name: t.name.Join(k.Name), role: roleAccount, title: accountTitle(known, k), lastWrite: k.LastWrite}
			account.sort, _, _ = strings.Cut(account.title, ` "`)
			account.below(s, k, "")
			accounts = append(accounts, account)
		}
		out = append(append(out, t), accounts...)
	}
	return out
}

// below adds the values of k, a key of section s, and of all keys below it; path is k's own, below the part.
func (t *part) below(s *mapi.Section, k *mapi.Key, path hive.Path) {
	type at struct {
		key  *mapi.Key
		path hive.Path
	}
	todo := []at{{k, path}} // a stack: keys may be nested as deep as the hive allows
	for len(todo) > 0 {
		next := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		for _, v := range next.key.Values {
			t.values = append(t.values, partValue{key: next.path, prop: s.Decode(v)})
		}
		for i := range slices.Backward(next.key.Subkeys) {
			sub := &next.key.Subkeys[i]
			todo = append(todo, at{sub, next.path.Join(sub.Name)})
		}
	}
}
