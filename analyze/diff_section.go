package analyze

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"fmt"
	"slices"

	"mapihive/hive"
	"mapihive/hive/mapi"
)

// Roles of a SectionDiff that is not about a section: the profile's own key, and one account.
const (
	roleProfile mapi.Role = "profile"
	roleAccount mapi.Role = "account"
)

// part is a section, or one account of the account manager, with what is below it.
type part struct {
	name      hive.Path
	role      mapi.Role
	title     string
	lastWrite hive.Time
	values    []partValue
}

// partValue is a value of a part.
type partValue struct {
	key  hive.Path // below the part's key
	prop mapi.Property
}

// compareSections compares the parts of two profiles; one of them may be absent.
func compareSections(a, b mapi.Whole) []SectionDiff {
	namesA, namesB := titles(a), titles(b)
	partsA, partsB := parts(a, namesA), parts(b, namesB)
	whole := a.Profile != nil && b.Profile != nil
	rest := map[hive.Path][]*part{}
	for i := range partsB {
		id := partID(&partsB[i])
		rest[id] = append(rest[id], &partsB[i])
	}
	found := map[*part]bool{}
	out := []SectionDiff{}
	for i := range partsA {
		p := &partsA[i]
		id := partID(p)
		if len(rest[id]) == 0 {
			out = append(out, oneSided(p, Removed, whole, namesA))
			continue
		}
		q := rest[id][0]
		rest[id] = rest[id][1:]
		found[q] = true
		if d := compareParts(p, q, namesA, namesB); len(d.Values) > 0 {
			out = append(out, d)
		}
	}
	for i := range partsB {
		if q := &partsB[i]; !found[q] {
			out = append(out, oneSided(q, Added, whole, namesB))
		}
	}
	slices.SortStableFunc(out, func(x, y SectionDiff) int {
		return cmp.Compare(slices.Index(roleOrder, x.Role), slices.Index(roleOrder, y.Role))
	})
	return out
}

// roleOrder sets the lists that hang a profile together before what they name; what is not here comes first.
var roleOrder = []mapi.Role{
	mapi.RoleInstance, mapi.RoleRoot, mapi.RoleExchangeGlobal, mapi.RoleExchange, mapi.RoleService, mapi.RoleProvider,
	mapi.RoleTemporary, mapi.RoleAccounts, roleAccount, mapi.RolePreferences, mapi.RoleExchangeAB, mapi.RoleClient, mapi.RoleOther, mapi.RoleEmpty,
}

func partID(p *part) hive.Path { return p.name.Raised() }

