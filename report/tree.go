package report

import (
	"fmt"
	"strings"

	"mapihive/analyze"
	"mapihive/hive"
	"mapihive/hive/english"
	"mapihive/hive/mapi"
	"mapihive/hive/office"
	"mapihive/hive/which"
)

// tree writes what a source says about its user and the profiles in it, of those that are alike only how many.
func (p *page) tree(s *analyze.Snapshot, alike [][]int) {
	if why := Unread(s); why != "" {
		p.para(2, "Not read: "+why)
		return
	}
	p.context(s)
	p.changes(s.Changes)
	if len(s.Profiles) == 0 {
		p.para(2, noProfile(s))
		return
	}
	left := map[int]bool{}
	for _, group := range alike {
		for _, i := range group {
			left[i] = true
		}
	}
	for i := range s.Profiles {
		if !left[i] {
			p.gap()
			p.profile(&s.Profiles[i])
		}
	}
	for _, group := range alike {
		p.gap()
		p.para(2, fmt.Sprintf("%s with names of one form, such as %s: mapihive profiles shows them", english.Count(len(group), "profile"), quote(s.Profiles[group[0]].Name)))
	}
}

// context writes whose hive it is, the Outlook versions it names and the mapped drives.
func (p *page) context(s *analyze.Snapshot) {
	if u := s.User; u != (analyze.User{}) && !p.ticketed {
		p.para(2, join("User", u.Name.String(), u.SID))
	}
	if s.Which.Name != "" && s.Which.Name != which.UserHive && (s.Which.User || len(s.Profiles) > 0) {
		p.para(2, sentence(thisIs(s.Which)))
	}
	switch {
	case s.LiveOnly:
		p.para(2, "Only live profiles were looked for, where Outlook and Windows keep them (--quick); any others are not shown.")
	case s.KnownPlaces:
		p.para(2, "Profiles were looked for only where Outlook and Windows keep them (--live); any that stand elsewhere are not shown.")
	}
	if len(s.Outlook) > 0 && !p.ticketed {
		p.para(2, outlooks(s.Outlook))
	}
	for _, d := range s.Drives {
		p.line(2, "Drive  %s: %s", strings.TrimSuffix(d.Letter, ":"), d.Remote)
	}
	if n := s.Recovered; n.Keys+n.Values > 0 {
		p.para(2, fmt.Sprintf("Deleted records found, of any program: %s and %s", english.Count(n.Keys, "key"), english.Count(n.Values, "value")))
	}
}

// outlooks names versions of Outlook.
func outlooks(versions []string) string {
	names := make([]string, len(versions))
	for i, v := range versions {
		names[i] = office.Outlook(v)
	}
	return strings.Join(names, ", ")
}

// noProfile says what is there instead of a profile.
func noProfile(s *analyze.Snapshot) string {
	if s.State == hive.Damaged {
		return "No MAPI profile was found. The hive is damaged: one may have been in what cannot be read."
	}
	var empty, without []string
	for _, r := range s.Roots {
		for _, key := range []hive.Path{r.Key, r.Deleted} {
			if key != "" {
				empty = append(empty, quote(key))
			}
		}
		if r.Key == "" && r.Deleted == "" {
			without = append(without, quote(r.DefaultProfile.Key))
		}
	}
	switch {
	case notAUsers(s):
		return "No MAPI profile: " + thisIs(s.Which) + ". A user's profiles stand in " + userFile(s) + "."
	case len(empty) > 0:
		return "No MAPI profile. The key for profiles exists and is empty: " + strings.Join(empty, ", ")
	case len(without) > 0:
		return "No MAPI profile and no key for profiles. A DefaultProfile stands in " + strings.Join(without, ", ")
	}
	return "No MAPI profile."
}

func (p *page) profile(pr *mapi.Profile) {
	p.profileHead(pr)
	if len(pr.Services) == 0 && len(pr.Accounts) == 0 {
		p.para(4, "No message service and no account.")
	}
	for i := range pr.Services {
		p.service(pr, &pr.Services[i])
	}
	if len(pr.Providers) > 0 {
		p.gap()
		p.para(4, "Providers of no service")
	}
	for i := range pr.Providers {
		p.provider(pr, &pr.Providers[i])
	}
	p.accounts(pr)
	if p.view.Full {
		p.accountOrders(4, analyze.AccountOrders(pr))
		p.order(pr)
	}
	p.searchPath(&pr.Order)
	if n := len(pr.UnlistedSections); n > 0 && !p.view.Full {
		p.gap()
		p.para(4, english.Count(n, "section")+" in no list of the profile")
	} else if n > 0 {
		p.gap()
		p.para(4, "Sections in no list of the profile")
		for _, u := range pr.UnlistedSections {
			p.line(6, "%s", u)
		}
	}
}

