package compare

import (
	"fmt"
	"strings"

	"mapihive/analyze"
	"mapihive/hive"
	"mapihive/hive/mapi"
	"mapihive/hive/mapi/prop"
)

// nameOrders writes the account manager's orders with the names of the accounts, and which one is the default.
func (d *ProfileDiff) nameOrders(a, b mapi.Whole) {
	for i := range d.Sections {
		if d.Sections[i].Role != mapi.RoleAccounts {
			continue
		}
		for j := range d.Sections[i].Values {
			v := &d.Sections[i].Values[j]
			if v.Key != "" || prop.AccountList(v.Value) == "" {
				continue
			}
			before, after := accountOrder(a, v.Value, hive.Place(v.PlaceBefore)), accountOrder(b, v.Value, hive.Place(v.PlaceAfter))
			if v.Kind == Changed && before == after { // of another type, or one that holds no order
				continue
			}
			if before != "" {
				v.Before = before
			}
			if after != "" {
				v.After = after
			}
		}
	}
}

// accountOrder names the accounts of the order that the value at a place holds; "" where there is none.
func accountOrder(p mapi.Whole, value hive.Text, at hive.Place) hive.Text {
	if p.Profile == nil || at.Offset == 0 {
		return ""
	}
	for i := range p.Sections {
		for j := range p.Sections[i].Properties {
			v := &p.Sections[i].Properties[j]
			if v.Raw.Place != at || !hive.EqualFold(v.Raw.Name, value) {
				continue
			}
			if numbers, ok := v.Longs(); ok {
				return orderOf(p.Profile, prop.AccountList(value), numbers)
			}
		}
	}
	return ""
}

// orderOf names accounts by their numbers. The first of the mail accounts is the default.
func orderOf(p *mapi.Profile, list string, numbers []int32) hive.Text {
	ids := make([]uint32, len(numbers))
	for i, n := range numbers {
		ids[i] = uint32(n)
	}
	order := analyze.NewAccountOrder(p, list, ids)
	var names []string
	for i, account := range order.Accounts {
		title := account.Title()
		if list == "mail" && i == 0 && account.Kind != "" {
			title += ", the default"
		}
		names = append(names, title)
	}
	if order.More > 0 {
		names = append(names, fmt.Sprintf("%d more", order.More))
	}
	if names == nil {
		return "no account"
	}
	return hive.Unescape(strings.Join(names, "; "))
}
