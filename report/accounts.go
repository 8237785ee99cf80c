package report

import (
	"bytes"
	"slices"
	"strings"

	"mapihive/analyze"
	"mapihive/hive"
	"mapihive/hive/mapi"
)

// AccountsSchema names the layout of the JSON document that AccountsJSON writes.
const AccountsSchema = "mapihive/accounts/v1"

// ProfileAccounts is what one profile connects to: its Exchange mailboxes and the account manager's accounts.
type ProfileAccounts struct {
	Source    int             `json:"source"` // index of the hive
	Profile   hive.Text       `json:"profile"`
	State     hive.Origin     `json:"state"`
	Root      mapi.Generation `json:"root"`
	Default   bool            `json:"default"` // the default profile
	Key       hive.Path       `json:"key"`
	Mailboxes []Mailbox       `json:"mailboxes"`
	Accounts  []Account       `json:"accounts"`
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
	SecretStored bool              `json:"secret_stored"`
	Section      mapi.UID          `json:"section"`
	Key          hive.Path         `json:"key"`
	hive.Place
	LastWrite hive.Time `json:"last_write,omitzero"`
}

// HomeMailbox is the mailbox that Exchange settings name.
const HomeMailbox mapi.ProviderRole = "home"

// Account is an account of the account manager. Of its passwords only the presence is told.
type Account struct {
	ID            uint32      `json:"id"`
	Kind          string      `json:"kind"`
	Default       bool        `json:"default"` // the first of the mail accounts, which Outlook sends with
	Name          hive.Text   `json:"name,omitempty"`
	DisplayName   hive.Text   `json:"display_name,omitempty"`
	Email         hive.Text   `json:"email,omitempty"`
	Servers       []Named     `json:"servers"` // by value name: "POP3 Server"
	Users         []Named     `json:"users"`   // by value name: "POP3 User"
	Secrets       []hive.Text `json:"secrets"` // names of the values that hold one
	DeliveryStore hive.Text   `json:"delivery_store,omitempty"`
	Service       *mapi.UID   `json:"service,omitempty"`
	ServiceName   hive.Text   `json:"service_name,omitempty"`
	Key           hive.Path   `json:"key"`
	hive.Place
	LastWrite hive.Time `json:"last_write,omitzero"`
}

// Named is a text with the name of the value that holds it.
type Named struct {
	Value hive.Text `json:"value"`
	Text  hive.Text `json:"text"`
}

// Accounts lists what every profile of the sources connects to, in their order.
func Accounts(sources []analyze.Snapshot) []ProfileAccounts {
	var out []ProfileAccounts
	for i := range sources {
		for j := range sources[i].Profiles {
			p := &sources[i].Profiles[j]
			out = append(out, ProfileAccounts{
				Source: i, Profile: p.Name, State: p.State, Root: p.Root, Default: p.Default, Key: p.Key,
				Mailboxes: mailboxes(p), Accounts: accounts(p),
			})
		}
	}
	return out
}

// Properties of Exchange sections (edkmdb.h; the last two mfcmapi, genTagArray.h).
const (
	prDisplayName         mapi.Tag = 0x3001001F
	prProfileHomeServer   mapi.Tag = 0x6602001F
	prProfileUser         mapi.Tag = 0x6603001F
	prProfileHomeServerDN mapi.Tag = 0x6612001F
	prProfileOfflineStore mapi.Tag = 0x6610001F
	prRPCProxyServer      mapi.Tag = 0x6622001F
	prUserSMTP            mapi.Tag = 0x6641001F
)

// mailboxes reads the Exchange sections, then the store providers that lead to other mailboxes.
func mailboxes(p *mapi.Profile) []Mailbox {
	out := []Mailbox{}
	for i := range p.Sections {
		s := &p.Sections[i]
		if s.Role != mapi.RoleExchange && s.Role != mapi.RoleExchangeGlobal {
			continue
		}
		m := newMailbox(s, HomeMailbox)
		m.Mailbox, m.Server, m.ServerDN = text(s, prProfileUser), text(s, prProfileHomeServer), text(s, prProfileHomeServerDN)
		m.Email, m.Proxy, m.OST = text(s, prUserSMTP), text(s, prRPCProxyServer), text(s, prProfileOfflineStore)
		if m.Mailbox+m.Server+m.ServerDN+m.Email != "" {
			out = append(out, m)
		}
	}
	for _, v := range providers(p) {
		s := sectionOf(p, v.UID)
		if s == nil || v.Mailbox+v.Server+v.ServerDN == "" {
			continue // the primary mailbox of Outlook 2007 and before stands in the Exchange section alone
		}
		m := newMailbox(s, v.Role)
		m.Mailbox, m.Server, m.ServerDN = v.Mailbox, v.Server, v.ServerDN
		if home := slices.IndexFunc(out, func(h Mailbox) bool {
			return h.Kind == HomeMailbox && m.Mailbox != "" && hive.EqualFold(h.Mailbox, m.Mailbox) && hive.EqualFold(h.Server, m.Server)
		}); home < 0 {
			out = append(out, m)
		} else if out[home].Name == "" || m.Kind == mapi.RolePrimaryMailbox {
			out[home].Name = m.Name
		}
	}
	return out
}

func newMailbox(s *mapi.Section, kind mapi.ProviderRole) Mailbox {
	m := Mailbox{
		Kind: kind, Name: text(s, prDisplayName), Section: s.UID,
		Key: s.Key.Path, Place: s.Key.Place, LastWrite: s.Key.LastWrite,
	}
	for i := range s.Properties {
		m.SecretStored = m.SecretStored || holdsSecret(&s.Properties[i])
	}
	return m
}

// accounts adds to what the model says of an account under which names its values say it.
func accounts(p *mapi.Profile) []Account {
	out := []Account{}
	for i := range p.Accounts {
		from := &p.Accounts[i]
		a := Account{
			ID: from.ID, Kind: from.Kind, Default: from.Default, Name: from.Name, DisplayName: from.DisplayName, Email: from.Email,
			Servers: []Named{}, Users: []Named{}, Secrets: []hive.Text{},
			DeliveryStore: from.DeliveryStore, Service: from.Service, ServiceName: from.ServiceName,
			Key: from.Key, Place: from.Place, LastWrite: from.LastWrite,
		}
		for j := range from.Properties {
			v := &from.Properties[j]
			t, _ := v.Text()
			_, what, _ := strings.Cut(string(hive.UpcaseText(v.Raw.Name)), " ")
			switch {
			case holdsSecret(v):
				a.Secrets = append(a.Secrets, v.Raw.Name)
			case v.Secret || t == "":
			case what == "SERVER", what == "SERVER URL":
				a.Servers = append(a.Servers, Named{v.Raw.Name, t})
			case what == "USER", what == "USER NAME":
				a.Users = append(a.Users, Named{v.Raw.Name, t})
			}
		}
		out = append(out, a)
	}
	return out
}

// holdsSecret reports whether a property is a secret that is not empty.
func holdsSecret(p *mapi.Property) bool {
	return p.Secret && len(bytes.Trim(p.Raw.Data, "\x00")) > 0
}

// property returns the section's property, ANSI or Unicode, nil where it has none.
func property(s *mapi.Section, tag mapi.Tag) *mapi.Property {
	for i := range s.Properties {
		if p := &s.Properties[i]; p.Is(tag) && !p.Secured {
			return p
		}
	}
	return nil
}

// text returns the section's string property, "" where it has none.
func text(s *mapi.Section, tag mapi.Tag) hive.Text {
	p := property(s, tag)
	if p == nil || p.Secret {
		return ""
	}
	t, _ := p.Text()
	return t
}