// profileHead names a profile: what it is, where it stands.
func (p *page) profileHead(pr *mapi.Profile) {
	what := []string{string(pr.State)}
	if pr.Default {
		what = append(what, "default")
	}
	if pr.Confidence != "" && (pr.Confidence != hive.High || pr.State == hive.Recovered) {
		what = append(what, string(pr.Confidence)+" confidence")
	}
	p.put(&Block{Kind: Item, Depth: 2, Group: profileGroup, Below: Shut, Text: fmt.Sprintf("Profile %s  %s", quote(pr.Name), strings.Join(what, ", "))})
	p.line(4, "%s", p.key(pr.Key))
	p.facts(4, some(position(pr.Place), p.written(pr.LastWrite))...)
	p.inLog(4, pr.File)
	p.standing(4, pr.Where)
	if len(pr.Instance) > 0 && p.view.Full {
		p.line(4, "instance %s", pr.Instance)
	}
	for _, m := range pr.MissingProperties {
		p.para(4, join("lacks "+m.Property+":", m.Why))
	}
	for _, note := range pr.Notes {
		p.para(4, note)
	}
}

// inLog names the transaction log that an offset counts in, where it is not the hive file.
func (p *page) inLog(indent int, log hive.Text) {
	if log != "" {
		p.line(indent, "in transaction log %s", log)
	}
}

// changes writes what the transaction logs did to profiles.
func (p *page) changes(cs []mapi.Change) {
	if len(cs) == 0 {
		return
	}
	p.gap()
	p.part(2, "What the transaction logs changed")
	for _, c := range cs {
		p.para(4, fmt.Sprintf("Profile %s: %s", quote(c.Profile), changeWords[c.Kind]))
		p.facts(6, some(c.Detail)...)
		for _, path := range some(c.Before.String(), c.After.String()) {
			p.line(6, "%s", path)
		}
		if c.Previous != 0 {
			p.line(6, "in the hive file: last write %s", c.Previous)
		}
		if c.LastWrite != 0 {
			p.line(6, "after the logs: last write %s", c.LastWrite)
		}
	}
}

var changeWords = map[mapi.ChangeKind]string{
	mapi.Appeared:       "it is not in the hive file yet",
	mapi.Disappeared:    "it is in the hive file and gone after the logs",
	mapi.MovedToDeleted: "moved to Deleted Profiles, so it was deleted while it was in use",
	mapi.MovedBack:      "moved from Deleted Profiles to Profiles",
	mapi.MovedAside:     "moved to a key where Outlook does not look for profiles",
	mapi.Changed:        "its contents changed",
}

func (p *page) service(pr *mapi.Profile, s *mapi.Service) {
	p.gap()
	p.item(4, serviceGroup, join("Service", orNone(s.Name), quoteSome(s.DisplayName), s.DLL.String(), listing(pr, s.Listed)))
	if p.view.Full {
		p.facts(6, some("uid "+s.UID.String(), strings.Join(s.Flags, " "))...)
	}
	if s.HomeServer != "" {
		p.line(6, "home server %s", s.HomeServer)
	}
	if s.Mailbox != "" {
		p.line(6, "mailbox %s", s.Mailbox)
	}
	for i := range s.Providers {
		p.provider(pr, &s.Providers[i])
	}
}

func (p *page) provider(pr *mapi.Profile, v *mapi.Provider) {
	def := ""
	if pr.Order.IsDefault(v.UID) {
		def = "(default store)"
	}
	p.item(6, providerGroup, join(providerKind(v.Kind), quoteSome(v.DisplayName), string(v.Role), v.DLL.String(), def, listing(pr, v.Listed)))
	for _, path := range some(v.PSTPath.String(), v.OSTPath.String()) {
		p.line(8, "%s", path)
	}
	if p.view.Full {
		p.facts(8, some("uid "+v.UID.String(), strings.Join(v.Flags, " "))...)
		if len(v.RecordKey) > 0 {
			p.line(8, "record key %s", v.RecordKey)
		}
		if len(v.MappingSignature) > 0 {
			p.line(8, "mapping signature %s", v.MappingSignature)
		}
	}
	if w := p.written(v.LastWrite); w != "" && (p.view.Full || w != p.written(pr.LastWrite)) {
		p.line(8, "%s", w)
	}
}

// providerKind writes the kind as a noun at the start of a line: "Address book".
func providerKind(kind mapi.ProviderKind) string {
	if kind == "" {
		return "Provider"
	}
	words := strings.ReplaceAll(string(kind), "-", " ")
	return strings.ToUpper(words[:1]) + words[1:]
}

// quoteSome quotes a text unless it is empty.
func quoteSome(t hive.Text) string {
	if t == "" {
		return ""
	}
	return quote(t)
}

// orNone names what has no name.
func orNone(t hive.Text) string {
	if t == "" {
		return "(no name)"
	}
	return t.String()
}
