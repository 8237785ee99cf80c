package report

import (
	"fmt"
	"slices"

	"mapihive/analyze"
	"mapihive/hive/mapi"
)

// accounts writes the accounts of a profile in the profile tree.
func (p *page) accounts(pr *mapi.Profile) {
	if len(pr.Accounts) == 0 {
		return
	}
	p.gap()
	p.part(4, "Accounts")
	var rows, below [][]string
	deliveries := analyze.Deliveries(pr)
	for i := range pr.Accounts {
		a := &pr.Accounts[i]
		rows = append(rows, []string{fmt.Sprint(a.ID), kindWords(a.Kind), a.Name.String(), a.Email.String()})
		var lines []string
		if a.Default {
			lines = append(lines, "default mail account")
		}
		for _, s := range slices.Compact(slices.Clone(a.Servers)) { // in and out are often one
			lines = append(lines, "server "+s.String())
		}
		if d := &deliveries[i]; d.DeliversTo != "" {
			lines = append(lines, "delivers to", d.DeliversTo.String())
			switch {
			case d.Stale:
				lines = append(lines, "not to the stale path in "+d.DeliveryValue.String(), d.DeliveryStore.String())
			case d.Disagree():
				lines = append(lines, "or, by the record key of the folder, to", d.DeliveryFolder.String())
			}
		}
		below = append(below, lines)
	}
	p.table(6, []string{"Id", "Kind", "Name", "E-mail"}, rows, below, 0)
}

// cachedWords says whether a mailbox is used in cached mode, "" where nothing says it.
func cachedWords(mailbox, public mapi.Switch) string {
	switch {
	case mailbox == mapi.Unclear:
		return "not clear: one of two bits in PR_PROFILE_CONFIG_FLAGS"
	case mailbox == mapi.On && public == mapi.On:
		return "on, public folders too"
	}
	return string(mailbox)
}

// kindWords is the kind of an account in words.
func kindWords(kind string) string {
	if kind == "eas" {
		return "eas (ActiveSync)"
	}
	return kind
}

// deliveryBasis says how it is known where an account delivers to, if not by the path in its own value.
func (p *page) deliveryBasis(indent int, d *analyze.Delivery) {
	switch {
	case d.Stale:
		p.para(indent, "by the record key in Delivery Folder EntryID; stale, as no listed store of the profile has it, is the path in "+d.DeliveryValue.String()+":")
		p.line(indent, "%s", d.DeliveryStore)
	case d.Disagree():
		p.para(indent, "by "+d.DeliveryValue.String()+"; not sure, as Delivery Folder EntryID has the record key of another store:")
		p.line(indent, "%s", d.DeliveryFolder)
	case d.DeliveryStore == "" && d.DeliveryFolder != "":
		p.para(indent, "by the record key in Delivery Folder EntryID")
	}
}

// orderWords head the account manager's orders.
var orderWords = map[string]string{
	"mail": "Order of the mail accounts", "address-book": "Order of the address book accounts", "store": "Order of the data file accounts",
}

// accountOrders writes the account manager's orders, where there is one to speak of.
func (p *page) accountOrders(indent int, orders []analyze.AccountOrder) {
	for _, o := range orders {
		if len(o.Accounts) < 2 {
			continue
		}
		p.gap()
		p.line(indent, "%s", orderWords[o.List])
		for i, a := range o.Accounts {
			isDefault := ""
			if o.List == "mail" && i == 0 && a.Kind != "" {
				isDefault = "default"
			}
			p.pair(indent+2, orderGroup, fmt.Sprintf("%d.", i+1), join(a.Title(), isDefault))
		}
		if o.More > 0 {
			p.line(indent+2, "and %d more", o.More)
		}
	}
}
