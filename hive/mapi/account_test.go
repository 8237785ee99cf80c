package mapi

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/codepage"
	"mapihive/hive/mapi/internal/mapitest"
	"mapihive/hive/mapi/prop"
)

// utf16Value is an account's string as Outlook 2003 to 2010 stores it; 16.0 uses REG_SZ.
func utf16Value(name, text string) reg { return hexLine(name, mapitest.UTF16(text)) }

func szValue(name, text string) reg {
	return reg(`"` + name + `"="` + strings.ReplaceAll(text, `\`, `\\`) + `"`)
}

func TestAccountKinds(t *testing.T) {
	const http, ldap = "{4DB5CBF0-3B77-4852-BC8E-BB81908861F3}", "{4db5cbf2-3b77-4852-bc8e-bb81908861f3}"
	for _, c := range []struct {
		name, class string
		values      []reg
		want        string
	}{
		{"POP3", "11", nil, "pop3"},
		{"IMAP", "12", []reg{szValue("Service Name", "INTERSTOR")}, "imap"},
		{"HTTP", http, nil, "http"},
		{"LDAP, lower case", ldap, nil, "ldap"},
		{"a service", "14", []reg{szValue("Service Name", "CONTAB")}, "mapi"},
		{"Exchange by the name it gives", "14", []reg{szValue("Service Name", "MSEMS")}, "exchange"},
		{"Exchange by its service", "14", []reg{namedUID("Service UID", "ex")}, "exchange"},
		{"its service counts more than the name", "14", []reg{namedUID("Service UID", "pst"), szValue("Service Name", "MSEMS")}, "mapi"},
		{"ActiveSync by service name", "14", []reg{utf16Value("Service Name", "EAS")}, "eas"},
		{"ActiveSync by its class", "15", nil, "eas"},
		{"the class beside it is none", "16", nil, "unknown"},
		{"ActiveSync by its server", "{00000000-0000-0000-0000-000000000001}", []reg{szValue("EAS Server URL", "https://m.example.com")}, "eas"},
		{"a POP3 account stays one", "11", []reg{szValue("Service Name", "MSEMS")}, "pop3"},
		{"no class that is known", "{00000000-0000-0000-0000-000000000001}", nil, "unknown"},
	} {
		t.Run(c.name, func(t *testing.T) {
			text, path := emptyProfile(uidList(idServices, "ex", "pst"))
			text.section(path, "ex", ansi(idServiceDLL, "emsmdb.dll"), ansi(idServiceName, "MSEMS"))
			text.section(path, "pst", ansi(idServiceDLL, "mspst.dll"), ansi(idServiceName, "MSUPST MS"))
			text.accounts(path, nil, account(1, c.class, c.values...))
			p := readOne(t, text)
			require.Len(t, p.Accounts, 1)
			require.Equal(t, c.want, p.Accounts[0].Kind)
		})
	}
}

func TestAccountsAreTied(t *testing.T) {
	for _, form := range []struct {
		name string
		text func(name, text string) reg
	}{{"2003 to 2010", utf16Value}, {"16.0", szValue}} {
		t.Run(form.name, func(t *testing.T) {
			s := shape64
			file := `C:\Mail\work.pst`
			text, path := emptyProfile(uidList(idServices, "svc-pst", "svc-other"), uidList(idStoreProviders, "prv-other", "prv-pst"))
			text.pst(s, path, "svc-pst", "prv-pst", file, "key", 2)
			text.pst(s, path, "svc-other", "prv-other", `C:\Mail\other.pst`, "other", 0)
			text.section(path, "prefs2", s.text(idDisplayName, "AcctSettings0002"))
			text.section(path, "prefs9", s.text(idDisplayName, "AcctSettings0009")) // of an account that is gone
			text.section(path, "xp", long(idResourceType, 36))
			text.accounts(path, map[string][]uint32{"18": {7, 2, 2, 3}, "20": {4}},
				account(2, "11", form.text("Account Name", "work"), form.text("Display Name", "Alice"), form.text("Email", "alice@example.com"),
					form.text("POP3 Server", "pop.example.com"), form.text("SMTP Server", "smtp.example.com"), form.text("POP3 User", "alice"),
					hexLine("POP3 Password", append([]byte{2}, mapitest.DPAPI...)), namedUID("Preferences UID", "prefs2"),
					hexLine("Delivery Store EntryID", mapitest.PSTEID(file)), hexLine("Delivery Folder EntryID", mapitest.FolderEID(uidOf("other"), 0x8082))),
				account(3, "11", form.text("Account Name", "home"), hexLine("Delivery Folder EntryID", mapitest.FolderEID(uidOf("other"), 0x8082)), namedUID("XP Provider UID", "xp")),
				account(4, "14", form.text("Service Name", "MSUPST MS"), namedUID("Service UID", "svc-pst")))
			p := readOne(t, text)
			require.Len(t, p.Accounts, 3)
			work, home, data := p.Accounts[0], p.Accounts[1], p.Accounts[2]
			require.Equal(t, []hive.Text{"work", "Alice", "alice@example.com"}, []hive.Text{work.Name, work.DisplayName, work.Email})
			require.Equal(t, []hive.Text{"pop.example.com", "smtp.example.com"}, work.Servers)
			require.Equal(t, []hive.Text{"alice"}, work.Users)
			require.Equal(t, 1, work.Secrets)
			require.Equal(t, hive.Text(file), work.DeliveryStore)
			require.Equal(t, uidOf("prv-pst"), work.Store, "the store's entry id counts more than the folder's")
			require.Equal(t, uidOf("prefs2"), work.Preferences)
			require.Equal(t, uidOf("prv-other"), home.Store, "the record key inside the folder's entry id")
			require.Equal(t, uidOf("xp"), home.Transport)
			require.Equal(t, uidOf("svc-pst"), data.Service)
			require.Zero(t, data.Store)

			require.Equal(t, []uint32{7, 2, 2, 3}, p.Order.MailAccounts, "as stored, the number without an account too")
			require.Equal(t, []int{2, 4, 0}, []int{work.MailPosition, home.MailPosition, data.MailPosition})
			require.Equal(t, 1, data.StorePosition)
			require.False(t, work.Default, "the first of the list has no account: nothing is said in its place")
			require.Equal(t, []prop.UID{uidOf("prefs9")}, p.UnlistedSections)
		})
	}
}

func TestDefaultAccount(t *testing.T) {
	for _, c := range []struct {
		order []uint32
		want  uint32
	}{{[]uint32{2, 1}, 2}, {[]uint32{1, 2}, 1}, {[]uint32{}, 0}} {
		text, path := emptyProfile()
		text.accounts(path, map[string][]uint32{"18": c.order, "19": {1}, "20": {1}}, account(1, "11"), account(2, "11"))
		for _, a := range readOne(t, text).Accounts {
			require.Equal(t, a.ID == c.want, a.Default, "%d of %v", a.ID, c.order)
		}
	}
}

func TestStoreOfTwoRecordKeys(t *testing.T) {
	text, path := emptyProfile(uidList(idServices, "s1", "s2"), uidList(idStoreProviders, "p1", "p2"))
	text.pst(shape64, path, "s1", "p1", `C:\Mail\a.pst`, "key", 2)
	text.pst(shape64, path, "s2", "p2", `C:\Mail\copy of a.pst`, "key", 0)
	text.accounts(path, nil, account(1, "11", hexLine("Delivery Folder EntryID", mapitest.FolderEID(uidOf("key"), 0x8082))))
	require.Zero(t, readOne(t, text).Accounts[0].Store, "two stores have that key: which is meant cannot be told")
}

// What does not fit is a diagnostic with the place of the value, and its bytes stay.
func TestPropertyDiagnostics(t *testing.T) {
	text, path := emptyProfile(binaryValue(idServices, make([]byte, 17)))
	text.section(path, "store", long(idResourceType, 33), hexLine("00033009", []byte{1, 2}), binaryValue(idServiceUID, make([]byte, 32)), hexLine("001f3001", []byte("a\x00")))
	text.section(path, "fine", long(idResourceType, 33), hexLine("001f3001", []byte("a\x00\x00\x00")))
	text.accounts(path, nil, account(1, "14", hexLine("Service UID", []byte{1})))
	text.key(path+`\`+prop.AccountsName+`\0000000g`, hexLine("00030001", nil))
	ps, h := read(t, text.String())
	var got []string
	for _, d := range h.Diagnostics() {
		require.Equal(t, hive.KindProperty, d.Kind)
		require.NotZero(t, d.Offset)
		got = append(got, d.Message)
	}
	require.ElementsMatch(t, []string{
		"01023d0e (PR_SERVICES): 17 bytes are not whole UIDs of 16 bytes",
		"00033009 (PR_RESOURCE_FLAGS): PT_LONG needs 4 bytes, has 2",
		"01023d0c (PR_SERVICE_UID): 32 bytes are not whole UIDs of 16 bytes",
		"001f3001 (PR_DISPLAY_NAME): no terminating NUL",
		"Service UID: not a UID of 16 bytes",
		"00030001: PT_LONG needs 4 bytes, has 0",
	}, got)
	p := ps.whole(0)
	require.Equal(t, []byte{1, 2}, property(t, p, "store", "00033009").Raw.Data)
	require.Equal(t, hive.Clean, h.State(), "an ill-formed property is no damage of the hive")
}

func TestCodePageOfANSIStrings(t *testing.T) {
	text, path := emptyProfile()
	text.section(path, "x", hexLine("001e3001", []byte("\xcf\xee\xf7\xf2\xe0\x00")))
	text.accounts(path, nil, account(1, "11"))
	_, h := read(t, text.String())
	cyrillic, ok := codepage.New(1251, "the test says so")
	require.True(t, ok)
	for want, cp := range map[hive.Text]*codepage.Page{"Почта": cyrillic, "Ïî÷òà": nil} {
		ps, err := Read(t.Context(), h.View(), Options{CodePage: cp, Contents: true})
		require.NoError(t, err)
		p := property(t, ps.whole(0), "x", "001e3001")
		got, _ := p.Text()
		require.Equal(t, want, got)
		require.Contains(t, p.Note, "code page", "the page that decided is named")
		require.Equal(t, cp, ps.Contents[0].CodePage)
	}
}
