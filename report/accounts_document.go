package report

import (
	"iter"
	"slices"

	"mapihive/analyze"
)

// AccountsSchema names the layout of the JSON document that AccountsJSON writes.
const AccountsSchema = "mapihive/accounts/v1"

// Accounts is what each profile connects to: servers, mailboxes, accounts, and where mail is delivered. It has a
// record for each mailbox and account.
func Accounts(sources []analyze.Snapshot) *Document {
	d := &Document{Name: "accounts", Row: accountRecord{}}
	d.Blocks = blocks(func(p *page) { accountsPage(p, sources); p.custody(&d.Run, sources) })
	d.Value = func() any { return accountsValue(&d.Run, sources) }
	d.Records = func(yield func(Record) bool) {
		if !yieldRun(yield, d, sources) {
			return
		}
		for _, p := range analyze.Accounts(sources) {
			r := newAccountRecord(&sources[p.Source], &p)
			for i := range p.Mailboxes {
				if !yield(r.mailbox(&p.Mailboxes[i])) {
					return
				}
			}
			for i := range p.Accounts {
				if !yield(r.account(&p.Accounts[i])) {
					return
				}
			}
		}
	}
	return d
}

func accountsValue(run *Run, sources []analyze.Snapshot) any {
	return struct {
		Schema string `json:"schema"`
		Run
		Sources  []sourceID                        `json:"sources"`
		Profiles iter.Seq[analyze.ProfileAccounts] `json:"profiles"`
	}{AccountsSchema, run.utc(), sourceIDs(sources), slices.Values(analyze.Accounts(sources))}
}
