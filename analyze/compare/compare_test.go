package compare

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/analyze"
	"mapihive/analyze/collect"
	"mapihive/hive"
	"mapihive/hive/hivetest"
	"mapihive/hive/mapi"
	"mapihive/hive/mapi/prop"
)

// cached is the profile "Cached" of "Inside MAPI Profiles", figures 3 to 5: an Exchange service whose providers
// stand in the Exchange section 13dbb0c8..., the user's mailbox and the public folders.
const cached = `
[` + wms + `\Profiles]
"DefaultProfile"="Cached"
[` + wms + `\Profiles\Cached\9207f3e0a3b11019908b08002b2a56c2]
"01023d0e"=hex:a1*16
"01023d00"=hex:b1*16,b2*16
[` + wms + `\Profiles\Cached\8503020000000000c000000000000046]
"0102300b"=hex:5c*16
[` + wms + `\Profiles\Cached\a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1]
"001f3d09"=utf16:"MSEMS"
"001f3d0a"=utf16:"emsui.dll"
"001f3001"=utf16:"Microsoft Exchange Server"
"01023d00"=hex:b1*16,b2*16
[` + wms + `\Profiles\Cached\13dbb0c8aa05101a9bb000aa002fc45a]
"001e6602"="EXCH01"
"00036601"=hex:84,01,00,00
"01023d00"=hex:b1*16,b2*16
[` + wms + `\Profiles\Cached\b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1]
"001f300a"=utf16:"EMSMDB.DLL"
"00033e03"=hex:21,00,00,00
"00033009"=hex:06,10,00,00
"0003660a"=hex:01,00,00,00
"001f3001"=utf16:"Mailbox - Alice"
"01023d0c"=hex:a1*16
[` + wms + `\Profiles\Cached\b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2]
"001f300a"=utf16:"EMSMDB.DLL"
"00033e03"=hex:21,00,00,00
"0003660a"=hex:03,00,00,00
"001f3001"=utf16:"Public Folders"
"01023d0c"=hex:a1*16
[` + wms + `\Profiles\Cached\9375CFF0413111d3B88A00104B2A6676\00000001]
"clsid"="{ED475411-B0D6-11D2-8C3B-00104B2A6676}"
"Account Name"="home"
"POP3 Server"="pop.example.org"
"POP3 Password"=hex:02,68,75,6e,74,65,72,32
`

const secondMailbox = `
[` + wms + `\Profiles\Cached\b3b3b3b3b3b3b3b3b3b3b3b3b3b3b3b3]
"001f300a"=utf16:"EMSMDB.DLL"
"00033e03"=hex:21,00,00,00
"0003660a"=hex:02,00,00,00
"001f3001"=utf16:"Mailbox - Bob"
"001e660b"="/o=Example/ou=Site/cn=Recipients/cn=bob"
"001e660c"="EXCH01"
"01023d0c"=hex:a1*16
`

func taken(t *testing.T, reg string) *analyze.Whole {
	t.Helper()
	s := collect.TakeWholeImage(context.Background(), "NTUSER.DAT", hivetest.Build(t, reg))
	require.Empty(t, s.Error)
	return &s
}

// edit replaces parts of a registry text, each of which must be there.
func edit(t *testing.T, reg string, pairs ...string) string {
	t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		require.Contains(t, reg, pairs[i])
		reg = strings.Replace(reg, pairs[i], pairs[i+1], 1)
	}
	return reg
}

// differing returns the only profile that differs.
func differing(t *testing.T, d Diff) ProfileDiff {
	t.Helper()
	require.Empty(t, d.Context)
	require.Len(t, d.Profiles, 1)
	return d.Profiles[0]
}

// oneValue returns the only value that differs.
func oneValue(t *testing.T, d Diff) ValueDiff {
	t.Helper()
	p := differing(t, d)
	require.Len(t, p.Sections, 1)
	require.Len(t, p.Sections[0].Values, 1)
	return p.Sections[0].Values[0]
}

func TestOfEqual(t *testing.T) {
	a := taken(t, cached)
	d := Snapshots(a, a)
	require.True(t, d.Equal())
	later := taken(t, strings.ReplaceAll(cached, "["+wms+`\Profiles\C`, ";@ lastwrite 2011-03-08T16:40:02Z\n["+wms+`\Profiles\C`))
	d = Snapshots(a, later)
	require.True(t, d.Equal(), "a time alone is no difference")
}

