package analyze

import (
	"strconv"

	"mapihive/hive"
	"mapihive/hive/mapi"
)

// AccountOrder is one of the orders of the account manager, by names.
type AccountOrder struct {
	List     string           `json:"list"` // "mail", "address-book" or "store"
	Accounts []OrderedAccount `json:"accounts"`
	More     int              `json:"more,omitempty"` // numbers in the list after these
}

// OrderedAccount is an account in an order. One that the list names and that is not there has no kind.
type OrderedAccount struct {
	ID   uint32    `json:"id"`
	Kind string    `json:"kind,omitempty"`
	Name hive.Text `json:"name,omitempty"`
}

// maxOrder is how many accounts of an order are named: a list can name one account again and again.
const maxOrder = 64

// Title names the account: account 2 (pop3) "alice at home".
func (a OrderedAccount) Title() string {
	number := "account " + strconv.FormatUint(uint64(a.ID), 10)
	if a.Kind == "" {
		return number + " (no such account)"
	}
	return Titled(number+" ("+a.Kind+")", a.Name)
}

// Titled names a thing by its kind and, in quotation marks, the name that the evidence gives it.
func Titled(kind string, name hive.Text) string {
	if name == "" {
		return kind
	}
	return kind + " " + quote(name)
}

// AccountOrders lists the orders of a profile's accounts that name at least one.
func AccountOrders(p *mapi.Profile) []AccountOrder {
	out := []AccountOrder{}
	var byID map[uint32]OrderedAccount
	for _, l := range []struct {
		list string
		ids  []uint32
	}{{"mail", p.Order.MailAccounts}, {"address-book", p.Order.AddressBookAccounts}, {"store", p.Order.StoreAccounts}} {
		if len(l.ids) == 0 {
			continue
		}
		if byID == nil {
			byID = accountsByID(p)
		}
		out = append(out, orderIn(l.list, l.ids, byID))
	}
	return out
}

// NewAccountOrder is the order of a profile's accounts that a list of numbers gives; list is which one.
func NewAccountOrder(p *mapi.Profile, list string, ids []uint32) AccountOrder {
	return orderIn(list, ids, accountsByID(p))
}

func orderIn(list string, ids []uint32, byID map[uint32]OrderedAccount) AccountOrder {
	o := AccountOrder{List: list, Accounts: []OrderedAccount{}, More: max(0, len(ids)-maxOrder)}
	for _, id := range ids[:len(ids)-o.More] {
		a := byID[id]
		a.ID = id
		o.Accounts = append(o.Accounts, a)
	}
	return o
}

// accountsByID are the accounts of a profile; of several with one number the first.
func accountsByID(p *mapi.Profile) map[uint32]OrderedAccount {
	out := make(map[uint32]OrderedAccount, len(p.Accounts))
	for _, a := range p.Accounts {
		if _, twice := out[a.ID]; !twice {
			out[a.ID] = OrderedAccount{a.ID, a.Kind, a.Name}
		}
	}
	return out
}
