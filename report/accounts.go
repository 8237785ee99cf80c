package report

import (
	"fmt"
	"slices"

	"mapihive/analyze"
)

func accountsPage(p *page, sources []analyze.Snapshot) {
	p.title("Accounts and mailboxes in profiles")
	p.read(sources)
	for _, a := range analyze.Accounts(sources) {
		p.gap()
		p.profileAccounts(&a, len(sources) > 1)
	}
}

func (p *page) profileAccounts(a *analyze.ProfileAccounts, several bool) {
	what := string(a.State)
	if a.Default {
		what += ", default"
	}
	head := fmt.Sprintf("Profile %s  %s", quote(a.Profile), what)
	if several {
		head = fmt.Sprintf("[%d] %s", a.Source+1, head)
	}
	p.para(0, head)
	p.line(2, "%s", keyLine(a.Key))
	if len(a.Mailboxes)+len(a.Accounts) == 0 {
		p.para(2, "No account.")
	}
	// A path or a distinguished name stands whole, so that it can be copied.
	field := func(label string, text string) {
		if text != "" {
			p.whole(4, accountGroup, label, text)
		}
	}
	for _, m := range a.Mailboxes {
		p.gap()
		kind, server := m.Kind, "Server"
		if kind == analyze.HomeMailbox {
			kind, server = "mailbox", "Home server"
		}
		p.para(2, join("Exchange "+string(kind), quoteSome(m.Name)))
		field(server, m.Server.String())
		field("Server DN", m.ServerDN.String())
		field("Mailbox", m.Mailbox.String())
		field("E-mail", m.Email.String())
		field("RPC proxy", m.Proxy.String())
		field("OST", m.OST.String())
		field("Cached mode", cachedWords(m.CachedMode, m.CachedPublic))
		if m.SecretStored {
			field("Secret", "stored, not shown")
		}
		field("Section", m.Section.String())
		field("Last write", m.LastWrite.String())
	}
	for _, c := range a.Accounts {
		p.gap()
		isDefault := ""
		if c.Default {
			isDefault = "default"
		}
		p.para(2, join(fmt.Sprintf("Account %d, %s", c.ID, kindWords(c.Kind)), quoteSome(c.Name), isDefault))
		field("Display name", c.DisplayName.String())
		field("E-mail", c.Email.String())
		for _, s := range slices.Concat(c.Servers, c.Users) {
			field(s.Value.String(), s.Text.String())
		}
		for _, s := range c.Secrets {
			field(s.String(), "stored, not shown")
		}
		field("Delivers to", c.DeliversTo.String())
		p.deliveryBasis(6, &c.Delivery)
		if !c.Service.IsZero() {
			field("Service", join(c.ServiceName.String(), c.Service.String()))
		}
		field("Last write", c.LastWrite.String())
	}
	p.accountOrders(2, a.Orders)
}