// Adding a second mailbox: the list in the Exchange section has a third UID, that UID is a new section, and the
// section is a mailbox.
func TestSecondMailbox(t *testing.T) {
	lists := `"01023d00"=hex:b1*16,b2*16`
	after := strings.ReplaceAll(cached, lists, lists+",b3*16") + secondMailbox
	d := differing(t, Snapshots(taken(t, cached), taken(t, after)))
	require.Equal(t, Changed, d.Kind)
	const bob = `b3b3b3b3b3b3b3b3b3b3b3b3b3b3b3b3 delegate mailbox "Mailbox - Bob"`
	var titles []string
	for _, s := range d.Sections {
		titles = append(titles, string(s.Kind)+" "+s.Title)
		if s.Kind == Changed {
			require.Len(t, s.Values, 1)
			require.Equal(t, "PR_STORE_PROVIDERS", s.Values[0].Name)
			require.Equal(t, hive.Text("01023d00"), s.Values[0].Value)
			require.Equal(t, []string{bob}, s.Values[0].Plus)
			require.Empty(t, s.Values[0].Minus)
		}
	}
	require.Equal(t, []string{
		"changed MAPI root section", "changed Exchange global section", `changed service MSEMS "Microsoft Exchange Server"`,
		`added delegate mailbox "Mailbox - Bob"`,
	}, titles)
	values := map[string]hive.Text{}
	for _, v := range d.Sections[3].Values {
		require.Equal(t, Added, v.Kind)
		values[v.Name] = v.After
	}
	require.Equal(t, hive.Text("/o=Example/ou=Site/cn=Recipients/cn=bob"), values["PR_PROFILE_MAILBOX"])
	require.Equal(t, hive.Text("2 (DELEGATE)"), values["PR_PROFILE_TYPE"])

	back := differing(t, Snapshots(taken(t, after), taken(t, cached)))
	require.Equal(t, Removed, back.Sections[3].Kind)
	require.Equal(t, []string{bob}, back.Sections[0].Values[0].Minus)
}

func TestOfValues(t *testing.T) {
	for name, c := range map[string]struct {
		old, new string
		want     ValueDiff
	}{
		"text": {`"001e6602"="EXCH01"`, `"001e6602"="EXCH02"`, ValueDiff{
			Kind: Changed, Value: "001e6602", Name: "PR_PROFILE_HOME_SERVER", Before: "EXCH01", After: "EXCH02",
		}},
		"flags": {`"00033009"=hex:06,10,00,00`, `"00033009"=hex:04,12,00,00`, ValueDiff{
			Kind: Changed, Value: "00033009", Name: "PR_RESOURCE_FLAGS", Plus: []string{"HOOK_INBOUND"}, Minus: []string{"DEFAULT_STORE"},
		}},
		"all flags": {`"00033009"=hex:06,10,00,00`, `"00033009"=hex:00,00,00,00`, ValueDiff{
			Kind: Changed, Value: "00033009", Name: "PR_RESOURCE_FLAGS", Minus: []string{"DEFAULT_STORE", "PRIMARY_IDENTITY", "PRIMARY_STORE"},
		}},
		"secret": {`"POP3 Password"=hex:02,68,75,6e,74,65,72,32`, `"POP3 Password"=hex:02,68,75,6e,74,65,72,33`, ValueDiff{
			Kind: Changed, Value: "POP3 Password", Name: "POP3 Password", Secret: true,
		}},
		"secret gone": {`"POP3 Password"=hex:02,68,75,6e,74,65,72,32`, "", ValueDiff{
			Kind: Removed, Value: "POP3 Password", Name: "POP3 Password", Secret: true,
		}},
		"account": {`"POP3 Server"="pop.example.org"`, `"pop3 server"="pop.example.com"`, ValueDiff{
			Kind: Changed, Value: "pop3 server", Name: "pop3 server", Before: "pop.example.org", After: "pop.example.com",
		}},
		"order": {`"01023d00"=hex:b1*16,b2*16`, `"01023d00"=hex:b2*16,b1*16`, ValueDiff{
			Kind: Changed, Value: "01023d00", Name: "PR_STORE_PROVIDERS",
			Before: `b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1 primary mailbox "Mailbox - Alice", b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2 public folders "Public Folders"`,
			After:  `b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2 public folders "Public Folders", b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1 primary mailbox "Mailbox - Alice"`,
		}},
		"type alone": {`"001e6602"="EXCH01"`, `"001e6602"=hex(2):45,00,58,00,43,00,48,00,30,00,31,00,00,00`, ValueDiff{
			Kind: Changed, Value: "001e6602", Name: "PR_PROFILE_HOME_SERVER",
			Before: "REG_SZ, 14 bytes, sha256 ab595242eed006639775ba7a9f67e2553fbd170c5892ad2ea254beff95294f66",
			After:  "REG_EXPAND_SZ, 14 bytes, sha256 ab595242eed006639775ba7a9f67e2553fbd170c5892ad2ea254beff95294f66",
		}},
		"added": {`"001e6602"="EXCH01"`, `"001e6602"="EXCH01"` + "\n" + `"001e6603"="/cn=alice"`, ValueDiff{
			Kind: Added, Value: "001e6603", Name: "PR_PROFILE_USER", After: "/cn=alice",
		}},
		"unknown tag": {`"001e6602"="EXCH01"`, `"001e6602"="EXCH01"` + "\n" + `"00037abc"=hex:0c,00,00,00`, ValueDiff{
			Kind: Added, Value: "00037abc", Name: "0x7ABC0003", After: "12 (0x0000000C)",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			v := oneValue(t, Snapshots(taken(t, cached), taken(t, edit(t, cached, c.old, c.new))))
			require.NotZero(t, v.PlaceBefore.Offset+v.PlaceAfter.Offset)
			v.PlaceBefore, v.PlaceAfter = PlaceBefore{}, PlaceAfter{}
			require.Equal(t, c.want, v)
		})
	}
}

