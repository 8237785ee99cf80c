package report

import (
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"mapihive/analyze"
	"mapihive/hive"
)

// AccountsSchema names the layout of the JSON document that AccountsJSON writes.
const AccountsSchema = "mapihive/accounts/v1"

// AccountsText writes what each profile connects to: servers, mailboxes, accounts, and where mail is
// delivered.
func AccountsText(w io.Writer, sources []analyze.Snapshot, o TextOptions) error {
	return writeText(w, blocks(func(p *page) { accountsPage(p, sources) }), o)
}

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
	p.line(2, "%s", a.Key)
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

// AccountsJSON writes what each profile connects to as one indented document.
func AccountsJSON(w io.Writer, sources []analyze.Snapshot) error {
	return writeJSON(w, accountsValue(sources))
}

func accountsValue(sources []analyze.Snapshot) any {
	return struct {
		Schema   string                            `json:"schema"`
		Sources  []sourceID                        `json:"sources"`
		Profiles iter.Seq[analyze.ProfileAccounts] `json:"profiles"`
	}{AccountsSchema, sourceIDs(sources), slices.Values(analyze.Accounts(sources))}
}

// AccountsCSV writes a row for each mailbox and account.
func AccountsCSV(w io.Writer, sources []analyze.Snapshot) error {
	rows := [][]string{{
		"hive", "sha256", "profile", "state", "root", "default_profile", "id", "kind", "name", "email", "servers", "users",
		"secret_stored", "mailbox", "store_path", "service", "key", "offset", "log", "last_write",
		"user", "sid", "role", "default_account", "cached_mode", "cached_public_folders", "delivers_to", "store_path_stale",
	}}
	for _, p := range analyze.Accounts(sources) {
		s := &sources[p.Source]
		tail := []string{p.User.String(), hive.Text(p.SID).String()}
		head := []string{s.Path.String(), s.SHA256, p.Profile.String(), string(p.State), string(p.Root), fmt.Sprint(p.Default)}
		for _, m := range p.Mailboxes {
			rows = append(rows, slices.Concat(head, []string{
				"", "exchange " + string(m.Kind), m.Name.String(), m.Email.String(), m.Server.String(), "",
				fmt.Sprint(m.SecretStored), m.Mailbox.String(), m.OST.String(), m.Section.String(),
				m.Key.String(), fmt.Sprint(m.Offset), m.File.String(), m.LastWrite.String(),
			}, tail, []string{string(m.Kind), "", string(m.CachedMode), string(m.CachedPublic), "", ""}))
		}
		for _, a := range p.Accounts {
			service := a.ServiceName.String()
			if !a.Service.IsZero() && service == "" {
				service = a.Service.String()
			}
			rows = append(rows, slices.Concat(head, []string{
				fmt.Sprint(a.ID), a.Kind, a.Name.String(), a.Email.String(), texts(a.Servers), texts(a.Users),
				fmt.Sprint(len(a.Secrets) > 0), "", a.DeliveryStore.String(), service,
				a.Key.String(), fmt.Sprint(a.Offset), a.File.String(), a.LastWrite.String(),
			}, tail, []string{a.Role, fmt.Sprint(a.Default), "", "", a.DeliversTo.String(), fmt.Sprint(a.Stale)}))
		}
	}
	return writeCSV(w, rows)
}

// texts writes the different texts of a list in one cell.
func texts(named []analyze.Named) string {
	var out []hive.Text
	for _, n := range named {
		if !slices.Contains(out, n.Text) {
			out = append(out, n.Text)
		}
	}
	parts := make([]string, len(out))
	for i, t := range out {
		parts[i] = t.String()
	}
	return strings.Join(parts, "; ")
}
