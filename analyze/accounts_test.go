package analyze

import (
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/mapi"
)

// "Find the name of the Exchange home server for every defined profile", as "Inside MAPI Profiles" does it with
// 001E6602 of 13dbb0c8...
func TestHomeServerOfEveryProfile(t *testing.T) {
	servers := map[hive.Text]hive.Text{}
	for _, p := range Accounts([]Snapshot{listed(t, "alice/NTUSER.DAT", "accounts-alice.reg")}) {
		for _, m := range p.Mailboxes {
			if m.Kind == "home" {
				servers[p.Profile] = m.Server
			}
		}
	}
	require.Equal(t, map[hive.Text]hive.Text{"Cached": "EXCH03", "Work": "e1@example.com"}, servers)
}

func TestMailboxesAndAccounts(t *testing.T) {
	profiles := map[hive.Text]ProfileAccounts{}
	for _, p := range Accounts([]Snapshot{listed(t, "alice/NTUSER.DAT", "accounts-alice.reg")}) {
		profiles[p.Profile] = p
	}
	require.True(t, profiles["Cached"].Default)
	require.True(t, profiles["Cached"].Mailboxes[0].SecretStored)
	require.Empty(t, profiles["Empty"].Mailboxes)
	require.Empty(t, profiles["Empty"].Accounts)

	work := profiles["Work"]
	require.Len(t, work.Mailboxes, 2, "the primary store is the home mailbox")
	require.Equal(t, hive.Text("alice@example.com"), work.Mailboxes[0].Name)
	require.Equal(t, mapi.RoleDelegateMailbox, work.Mailboxes[1].Kind)
	require.Equal(t, hive.Text("/o=ExchangeLabs/cn=Recipients/cn=bob"), work.Mailboxes[1].Mailbox)

	require.Len(t, work.Accounts, 2)
	pop := work.Accounts[0]
	require.Equal(t, "pop3", pop.Kind)
	require.Equal(t, []Named{{Value: "POP3 Server", Text: "pop.example.org"}, {Value: "SMTP Server", Text: "smtp.example.org"}}, pop.Servers)
	require.Equal(t, []Named{{Value: "POP3 User", Text: "alice"}}, pop.Users)
	require.Equal(t, []hive.Text{"POP3 Password"}, pop.Secrets, "an empty password is none")
	require.True(t, work.Accounts[1].Default, "the first in the order of mail accounts")
}
