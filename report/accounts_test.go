package report

import (
	"io"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/analyze"
	"mapihive/hive"
	"mapihive/hive/mapi"
)

// Exchange of Outlook 2003, whose settings stand in the global section, and of Outlook 2016 with a delegate's
// mailbox; a POP3 and an IMAP account with passwords, an empty one.
const accountsOfAlice = `
[$P]
"DefaultProfile"="Cached"
[$P\Cached\9207f3e0a3b11019908b08002b2a56c2]
"01023d0e"=hex:a1*16
[$P\Cached\a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1]
"001f3d09"=utf16:"MSEMS"
"001f3d0a"=utf16:"emsui.dll"
[$P\Cached\13dbb0c8aa05101a9bb000aa002fc45a]
"001e6602"="EXCH03"
"001e6612"="/o=Example/ou=Site/cn=Configuration/cn=Servers/cn=EXCH03"
"001e6603"="/o=Example/ou=Site/cn=Recipients/cn=alice"
"001e6610"="C:\\Users\\alice\\outlook.ost"
"010267f0"=hex:68,75,6e,74,65,72,32
[$P\Empty\8503020000000000c000000000000046]
"0102300b"=hex:5c*16
[$16\Work\9207f3e0a3b11019908b08002b2a56c2]
"01023d0e"=hex:a1*16
"01023d00"=hex:b1*16,b2*16
[$16\Work\a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1]
"001f3d09"=utf16:"MSEMS"
"001f3d0a"=utf16:"emsui.dll"
"01023d00"=hex:b1*16,b2*16
"01023d15"=hex:e1*16
[$16\Work\e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1]
"001e6602"="e1@example.com"
"001e6603"="/o=ExchangeLabs/cn=Recipients/cn=alice"
"001f6622"=utf16:"outlook.example.com"
"001f6641"=utf16:"alice@example.com"
[$16\Work\b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1]
"00033e03"=hex:21,00,00,00
"0003660a"=hex:01,00,00,00
"001f3001"=utf16:"alice@example.com"
"01023d0c"=hex:a1*16
"01023d15"=hex:e1*16
"001e660b"="/o=ExchangeLabs/cn=Recipients/cn=ALICE"
"001e660c"="e1@example.com"
[$16\Work\b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2]
"00033e03"=hex:21,00,00,00
"0003660a"=hex:02,00,00,00
"001f3001"=utf16:"Bob"
"01023d0c"=hex:a1*16
"01023d15"=hex:e1*16
"001e660b"="/o=ExchangeLabs/cn=Recipients/cn=bob"
"001e660c"="e2@example.com"
[$16\Work\9375CFF0413111d3B88A00104B2A6676]
"{ED475418-B0D6-11D2-8C3B-00104B2A6676}"=hex:03,00,00,00,02,00,00,00
[$16\Work\9375CFF0413111d3B88A00104B2A6676\00000002]
"clsid"="{ED475411-B0D6-11D2-8C3B-00104B2A6676}"
"Account Name"="alice at home"
"Email"="alice@example.org"
"POP3 Server"="pop.example.org"
"POP3 User"="alice"
"POP3 Password"=hex:02,68,75,6e,74,65,72,32
"SMTP Server"="smtp.example.org"
"SMTP Password"=hex:
[$16\Work\9375CFF0413111d3B88A00104B2A6676\00000003]
"clsid"="{ED475412-B0D6-11D2-8C3B-00104B2A6676}"
"Account Name"="=1+1"
"IMAP Server"="\u001b[31mimap\u202e"
"IMAP User"="alice"
"IMAP Password"=hex:02,68,75,6e,74,65,72,32
"Service UID"=hex:a1*16
`

func accountSources(t *testing.T) []analyze.Snapshot {
	return []analyze.Snapshot{built(t, "alice/NTUSER.DAT", accountsOfAlice)}
}

func TestAccounts(t *testing.T) {
	sources := accountSources(t)
	golden(t, "accounts.txt", output(t, func(w io.Writer) error { return AccountsText(w, sources, TextOptions{}) }))
	golden(t, "accounts.json", output(t, func(w io.Writer) error { return AccountsJSON(w, sources) }))
	golden(t, "accounts.csv", output(t, func(w io.Writer) error { return AccountsCSV(w, sources) }))
	for _, f := range []string{"accounts.txt", "accounts.json", "accounts.csv"} {
		out := goldenBytes(t, f)
		require.NotContains(t, string(out), "hunter2")
		require.NotContains(t, string(out), "68756e74657232")
		safe(t, out)
	}
}

// "Find the name of the Exchange home server for every defined profile", as "Inside MAPI Profiles" does it with
// 001E6602 of 13dbb0c8...
func TestHomeServerOfEveryProfile(t *testing.T) {
	servers := map[hive.Text]hive.Text{}
	for _, p := range analyze.Accounts(accountSources(t)) {
		for _, m := range p.Mailboxes {
			if m.Kind == "home" {
				servers[p.Profile] = m.Server
			}
		}
	}
	require.Equal(t, map[hive.Text]hive.Text{"Cached": "EXCH03", "Work": "e1@example.com"}, servers)
}

func TestMailboxesAndAccounts(t *testing.T) {
	profiles := map[hive.Text]analyze.ProfileAccounts{}
	for _, p := range analyze.Accounts(accountSources(t)) {
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
	require.Equal(t, []analyze.Named{{Value: "POP3 Server", Text: "pop.example.org"}, {Value: "SMTP Server", Text: "smtp.example.org"}}, pop.Servers)
	require.Equal(t, []analyze.Named{{Value: "POP3 User", Text: "alice"}}, pop.Users)
	require.Equal(t, []hive.Text{"POP3 Password"}, pop.Secrets, "an empty password is none")
	require.True(t, work.Accounts[1].Default, "the first in the order of mail accounts")
}

// A section that holds a string in ANSI and in Unicode says the Unicode one, whichever stands first and whoever
// asks: the other is what an older Outlook left.
func TestOneRuleForStaleTwins(t *testing.T) {
	for _, twins := range []string{
		"\"001e6602\"=\"OLDSERVER\"\n\"001f6602\"=utf16:\"NEWSERVER\"\n",
		"\"001f6602\"=utf16:\"NEWSERVER\"\n\"001e6602\"=\"OLDSERVER\"\n",
	} {
		sources := []analyze.Snapshot{built(t, "NTUSER.DAT", `
[$P\Twins\9207f3e0a3b11019908b08002b2a56c2]
"01023d0e"=hex:a1*16
[$P\Twins\a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1]
"001f3d09"=utf16:"MSEMS"
"001f3d0a"=utf16:"emsui.dll"
[$P\Twins\13dbb0c8aa05101a9bb000aa002fc45a]
`+twins)}
		for _, write := range []func(io.Writer) error{
			func(w io.Writer) error { return Tree(w, sources, TextOptions{}) },
			func(w io.Writer) error { return AccountsText(w, sources, TextOptions{}) },
			func(w io.Writer) error { return AccountsJSON(w, sources) },
			func(w io.Writer) error { return AccountsCSV(w, sources) },
		} {
			text := string(output(t, write))
			require.Contains(t, text, "NEWSERVER")
			require.NotContains(t, text, "OLDSERVER")
		}
	}
}
