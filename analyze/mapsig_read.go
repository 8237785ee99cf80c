package analyze

import (
	"iter"

	"mapihive/hive"
	"mapihive/hive/mapi"
	"mapihive/hive/mapi/prop"
)

// storeSignature is one signature of a store, in whatever state.
type storeSignature struct {
	*mapi.Signature
	name    hive.Text     // the profile's
	profile *mapi.Profile // nil for what the transaction logs changed or removed
	was     string        // why it is not in force: one of the constants below; "" for a live profile
}

// The states of a signature that no Outlook reads.
const (
	wasRecovered = "recovered" // its record is deleted
	wasInFile    = "in-file"   // it stands in the hive file, and the transaction logs changed or removed it
	wasDeleted   = "deleted"   // its profile stands in Deleted Profiles
	wasAside     = "aside"     // its profile stands where no Outlook looks for one
)

func (g *storeSignature) evidence() Evidence { return Evidence{Profile: g.name, Fact: g.Fact} }

// storeSignatures yields the signatures of stores; an address book has its own, and a section that no list names is a
// leftover that nothing reads. Of a recovered profile, whose lists may be lost, that cannot be said.
func storeSignatures(s *Snapshot) iter.Seq[storeSignature] {
	return func(yield func(storeSignature) bool) {
		type value struct {
			key   hive.Path
			value hive.Text
			bytes string
		}
		recovered := map[value]bool{}
		at := func(g *mapi.Signature) value { return value{g.Fact.Key.Raised(), g.Fact.Value, string(g.Bytes)} }
		for i := range s.Profiles {
			p := &s.Profiles[i]
			if len(p.Signatures) == 0 {
				continue
			}
			leftover, books := unlisted(p), map[prop.UID]bool{}
			for _, pr := range providers(p) {
				books[pr.UID] = books[pr.UID] || pr.Kind == mapi.KindAddressBook
			}
			for j := range p.Signatures {
				g := &p.Signatures[j]
				switch {
				case books[g.Section], g.Role == mapi.RoleExchangeAB, leftover[g.Section] && p.State != hive.Recovered:
					continue
				case p.State == hive.Recovered:
					recovered[at(g)] = true
				}
				if !yield(storeSignature{g, p.Name, p, wasOf(p.State)}) {
					return
				}
			}
		}
		for i := range s.Changes {
			c := &s.Changes[i]
			for j := range c.Signatures {
				g := &c.Signatures[j]
				if g.Role != mapi.RoleExchangeAB && !recovered[at(g)] && !yield(storeSignature{g, c.Profile, nil, wasInFile}) {
					return
				}
			}
		}
	}
}

func wasOf(state hive.Origin) string {
	switch state {
	case hive.Live:
		return ""
	case hive.Deleted:
		return wasDeleted
	case hive.KeptAside:
		return wasAside
	}
	return wasRecovered
}

// dll names the DLL that the signature's store comes from, see mapi.ModuleName; "" where that is not known.
func (g *storeSignature) dll() string {
	if g.DLL == "" && (g.Role == mapi.RoleExchange || g.Role == mapi.RoleExchangeGlobal) {
		return mapi.ModuleName("emsmdb.dll")
	}
	return mapi.ModuleName(g.DLL)
}
