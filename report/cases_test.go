package report

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/analyze"
	"mapihive/analyze/collect"
	"mapihive/hive/hivetest"
)

// What a known hive is shown as.
func TestCases(t *testing.T) {
	for name, want := range map[string][]string{
		"search-path-exchange": {`1.  "Microsoft Exchange Directory Service"  exchange address book`, `2.  "Contacts"  contact, Exchange folder of database`},
		"email-plain":          {"    E-mail           ann@example.org\n", "    Cached mode      on\n"},
		"accounts-diff-default": {`  Account 2, pop3  "first"  default`, "  Order of the mail accounts\n    1.  account 2 (pop3) \"first\"  default\n",
			"          default mail account\n"},
	} {
		t.Run(name, func(t *testing.T) {
			sources := []analyze.Snapshot{collect.Take(context.Background(), hivetest.RealCase(t, name), collect.Options{})}
			text := string(writtenAs(t, Profiles(wholes(sources), false), "text")) +
				string(writtenAs(t, Accounts(sources), "text"))
			for _, line := range want {
				require.Contains(t, text, line)
			}
		})
	}
}
