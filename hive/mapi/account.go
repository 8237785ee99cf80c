package mapi

import (
	"cmp"
	"iter"
	"slices"
	"strconv"
	"strings"

	"mapihive/hive"
	"mapihive/hive/mapi/prop"
)

// accountKeys yields the account manager's subkeys: one an account, named by its number in hex.
func (s *Section) accountKeys() iter.Seq2[uint32, *Key] {
	return func(yield func(uint32, *Key) bool) {
		if s == nil {
			return
		}
		for i := range s.Key.Subkeys {
			k := &s.Key.Subkeys[i]
			id, err := strconv.ParseUint(string(k.Name), 16, 32)
			if err == nil && len(k.Name) == 8 && !yield(uint32(id), k) {
				return
			}
		}
	}
}

// accountLinks are the sections that accounts name.
func (s *Section) accountLinks() []prop.UID {
	var out []prop.UID
	for _, k := range s.accountKeys() {
		for i := range k.Values {
			switch v := &k.Values[i]; hive.UpcaseText(v.Name) {
			case "SERVICE UID", "PREFERENCES UID", "XP PROVIDER UID":
				if len(v.Data) == 16 {
					out = append(out, prop.UID(v.Data))
				}
			}
		}
	}
	return out
}

// readAccounts reads the account manager's section.
func (b *builder) readAccounts() {
	s := b.role(RoleAccounts)
	if s == nil {
		return
	}
	stores := b.deliveryStores()
	type accountKey struct {
		id  uint32
		key *Key
	}
	var keys []accountKey
	for id, k := range s.accountKeys() {
		keys = append(keys, accountKey{id, k})
	}
	slices.SortStableFunc(keys, func(x, y accountKey) int { return cmp.Compare(x.id, y.id) })
	for _, k := range keys {
		values := decodeAll(k.key.Values, b.p.CodePage)
		b.p.AccountValues = append(b.p.AccountValues, values)
		b.p.Accounts = append(b.p.Accounts, b.account(k.id, k.key, values, stores))
	}
	accounts, o := b.p.Accounts, &b.p.Order
	for _, list := range []struct {
		name     string
		to       *[]uint32
		position func(*Account) *int
	}{
		{"mail", &o.MailAccounts, func(a *Account) *int { return &a.MailPosition }},
		{"address-book", &o.AddressBookAccounts, func(a *Account) *int { return &a.AddressBookPosition }},
		{"store", &o.StoreAccounts, func(a *Account) *int { return &a.StorePosition }},
	} {
		*list.to = s.accountList(list.name)
		for place, id := range *list.to {
			i, found := slices.BinarySearchFunc(accounts, id, func(a Account, id uint32) int { return cmp.Compare(a.ID, id) })
			if !found {
				continue
			}
			if at := list.position(&accounts[i]); *at == 0 {
				*at = place + 1
			}
		}
	}
	for i := range accounts {
		// The first of the mail accounts is the one that Outlook sends with ("Inside MAPI Profiles").
		accounts[i].Default = accounts[i].MailPosition == 1
	}
}

// accountList returns the account numbers of one of the account manager's orders.
func (s *Section) accountList(name string) []uint32 {
	for i := range s.Properties {
		p := &s.Properties[i]
		if prop.AccountList(p.Raw.Name) != name {
			continue
		}
		numbers, ok := p.Longs()
		if !ok {
			continue
		}
		var out []uint32
		for _, n := range numbers {
			out = append(out, uint32(n))
		}
		return out
	}
	return nil
}

// deliveryStores tells a profile's store providers by what accounts know of them.
type deliveryStores struct {
	byEntryID   map[string]prop.UID
	byRecordKey map[prop.UID]prop.UID
}

