package report

import (
	"fmt"

	"mapihive/hive"
	"mapihive/hive/mapi"
	"mapihive/hive/mapi/prop"
)

// order writes the sequence of stores and address books, where there is one to speak of.
func (p *page) order(pr *mapi.Profile) {
	names := map[prop.UID]hive.Text{}
	for _, s := range pr.Services {
		for _, v := range s.Providers {
			names[v.UID] = v.DisplayName
		}
	}
	for _, o := range []struct {
		what string
		uids []prop.UID
	}{{"Order of the stores", pr.Order.Stores}, {"Order of the address books", pr.Order.AddressBooks}} {
		if len(o.uids) < 2 {
			continue
		}
		p.gap()
		p.part(4, o.what)
		for i, u := range o.uids {
			p.pair(6, orderGroup, fmt.Sprintf("%d.", i+1), join(u.String(), quoteSome(names[u])))
		}
	}
}

// searchPath writes in which address books names are looked up.
func (p *page) searchPath(o *mapi.Order) {
	if len(o.SearchPath) == 0 {
		return
	}
	p.gap()
	p.part(4, "Names are looked up in")
	for i, c := range o.SearchPath {
		p.pair(6, orderGroup, fmt.Sprintf("%d.", i+1), join(quoteSome(c.Name), c.Text.String()))
	}
}