// parts takes a profile apart. Empty sections are parts too: Outlook leaves and makes them.
func parts(p mapi.Whole, names map[mapi.UID]string) []part {
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
	for i := range p.Sections {
		s := &p.Sections[i]
		t := part{name: hive.Path("").Join(s.Key.Name), role: s.Role, title: names[s.UID], lastWrite: s.Key.LastWrite}
		if !s.IsUID {
			t.title = sectionTitle(s)
		}
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
			account := part{name: t.name.Join(k.Name), role: roleAccount, title: accountTitle(p.Profile, k), lastWrite: k.LastWrite}
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

// oneSided is a part that only one of the profiles has.
func oneSided(p *part, kind DiffKind, values bool, names map[mapi.UID]string) SectionDiff {
	d := SectionDiff{Kind: kind, Name: p.name, Role: p.role, Title: p.title, Values: []ValueDiff{}}
	if kind == Removed {
		d.LastWriteBefore = p.lastWrite
	} else {
		d.LastWriteAfter = p.lastWrite
	}
	if !values {
		return d
	}
	for i := range p.values {
		v := newValueDiff(kind, &p.values[i])
		text := shown(&p.values[i].prop, names)
		if kind == Removed {
			v.Before, v.OffsetBefore = text, p.values[i].prop.Raw.Offset
		} else {
			v.After, v.OffsetAfter = text, p.values[i].prop.Raw.Offset
		}
		d.Values = append(d.Values, v)
	}
	return d
}

// compareParts compares the values of a part that both profiles have.
func compareParts(p, q *part, namesA, namesB map[mapi.UID]string) SectionDiff {
	d := SectionDiff{
		Kind: Changed, Name: q.name, Role: q.role, Title: q.title,
		LastWriteBefore: p.lastWrite, LastWriteAfter: q.lastWrite, Values: []ValueDiff{},
	}
	if d.Title == "" {
		d.Title = p.title
	}
	type id struct {
		key  hive.Path
		name hive.Text
	}
	idOf := func(v *partValue) id { return id{v.key.Raised(), hive.UpcaseText(v.prop.Raw.Name)} }
	rest := map[id][]*partValue{}
	for i := range q.values {
		rest[idOf(&q.values[i])] = append(rest[idOf(&q.values[i])], &q.values[i])
	}
	found := map[*partValue]bool{}
	for i := range p.values {
		v := &p.values[i]
		same := rest[idOf(v)]
		if len(same) == 0 {
			r := newValueDiff(Removed, v)
			r.Before, r.OffsetBefore = shown(&v.prop, namesA), v.prop.Raw.Offset
			d.Values = append(d.Values, r)
			continue
		}
		w := same[0]
		rest[idOf(v)] = same[1:]
		found[w] = true
		if v.prop.Raw.Type != w.prop.Raw.Type || !bytes.Equal(v.prop.Raw.Data, w.prop.Raw.Data) {
			d.Values = append(d.Values, changedValue(v, w, namesA, namesB))
		}
	}
	for i := range q.values {
		if w := &q.values[i]; !found[w] {
			r := newValueDiff(Added, w)
			r.After, r.OffsetAfter = shown(&w.prop, namesB), w.prop.Raw.Offset
			d.Values = append(d.Values, r)
		}
	}
	return d
}

func newValueDiff(kind DiffKind, v *partValue) ValueDiff {
	d := ValueDiff{Kind: kind, Key: v.key, Value: v.prop.Raw.Name, Name: v.prop.Name(), Secret: v.prop.Secret}
	switch list := mapi.AccountList(v.prop.Raw.Name); {
	case list != "":
		d.Name = "order of " + list + " accounts"
	case d.Name == "" && v.prop.Tag != 0:
		d.Name = v.prop.Tag.String()
	case d.Name == "":
		d.Name = "(default)"
	}
	return d
}

// changedValue says how a value changed: by members for lists of UIDs and sets of flags, else by both texts.
func changedValue(v, w *partValue, namesA, namesB map[mapi.UID]string) ValueDiff {
	d := newValueDiff(Changed, w)
	d.Secret = v.prop.Secret || w.prop.Secret
	d.OffsetBefore, d.OffsetAfter = v.prop.Raw.Offset, w.prop.Raw.Offset
	d.Doubt = partly(&v.prop, &w.prop)
	if d.Secret {
		return d
	}
	sameForm := v.prop.Raw.Type == w.prop.Raw.Type && v.prop.Type() == w.prop.Type() &&
		(sectionUIDs(&v.prop) == nil) == (sectionUIDs(&w.prop) == nil)
	if sameForm {
		before, after := members(&v.prop, namesA), members(&w.prop, namesB)
		if d.Minus, d.Plus = without(before, after), without(after, before); len(d.Minus)+len(d.Plus) > 0 {
			return d
		}
	}
	d.Before, d.After = shown(&v.prop, namesA), shown(&w.prop, namesB)
	switch {
	case d.Before != d.After:
	case v.prop.Hides() || w.prop.Hides(): // it is the password in a URL that changed
		d.Secret, d.Before, d.After = true, "", ""
	default: // a display can be shorter than what it shows
		d.Before, d.After = digest(&v.prop), digest(&w.prop)
	}
	return d
}

// digest tells values apart that look the same and are no secrets.
func digest(p *mapi.Property) hive.Text {
	return hive.Text(fmt.Sprintf("%s, %d bytes, sha256 %x", p.Raw.Type, len(p.Raw.Data), sha256.Sum256(p.Raw.Data)))
}

// shown is a value as a reader is told it, "" for a secret.
func shown(p *mapi.Property, names map[mapi.UID]string) hive.Text {
	if p.Secret {
		return ""
	}
	if uids := sectionUIDs(p); uids != nil {
		text := ""
		for i, u := range uids {
			if i > 0 {
				text += ", "
			}
			text += called(u, names)
		}
		return hive.Unescape(text)
	}
	return p.Display()
}

// member is one thing in a value that holds several.
type member struct{ id, text string }

// members are the sections in a list of UIDs or the flags in a set; nil for any other value.
func members(p *mapi.Property, names map[mapi.UID]string) []member {
	var out []member
	for _, u := range sectionUIDs(p) {
		out = append(out, member{u.String(), called(u, names)})
	}
	if out == nil {
		for _, f := range p.Flags() {
			out = append(out, member{f, f})
		}
	}
	return out
}

// sectionUIDs are the sections that a value names, nil where it names none.
func sectionUIDs(p *mapi.Property) []mapi.UID {
	if p.Tag.Link() == mapi.LinkNone {
		return nil
	}
	uids, ok := p.UIDs()
	if !ok {
		return nil
	}
	return uids
}

// without returns the members of a that b lacks; of several equal ones as many as b has fewer.
func without(a, b []member) []string {
	have := map[string]int{}
	for _, m := range b {
		have[m.id]++
	}
	var out []string
	for _, m := range a {
		if have[m.id]--; have[m.id] < 0 {
			out = append(out, m.text)
		}
	}
	return out
}

// called names a section by its UID and what it is.
func called(u mapi.UID, names map[mapi.UID]string) string {
	if t := names[u]; t != "" {
		return u.String() + " " + t
	}
	return u.String() + " (no such section)"
}

// titles says of every section of a profile what it is.
func titles(p mapi.Whole) map[mapi.UID]string {
	out := map[mapi.UID]string{}
	if p.Profile == nil {
		return out
	}
	for i := range p.Sections {
		if s := &p.Sections[i]; s.IsUID {
			out[s.UID] = sectionTitle(s)
		}
	}
	for _, s := range p.Services {
		if _, present := out[s.UID]; !present {
			continue
		}
		title := "service"
		if s.Name != "" {
			title += " " + s.Name.String()
		}
		out[s.UID] = titled(title, s.DisplayName)
		for _, v := range s.Providers {
			kind := string(v.Role)
			if kind == "" {
				kind = string(v.Kind) + " provider"
			}
			out[v.UID] = titled(kind, v.DisplayName)
		}
	}
	return out
}

func sectionTitle(s *mapi.Section) string {
	if name := s.UID.Name(); s.IsUID && name != "" {
		return name
	}
	switch s.Role {
	case mapi.RoleAccounts:
		return "Outlook account manager"
	case mapi.RoleExchange:
		return "Exchange section"
	case mapi.RolePreferences:
		return "preferences of an account"
	case mapi.RoleEmpty:
		return "empty section"
	case mapi.RoleTemporary:
		return "half-made provider"
	}
	return string(s.Role) + " section"
}

func titled(kind string, name hive.Text) string {
	if name == "" {
		return kind
	}
	return kind + " " + quote(name)
}

func accountTitle(p *mapi.Profile, k *mapi.Key) string {
	for _, a := range p.Accounts {
		if a.Key == k.Path && a.Offset == k.Offset {
			return titleOf(&a)
		}
	}
	return "subkey " + quote(k.Name)
}

func titleOf(a *mapi.Account) string {
	return OrderedAccount{a.ID, a.Kind, a.Name}.Title()
}
