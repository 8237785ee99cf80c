package analyze

import (
	"slices"

	"mapihive/hive"
	"mapihive/hive/mapi"
	"mapihive/hive/mapi/prop"
)

// ProfileAccounts is what one profile connects to: its Exchange mailboxes and the account manager's accounts.
type ProfileAccounts struct {
	Source    int             `json:"source"` // index of the hive
	User      hive.Text       `json:"user,omitempty"`
	SID       string          `json:"sid,omitempty"`
	Profile   hive.Text       `json:"profile"`
	State     hive.Origin     `json:"state"`
	Root      mapi.Generation `json:"root"`
	Default   bool            `json:"default"` // the default profile
	Key       hive.Path       `json:"key"`
	Mailboxes []Mailbox       `json:"mailboxes"`
	Accounts  []Account       `json:"accounts"`
	Orders    []AccountOrder  `json:"orders"`
}

// Mailbox is an Exchange mailbox or public folder store.
type Mailbox struct {
	// Kind is HomeMailbox for the mailbox of an Exchange section, else what the store provider is.
	Kind         mapi.ProviderRole `json:"kind"`
	Name         hive.Text         `json:"name,omitempty"`
	Email        hive.Text         `json:"email,omitempty"`
	Mailbox      hive.Text         `json:"mailbox,omitempty"` // distinguished name
	Server       hive.Text         `json:"server,omitempty"`
	ServerDN     hive.Text         `json:"server_dn,omitempty"`
	Proxy        hive.Text         `json:"rpc_proxy,omitempty"`
	OST          hive.Text         `json:"ost_path,omitempty"`
	CachedMode   mapi.Switch       `json:"cached_mode,omitempty"` // of a home mailbox, see mapi.Exchange
	CachedPublic mapi.Switch       `json:"cached_public_folders,omitempty"`
	SecretStored bool              `json:"secret_stored"`
	Section      prop.UID          `json:"section"`
	Key          hive.Path         `json:"key"`
	hive.Place
	LastWrite hive.Time `json:"last_write,omitzero"`
}

// HomeMailbox is the mailbox that Exchange settings name.
const HomeMailbox mapi.ProviderRole = "home"

// Account is an account of the account manager. Of its passwords only the presence is told.
type Account struct {
	ID          uint32      `json:"id"`
	Kind        string      `json:"kind"`
	Role        string      `json:"role,omitempty"` // of the account manager's orders the first that has it: "mail", "address-book" or "store"
	Default     bool        `json:"default"`        // the first of the mail accounts, which Outlook sends with
	Name        hive.Text   `json:"name,omitempty"`
	DisplayName hive.Text   `json:"display_name,omitempty"`
	Email       hive.Text   `json:"email,omitempty"`
	Servers     []Named     `json:"servers"` // by value name: "POP3 Server"
	Users       []Named     `json:"users"`   // by value name: "POP3 User"
	Secrets     []hive.Text `json:"secrets"` // names of the values that hold one
	Delivery
	Service     prop.UID  `json:"service,omitzero"`
	ServiceName hive.Text `json:"service_name,omitempty"`
	Key         hive.Path `json:"key"`
	hive.Place
	LastWrite hive.Time `json:"last_write,omitzero"`
}

// Named is a text with the name of the value that holds it.
type Named struct {
	Value hive.Text `json:"value"`
	Text  hive.Text `json:"text"`
}

// Accounts lists what every profile of the sources connects to, in their order.
func Accounts(sources []Snapshot) []ProfileAccounts {
	n := 0
	for i := range sources {
		n += len(sources[i].Profiles)
	}
	if n == 0 {
		return nil
	}
	out := make([]ProfileAccounts, 0, n)
	for i := range sources {
		for j := range sources[i].Profiles {
			p := &sources[i].Profiles[j]
			out = append(out, ProfileAccounts{
				Source: i, User: sources[i].User.Name, SID: sources[i].User.SID, Profile: p.Name, State: p.State, Root: p.Root, Default: p.Default, Key: p.Key,
				Mailboxes: mailboxes(p), Accounts: accounts(p), Orders: AccountOrders(p),
			})
		}
	}
	return out
}

// mailboxes lists those of the Exchange settings, then those that store providers lead to besides.
func mailboxes(p *mapi.Profile) []Mailbox {
	out := []Mailbox{}
	for _, x := range p.Exchange {
		if x.Mailbox+x.HomeServer+x.HomeServerDN+x.Email == "" {
			continue
		}
		out = append(out, Mailbox{
			Kind: HomeMailbox, Name: x.Name, Email: x.Email, Mailbox: x.Mailbox, Server: x.HomeServer, ServerDN: x.HomeServerDN,
			Proxy: x.Proxy, OST: x.OSTPath, CachedMode: x.CachedMode, CachedPublic: x.CachedPublic, SecretStored: x.SecretStored, Section: x.Section, Key: x.Key, Place: x.Place, LastWrite: x.LastWrite,
		})
	}
	type known struct{ mailbox, server hive.Text }
	knownAs := func(mailbox, server hive.Text) known {
		return known{hive.UpcaseText(mailbox), hive.UpcaseText(server)}
	}
	homes := make(map[known]int, len(out)) // of several the first
	for i, h := range slices.Backward(out) {
		homes[knownAs(h.Mailbox, h.Server)] = i
	}
	for _, v := range providers(p) {
		if v.Mailbox+v.Server+v.ServerDN == "" {
			continue // the primary mailbox of Outlook 2007 and before stands in the Exchange section alone
		}
		if home, met := homes[knownAs(v.Mailbox, v.Server)]; !met || v.Mailbox == "" {
			out = append(out, Mailbox{
				Kind: v.Role, Name: v.DisplayName, Mailbox: v.Mailbox, Server: v.Server, ServerDN: v.ServerDN,
				SecretStored: v.SecretStored, Section: v.UID, Key: v.Key, Place: v.Place, LastWrite: v.LastWrite,
			})
		} else if out[home].Name == "" || v.Role == mapi.RolePrimaryMailbox {
			out[home].Name = v.DisplayName
		}
	}
	return out
}

// accounts writes the accounts of the account manager out with the names of their values.
func accounts(p *mapi.Profile) []Account {
	out, deliveries := []Account{}, Deliveries(p)
	for i := range p.Accounts {
		from := &p.Accounts[i]
		out = append(out, Account{
			ID: from.ID, Kind: from.Kind, Role: accountRole(from), Default: from.Default, Name: from.Name, DisplayName: from.DisplayName, Email: from.Email,
			Servers: named(from.ServerValues, from.Servers), Users: named(from.UserValues, from.Users),
			Secrets:  append([]hive.Text{}, from.SecretValues...),
			Delivery: deliveries[i], Service: from.Service, ServiceName: from.ServiceName,
			Key: from.Key, Place: from.Place, LastWrite: from.LastWrite,
		})
	}
	return out
}

func accountRole(a *mapi.Account) string {
	switch {
	case a.MailPosition > 0:
		return "mail"
	case a.AddressBookPosition > 0:
		return "address-book"
	case a.StorePosition > 0:
		return "store"
	}
	return ""
}

// named pairs texts with the names of the values that hold them.
func named(values, texts []hive.Text) []Named {
	out := []Named{}
	for i := range min(len(values), len(texts)) {
		out = append(out, Named{values[i], texts[i]})
	}
	return out
}
