package mapi

import (
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
)

// exchangeProfile has one Exchange account as Outlook 2013 writes it; settings and private are further values of
// its settings section and of its primary store.
func exchangeProfile(settings, private []reg) (*hiveText, string) {
	s := shape64
	text, path := emptyProfile(uidList(idServices, "ex"), uidList(idStoreProviders, "private"), uidList(idABProviders, "gal"))
	text.section(path, "ex", s.text(idServiceName, "MSEMS"), s.text(idServiceDLL, "emsmdb.dll"), s.text(idDisplayName, "Microsoft Exchange"),
		uidList(idEmsmdbSection, "settings"), uidList(idStoreProviders, "private"), uidList(idABProviders, "gal"))
	text.section(path, "settings", append([]reg{ansi(idMailboxDN, "/o=x/cn=ann")}, settings...)...)
	text.section(path, "private", append([]reg{
		long(idResourceType, 33), s.text(idDisplayName, "Ann"), s.text(idServiceName, "MSEMS"), uidList(idServiceUID, "ex"),
		uidList(idEmsmdbSection, "settings"), long(idProfileType, 1),
	}, private...)...)
	text.section(path, "gal", long(idResourceType, 35), s.text(idDisplayName, "Exchange Directory"), s.text(idServiceName, "MSEMS"), uidList(idServiceUID, "ex"))
	return text, path
}

func TestCachedMode(t *testing.T) {
	for _, c := range []struct {
		flags           uint32
		mailbox, public Switch
	}{
		{0x984, On, Off}, {0x1184, On, Off}, {0x1984, On, Off}, {0x584, On, On},
		{0x4, Off, Off}, {0, Off, Off},
		{0x1604, Off, Off}, // though the bit for public folders stands
		{0x804, Off, Off},  // a delegate's folders are none of the mailbox
		{0x100, Unclear, Unclear}, {0x480, Unclear, Unclear},
	} {
		text, _ := exchangeProfile([]reg{long(idConfigFlags, c.flags)}, nil)
		x := readOne(t, text).Exchange[0]
		require.Equal(t, [2]Switch{c.mailbox, c.public}, [2]Switch{x.CachedMode, x.CachedPublic}, "0x%X", c.flags)
	}
	text, _ := exchangeProfile(nil, nil)
	require.Equal(t, Switch(""), readOne(t, text).Exchange[0].CachedMode, "nothing says it")
}

func TestServerNames(t *testing.T) {
	const whole = "5b2c1a90-0d3e-4f6a-8b7c-1d2e3f4a5b6c@example.org"
	for _, c := range []struct{ name, fqdn, want string }{
		{whole[:41], whole, whole},
		{whole[:44], whole, whole}, // cut before the last dot
		{whole, whole, whole},
		{"", whole, whole},
		{"EX1", "", "EX1"},
		{"EX1", "ex1.example.org", "EX1"}, // a short name is not cut
		{"ex1.exam", "EX1.example.org", "EX1.example.org"},
		{"EX2", "EX1.example.org", "EX2"}, // of another server: what the first says stays
	} {
		text, _ := exchangeProfile(
			[]reg{ansi(idHomeServer, c.name), shape64.text(idHomeServerFQDN, c.fqdn)},
			[]reg{ansi(idProfileServer, c.name), shape64.text(idProfileServerFQDN, c.fqdn), binaryValue(idMappingSignature, make([]byte, 16))})
		p := readOne(t, text)
		got := []hive.Text{p.Exchange[0].HomeServer, p.Services[0].HomeServer, p.Services[0].Providers[0].Server, p.Signatures[0].Server}
		require.Equal(t, each([]string{c.want, c.want, c.want, c.want}, func(s string) hive.Text { return hive.Text(s) }), got, "%s, %s", c.name, c.fqdn)
	}
}

func TestPlainAddress(t *testing.T) {
	for in, want := range map[string]hive.Text{
		"SMTP:ann@example.org": "ann@example.org", "smtp:ann@example.org": "ann@example.org", "ann@example.org": "ann@example.org",
		"EX:/o=x/cn=ann": "EX:/o=x/cn=ann", "SMTP:": "SMTP:", "SMTPann@example.org": "SMTPann@example.org", "": "",
	} {
		text, path := exchangeProfile([]reg{shape64.text(idUserSMTP, in)}, nil)
		text.accounts(path, nil,
			account(1, "14", szValue("Service Name", "MSEMS"), namedUID("Service UID", "ex")),
			account(2, "11", szValue("Email", in)),
			account(3, "14", szValue("Service Name", "MSEMS"), namedUID("Service UID", "ex"), szValue("Email", "SMTP:other@example.org")))
		p := readOne(t, text)
		got := []hive.Text{p.Exchange[0].Email, p.Services[0].Email, p.Accounts[0].Email, p.Accounts[1].Email}
		require.Equal(t, []hive.Text{want, want, want, want}, got, in)
		require.Equal(t, hive.Text("other@example.org"), p.Accounts[2].Email, "an account's own address counts")
	}
}