func TestNamesAccounts(t *testing.T) {
	d := differing(t, Snapshots(taken(t, cached), taken(t, edit(t, cached, "pop.example.org", "pop.example.com"))))
	require.Equal(t, `account 1 (pop3) "home"`, d.Sections[0].Title)
	require.Equal(t, roleAccount, d.Sections[0].Role)

	added := differing(t, Snapshots(taken(t, cached), taken(t, cached+"["+wms+`\Profiles\Cached\9375CFF0413111d3B88A00104B2A6676\00000002]
"clsid"="{ED475412-B0D6-11D2-8C3B-00104B2A6676}"
`)))
	require.Len(t, added.Sections, 1)
	require.Equal(t, Added, added.Sections[0].Kind)
	require.Equal(t, "account 2 (imap)", added.Sections[0].Title)
}

func TestOfProfiles(t *testing.T) {
	none := taken(t, "["+wms+`\Profiles]
"DefaultProfile"="Cached"
`)
	d := differing(t, Snapshots(none, taken(t, cached)))
	require.Equal(t, Added, d.Kind)
	require.Nil(t, d.Before)
	for _, s := range d.Sections {
		require.Empty(t, s.Values, "of a whole profile the parts are named")
	}
	require.Equal(t, Removed, differing(t, Snapshots(taken(t, cached), none)).Kind)

	profile := wms + `\Profiles\Cached`
	for name, to := range map[string]string{
		"renamed":         wms + `\Profiles\Renamed`,
		"marked deleted":  wms + `\Deleted Profiles\Cached`,
		"new generation":  office16 + `\Profiles\Cached`,
		"all of it":       office16 + `\Deleted Profiles\Other`,
		"case alone":      wms + `\Profiles\CACHED`,
		"case of Outlook": strings.ToUpper(wms) + `\PROFILES\Cached`,
	} {
		t.Run(name, func(t *testing.T) {
			d := Snapshots(taken(t, cached), taken(t, strings.ReplaceAll(cached, profile, to)))
			if strings.HasPrefix(name, "case") {
				require.True(t, d.Equal())
				return
			}
			p := d.Profiles[0]
			require.Len(t, d.Profiles, 1)
			require.Equal(t, Moved, p.Kind)
			require.Equal(t, hive.Path(to), p.After.Key)
			require.Empty(t, p.Sections)
		})
	}

	// Without an instance the name decides between Profiles and Deleted Profiles.
	plain := edit(t, cached, `"0102300b"=hex:5c*16`, "")
	d = differing(t, Snapshots(taken(t, plain), taken(t, strings.ReplaceAll(plain, profile, wms+`\Deleted Profiles\Cached`))))
	require.Equal(t, Moved, d.Kind)
	require.Equal(t, hive.Deleted, d.After.State)

	// Deleted while in use and made anew under its name: the old one has moved, the live one is another.
	old := strings.ReplaceAll(edit(t, cached, `"DefaultProfile"="Cached"`, ""), profile, wms+`\Deleted Profiles\Cached`)
	anew := Snapshots(taken(t, cached), taken(t, edit(t, cached, "5c*16", "5d*16")+old))
	require.Len(t, anew.Profiles, 2)
	require.Equal(t, Moved, anew.Profiles[0].Kind)
	require.Equal(t, hive.Deleted, anew.Profiles[0].After.State)
	require.Equal(t, Added, anew.Profiles[1].Kind)
	require.Equal(t, hive.Live, anew.Profiles[1].After.State)

	// Made anew, and nothing left of the old one.
	v := oneValue(t, Snapshots(taken(t, cached), taken(t, edit(t, cached, "5c*16", "5d*16"))))
	require.Equal(t, "PR_SEARCH_KEY", v.Name)
}