func (b *builder) deliveryStores() deliveryStores {
	d := deliveryStores{map[string]prop.UID{}, b.storesByRecordKey()}
	for i := range b.p.Sections {
		s := &b.p.Sections[i]
		if eid := s.bytes(idEntryID); len(eid) > 0 && s.Role == RoleProvider && b.kind(i) == KindStore {
			if _, twice := d.byEntryID[string(eid)]; !twice {
				d.byEntryID[string(eid)] = s.UID
			}
		}
	}
	return d
}

func (b *builder) account(id uint32, k *Key, values []prop.Property, stores deliveryStores) Account {
	a := Account{
		ID: id, Kind: "unknown", Servers: []hive.Text{}, LastWrite: k.LastWrite, Place: k.Place, Key: k.Path,
	}
	eas := false
	for i := range values {
		p := &values[i]
		if p.Secret {
			a.Secrets++
			if holdsSecret(p) {
				a.SecretValues = append(a.SecretValues, p.Raw.Name)
			}
			continue
		}
		text, _ := p.Text()
		switch name := hive.UpcaseText(p.Raw.Name); name {
		case "CLSID":
			if kind := prop.AccountKind(text); kind != "" {
				a.Kind = kind
			}
		case "ACCOUNT NAME":
			a.Name = text
		case "DISPLAY NAME":
			a.DisplayName = text
		case "EMAIL":
			a.Email = plainAddress(text)
		case "SERVICE NAME":
			a.ServiceName = text
		case "SERVICE UID":
			a.Service = accountUID(p)
		case "PREFERENCES UID":
			a.Preferences = accountUID(p)
		case "XP PROVIDER UID":
			a.Transport = accountUID(p)
		case "DELIVERY STORE ENTRYID", "IMAP STORE EID", "EAS STORE EID":
			eas = eas || name == "EAS STORE EID"
			if eid, ok := p.EntryID(); ok && a.DeliveryStore == "" {
				if a.DeliveryStore = eid.Path; eid.Path != "" {
					a.DeliveryValue = p.Raw.Name
				}
			}
			if uid, ok := stores.byEntryID[string(p.Raw.Data)]; ok && a.Store.IsZero() {
				a.Store = uid
			}
		case "DELIVERY FOLDER ENTRYID":
			if eid, ok := p.EntryID(); ok && eid.Kind == prop.EntryFolder {
				if uid, ok := stores.byRecordKey[prop.UID(eid.RecordKey)]; ok {
					a.FolderStore = uid
				}
			}
		default:
			_, what, _ := strings.Cut(string(name), " ")
			switch {
			case text == "":
			case what == "SERVER", what == "SERVER URL":
				a.Servers, a.ServerValues = append(a.Servers, text), append(a.ServerValues, p.Raw.Name)
				eas = eas || name == "EAS SERVER URL"
			case what == "USER", what == "USER NAME":
				a.Users, a.UserValues = append(a.Users, text), append(a.UserValues, p.Raw.Name)
			}
		}
	}
	if a.Store.IsZero() {
		a.Store = a.FolderStore
	}
	b.accountKind(&a, eas)
	if a.Kind == "exchange" && a.Email == "" {
		if s := b.section(a.Service); s != nil {
			if x := b.exchange(s); x != nil {
				a.Email = x.Email
			}
		}
	}
	return a
}

// accountKind refines "mapi", the class of every account that is a message service.
func (b *builder) accountKind(a *Account, eas bool) {
	name := a.ServiceName
	if !a.Service.IsZero() {
		if i, ok := b.byUID[a.Service]; ok && b.serviceNames[i] != "" {
			name = b.serviceNames[i]
		}
	}
	switch {
	case a.Kind != "mapi" && a.Kind != "unknown":
	case hive.EqualFold(name, "MSEMS"):
		a.Kind = "exchange"
	case hive.EqualFold(name, "EAS"), eas:
		a.Kind = "eas"
	}
}

func accountUID(p *prop.Property) prop.UID {
	uid, ok := p.UID()
	if !ok {
		p.AddProblem("not a UID of 16 bytes")
	}
	return uid
}
