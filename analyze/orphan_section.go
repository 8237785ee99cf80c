package analyze

import (
	"fmt"
	"slices"

	"mapihive/hive"
	"mapihive/hive/english"
	"mapihive/hive/mapi"
)

// orphanedSections says which services, providers and accounts of a live profile nothing leads to. Empty sections and
// those of former accounts' preferences, which healthy profiles have, are none of these.
func (o *orphanLook) orphanedSections(p *mapi.Profile) (Finding, bool) {
	f := Finding{Rule: ruleOrphanedSection, Confidence: hive.High}
	left := unlisted(p)
	files := map[hive.Text]bool{}
	var what []string
	n := 0
	add := func(word string, key hive.Path, at hive.Place, t hive.Time) {
		if n++; n <= maxEvidence {
			f.Evidence = append(f.Evidence, Evidence{Profile: p.Name, Fact: hive.Fact{Key: key, Place: at, State: p.State, LastWrite: t}})
		}
		what = append(what, word)
	}
	provider := func(v *mapi.Provider) {
		if left[v.UID] {
			left[v.UID] = false // it can stand below several services
			add("the provider "+v.UID.String(), v.Key, v.Place, v.LastWrite)
			for _, path := range []hive.Text{v.PSTPath, v.OSTPath} {
				if path != "" {
					files[path] = true
				}
			}
		}
	}
	for i := range p.Services {
		s := &p.Services[i]
		if s.Key != "" && left[s.UID] {
			add("the message service "+s.UID.String(), s.Key, s.Place, s.LastWrite)
		}
		for j := range s.Providers {
			provider(&s.Providers[j])
		}
	}
	for i := range p.Providers {
		provider(&p.Providers[i])
	}
	if len(p.Order.MailAccounts)+len(p.Order.AddressBookAccounts)+len(p.Order.StoreAccounts) > 0 {
		for i := range p.Accounts {
			if a := &p.Accounts[i]; a.MailPosition+a.AddressBookPosition+a.StorePosition == 0 {
				add(fmt.Sprintf("account %d", a.ID), a.Key, a.Place, a.LastWrite)
			}
		}
	}
	if n == 0 {
		return Finding{}, false
	}
	slices.Sort(what)
	f.summarize(saySections, quote(p.Name), english.Count(n, "section"))
	f.tell(saySectionsWhich, list(what))
	f.tell(saySectionsMean)
	if len(files) > 0 {
		f.tell(saySectionsFiles, quoted(files))
		f.advise(adviseSectionsFiles)
	}
	f.advise(adviseSections)
	return f, true
}

// maxEvidence is how many of many alike are evidence.
const maxEvidence = 8