func TestOfContext(t *testing.T) {
	a := &analyze.Whole{Snapshot: analyze.Snapshot{User: analyze.User{Name: "alice"}, Outlook: []string{"12.0"}, Drives: []analyze.Drive{{Letter: "P", Remote: `\\a\b`}, {Letter: "Q", Remote: `\\a\q`}}}}
	b := &analyze.Whole{Snapshot: analyze.Snapshot{User: analyze.User{Name: "alice", SID: "S-1-5-21-1-2-3-1001"}, Outlook: []string{"12.0", "16.0"}, Drives: []analyze.Drive{{Letter: "p", Remote: `\\c\d`}}}}
	b.Roots = []mapi.Root{{Generation: "16.0", DefaultProfile: hive.Fact{Text: "Work"}}}
	require.Equal(t, []ContextDiff{
		{Kind: Added, What: "SID", After: "S-1-5-21-1-2-3-1001"},
		{Kind: Added, What: "Outlook", After: "16.0"},
		{Kind: Changed, What: "drive P:", Before: `\\a\b`, After: `\\c\d`},
		{Kind: Removed, What: "drive Q:", Before: `\\a\q`},
		{Kind: Added, What: "default profile (Outlook 2016 or later (16.0))", After: "Work"},
	}, Snapshots(a, b).Context)
}

func TestLeavesRecoveredProfilesAlone(t *testing.T) {
	a := analyze.Whole{Snapshot: source(profile("Outlook", hive.Live)), Contents: make([]mapi.Contents, 1)}
	b := analyze.Whole{Snapshot: source(profile("Outlook", hive.Live), profile("Gone", hive.Recovered)), Contents: make([]mapi.Contents, 2)}
	d := Snapshots(&a, &b)
	require.True(t, d.Equal())
}

// Damage can leave two keys or values of one name: each is compared once.
func TestOfTwins(t *testing.T) {
	section := func(data ...byte) mapi.Section {
		s := mapi.Section{Key: mapi.Key{Name: "twin"}}
		for _, b := range data {
			s.Properties = append(s.Properties, prop.Decode(prop.Value{Name: "v", Type: hive.RegBinary, Data: []byte{b}}, nil))
		}
		return s
	}
	a := analyze.Whole{Snapshot: source(profile("P", hive.Live)), Contents: []mapi.Contents{{Sections: []mapi.Section{section(1, 2), section(3)}}}}
	b := analyze.Whole{Snapshot: source(profile("P", hive.Live)), Contents: []mapi.Contents{{Sections: []mapi.Section{section(1), section(3)}}}}
	same := Snapshots(&a, &a)
	require.True(t, same.Equal())
	v := oneValue(t, Snapshots(&a, &b))
	require.Equal(t, Removed, v.Kind)
	require.Equal(t, hive.Text("02"), v.Before)
}
