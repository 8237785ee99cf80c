package mapi

import (
	"math/bits"

	"mapihive/hive"
	"mapihive/hive/mapi/prop"
)

// Fault is one thing in a profile that MAPI or Outlook cannot follow: the profile does not open, or opens with
// less than it has. Listed sections that do not exist are in Profile.Missing.
type Fault struct {
	Kind FaultKind `json:"kind"`
	// List is the list that it is about: "services", "store-providers" and the like, or of the account manager's
	// orders "mail", "address-book", "store".
	List   string   `json:"list,omitempty"`
	Type   string   `json:"type,omitempty"`   // of IllTypedList: the registry type
	UID    prop.UID `json:"uid,omitzero"`     // of AccountWithoutService: the section that the account names
	Number uint32   `json:"number,omitempty"` // the account's
	// Reversed says that the bytes of Number, in the reverse order, are the number of an account.
	Reversed bool      `json:"reversed,omitempty"`
	Fact     hive.Fact `json:"fact"` // the value, or the key that should have it
}

// FaultKind is what is wrong.
type FaultKind string

// Kinds of faults.
const (
	NoRootSection         FaultKind = "no-root-section"         // 9207f3e0..., which lists services and providers
	NoList                FaultKind = "no-list"                 // the root section lacks PR_SERVICES, or the list of stores that its services have
	EmptyList             FaultKind = "empty-list"              // the same, and the value is there and empty
	IllTypedList          FaultKind = "ill-typed-list"          // a list of the root section that is no REG_BINARY
	BlankEntry            FaultKind = "blank-entry"             // one of MAPI's lists has 16 bytes that are no UID, see UID.Blank
	AccountWithoutService FaultKind = "account-without-service" // an account's Service UID names no section
	OrderWithoutAccount   FaultKind = "order-without-account"   // an order of the account manager has a number that no account has
)

// maxFaults is how many faults of one profile are kept.
const maxFaults = 1_000

func (b *builder) fault(f Fault) {
	if len(b.p.Faults) < maxFaults {
		b.p.Faults = append(b.p.Faults, f)
	}
}

// faults finds what MAPI and Outlook cannot follow. Of a recovered profile, which is partial by nature, nothing is
// said.
func (b *builder) faults() {
	if b.p.State == hive.Recovered {
		b.p.Faults = nil
		return
	}
	if b.p.Empty {
		return
	}
	if b.root == nil {
		b.fault(Fault{Kind: NoRootSection, Fact: hive.Fact{Key: b.p.Key, Place: b.p.Place, State: b.p.State, LastWrite: b.p.LastWrite}})
	} else {
		b.rootLists()
	}
	b.accountFaults()
	b.orderFaults()
}

// rootLists checks the lists of the root section: each has to be REG_BINARY, and those that lead to a section
// which is there have to have something in them.
func (b *builder) rootLists() {
	for _, id := range append([]uint16{idServices}, providerLists...) {
		link := prop.NewTag(id, prop.PTBinary).Link().String()
		for p := range b.root.props(id) {
			if p.Raw.Type != hive.RegBinary {
				b.fault(Fault{Kind: IllTypedList, List: link, Type: p.Raw.Type.String(), Fact: b.root.fact(p)})
			}
		}
		switch id {
		case idServices:
		case idStoreProviders:
			if !b.servicesHaveStores() {
				continue
			}
		default:
			continue // a profile may do without
		}
		list := b.root.binary(id)
		switch {
		case list != nil && len(list.Raw.Data) == 0:
			b.fault(Fault{Kind: EmptyList, List: link, Fact: b.root.fact(list)})
		case list == nil && !b.root.has(id):
			k := &b.root.Key
			b.fault(Fault{Kind: NoList, List: link, Fact: hive.Fact{Key: k.Path, Place: k.Place, State: k.State, LastWrite: k.LastWrite}})
		}
	}
}

// servicesHaveStores reports whether a service that the root section lists has a store of its own.
func (b *builder) servicesHaveStores() bool {
	for uid := range b.root.uids(idServices) {
		for store := range b.section(uid).uids(idStoreProviders) {
			if b.section(store) != nil {
				return true
			}
		}
	}
	return false
}

// accountFaults finds the accounts whose message service does not exist.
func (b *builder) accountFaults() {
	for i := range b.p.Accounts {
		a := &b.p.Accounts[i]
		if a.Service.Blank() || b.section(a.Service) != nil {
			continue
		}
		values := b.p.AccountValues[i]
		for j := range values {
			if p := &values[j]; hive.EqualFold(p.Raw.Name, "Service UID") {
				k := Key{Path: a.Key, State: b.p.State, LastWrite: a.LastWrite}
				b.fault(Fault{Kind: AccountWithoutService, UID: a.Service, Number: a.ID, Fact: k.fact(p)})
				break
			}
		}
	}
}

// orderFaults finds the numbers in the account manager's orders that no account has.
func (b *builder) orderFaults() {
	manager := b.role(RoleAccounts)
	if manager == nil {
		return
	}
	have := map[uint32]bool{}
	for i := range b.p.Accounts {
		have[b.p.Accounts[i].ID] = true
	}
	for i := range manager.Properties {
		p := &manager.Properties[i]
		list := prop.AccountList(p.Raw.Name)
		numbers, ok := p.Longs()
		if list == "" || !ok {
			continue
		}
		said := map[uint32]bool{}
		for _, n := range numbers {
			id := uint32(n)
			if have[id] || said[id] {
				continue
			}
			said[id] = true
			b.fault(Fault{Kind: OrderWithoutAccount, List: list, Number: id, Reversed: have[bits.ReverseBytes32(id)], Fact: manager.fact(p)})
			if len(b.p.Faults) >= maxFaults {
				return
			}
		}
	}
}
