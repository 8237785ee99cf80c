package report

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"time"

	"mapihive/analyze"
	"mapihive/hive"
	"mapihive/hive/mapi"
	"mapihive/hive/mapi/prop"
)

// Hand-made reports, one for each shape that a report can have.
func shapes() map[string]*Report {
	return map[string]*Report{
		"no-profile":    noProfiles(),
		"two-conflicts": twoConflicts(),
		"hostile":       hostile("\x1b[31m\x00\r\n\t\u202e\u2066\u0085\x7f\xed\xa0\x80 \"name\" \\u0041"),
		"many-sources":  manySources(),
		"unreadable":    unreadable(),
		"dirty":         dirty(),
		"text":          exportedText(),
		"nothing":       {},
	}
}

func at(s string) hive.Time {
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		panic(err)
	}
	return hive.NewTime(t)
}

func uid(b byte) prop.UID {
	var u prop.UID
	for i := range u {
		u[i] = b
	}
	return u
}

func base(args ...hive.Text) *Report {
	started := time.Date(2026, 11, 22, 10, 0, 0, 0, time.FixedZone("", 3600))
	return &Report{
		Schema: Schema,
		Run: Run{
			Tool:     Tool{Name: "mapihive", Version: "v0.1.0", Args: args},
			Started:  started,
			Finished: started.Add(1500 * time.Millisecond),
		},
	}
}

func snapshot(path hive.Text, state hive.State) analyze.Snapshot {
	return analyze.Snapshot{
		Path: path, SHA256: fmt.Sprintf("%x", sha256.Sum256([]byte(path))), Size: 1310720, Format: "regf", Version: "1.3", State: state,
	}
}

const wms = `Software\Microsoft\Windows NT\CurrentVersion\Windows Messaging Subsystem\Profiles`

// pstProfile is a profile with one PST, one mail account and two address books.
func pstProfile(name hive.Text, path hive.Text, isDefault bool) mapi.Profile {
	store, contacts, mobile := uid(0x11), uid(0x22), uid(0x33)
	return mapi.Profile{
		Name: name, State: hive.Live, Default: isDefault, Key: hive.Path(wms + `\` + name), Root: "wms",
		LastWrite: at("2011-06-01T12:00:00.1234567Z"), Instance: hive.Hex(strings.Repeat("\x5c", 16)),
		Place: hive.Place{Offset: 90112}, Confidence: hive.High,
		Services: []mapi.Service{{
			UID: uid(0xA1), Listed: true, Name: "MSUPST MS", DisplayName: "alice@example.com", DLL: "mspst.dll",
			Flags: []string{"SERVICE_NO_PRIMARY_IDENTITY"},
			Providers: []mapi.Provider{{
				UID: store, Listed: true, Kind: "store", DLL: "mspst.dll", DisplayName: "alice@example.com",
				Flags: []string{"STATUS_DEFAULT_STORE"}, PSTPath: path,
				RecordKey: hive.Hex(strings.Repeat("\x5d", 16)), LastWrite: at("2011-06-01T12:00:00Z"),
			}},
		}, {
			UID: uid(0xA2), Listed: true, Name: "CONTAB", DisplayName: "Outlook Address Book", DLL: "contab.dll",
			Providers: []mapi.Provider{{UID: contacts, Listed: true, Kind: "address-book", DisplayName: "Contacts"}},
		}},
		Accounts: []mapi.Account{{
			ID: 3, Kind: "pop3", Name: "alice@example.com", Email: "alice@example.com",
			DeliveryStore: path, Servers: []hive.Text{"pop.example.com", "smtp.example.com"},
		}},
		Order:            mapi.Order{DefaultStore: store, Stores: []prop.UID{store}, AddressBooks: []prop.UID{contacts, mobile}},
		UnlistedSections: []prop.UID{uid(0x44)},
	}
}

func pstEvidence(source int, profile, path hive.Text) analyze.Evidence {
	return analyze.Evidence{Source: source, Profile: profile, Fact: hive.Fact{
		Key: hive.Path(wms + `\` + profile + `\11111111111111111111111111111111`), Value: "001f6700", Place: hive.Place{Offset: 90210},
		State: hive.Live, LastWrite: at("2011-06-01T12:00:00.1234567Z"), Text: path,
	}}
}

func caseFinding(sources [2]int, profiles, paths [2]hive.Text) analyze.Finding {
	return analyze.Finding{
		Analyzer: "pst-path", Rule: "case", Severity: analyze.HighSeverity, Confidence: hive.High,
		Summary: "Two profiles name one PST with different letter case.",
		Detail: "Outlook 2007 and older compare PST paths letter by letter. The two spellings are one file for Windows, " +
			"yet two stores for Outlook, which then opens the file twice and reports it as in use.",
		Recommendation: fmt.Sprintf("Use one spelling in every profile: %s\nClose Outlook before changing it.", paths[0]),
		Evidence:       []analyze.Evidence{pstEvidence(sources[0], profiles[0], paths[0]), pstEvidence(sources[1], profiles[1], paths[1])},
	}
}

func noProfiles() *Report {
	r := base("analyze", "NTUSER.DAT")
	r.Sources = []analyze.Snapshot{snapshot("NTUSER.DAT", hive.Clean)}
	return r
}

func twoConflicts() *Report {
	const upper, lower = `C:\Users\alice\Documents\Outlook Files\Archive of everything since 1998\Mail.pst`,
		`c:\users\alice\documents\outlook files\archive of everything since 1998\mail.pst`
	r := base("analyze", "NTUSER.DAT")
	s := snapshot("C/Users/alice/NTUSER.DAT", hive.Clean)
	s.User = analyze.User{Name: "alice", SID: "S-1-5-21-1004336348-1177238915-682003330-1001"}
	s.Outlook = []string{"14.0"}
	s.Drives = []analyze.Drive{{Letter: "P", Remote: `\\server\share`}}
	s.Profiles = []mapi.Profile{pstProfile("Outlook", upper, true), pstProfile("Backup", lower, false)}
	s.Profiles[1].State, s.Profiles[1].Confidence = hive.Deleted, hive.Medium
	r.Sources = []analyze.Snapshot{s}
	orphan := analyze.Finding{
		Analyzer: "orphan", Rule: "pending-deletion", Severity: analyze.MediumSeverity, Confidence: hive.Medium,
		Summary:        `Profile "Backup" is marked for deletion.`,
		Recommendation: "End every program that uses MAPI.",
		Evidence: []analyze.Evidence{{Profile: "Backup", Fact: hive.Fact{
			Key: `Software\Microsoft\Windows NT\CurrentVersion\Windows Messaging Subsystem\Deleted Profiles\Backup`, Place: hive.Place{Offset: 4128}, State: hive.Deleted}}},
	}
	r.Findings = []analyze.Finding{caseFinding([2]int{}, [2]hive.Text{"Outlook", "Backup"}, [2]hive.Text{upper, lower}), orphan}
	return r
}

// hostile puts t wherever a report shows text of evidence.
func hostile(t hive.Text) *Report {
	r := base("analyze", t)
	s := snapshot(t, hive.Damaged)
	s.User = analyze.User{Name: t, SID: string(t)}
	s.Outlook = []string{string(t)}
	s.Drives = []analyze.Drive{{Letter: string(t), Remote: t}}
	s.Logs = []analyze.Log{{Verdict: string(t), Path: t, SHA256: string(t), Kind: string(t), Note: string(t)}}
	p := pstProfile(t, t, true)
	p.Services[0].Name, p.Services[0].DisplayName, p.Services[0].DLL = t, t, t
	p.Services[0].Flags = []string{string(t)}
	p.Services[0].Providers[0] = mapi.Provider{
		Kind: mapi.ProviderKind(t), DLL: t, DisplayName: t, Flags: []string{string(t)}, PSTPath: t, OSTPath: t, MappingSignature: hive.Hex(t),
	}
	p.Accounts[0] = mapi.Account{Kind: string(t), Name: t, Email: t, DeliveryStore: t, Servers: []hive.Text{t}}
	s.Profiles = []mapi.Profile{p}
	s.Diagnostics = []hive.Diagnostic{{Kind: hive.Kind(t), Place: hive.Place{Offset: 1}, Structure: string(t), Path: hive.Path(t), Message: string(t)}}
	r.Sources = []analyze.Snapshot{s}
	f := caseFinding([2]int{}, [2]hive.Text{t, t}, [2]hive.Text{t, t})
	f.Summary, f.Detail, f.Recommendation = string(t), string(t), string(t)
	f.Evidence[0].Key, f.Evidence[0].Value, f.Evidence[0].State = hive.Path(t), t, hive.Origin(t)
	r.Findings = []analyze.Finding{f}
	r.Skipped = []Skipped{{Path: t, Reason: string(t)}}
	return r
}

// manyHostile is a case of many hives that name everything as hostile does, of three users with it in their names.
func manyHostile() *Report {
	const t = "\x1b[31m\x00\r\n\t\u202e\u2066\u0085\x7f\xed\xa0\x80 \"name\" \\u0041"
	r := hostile(t)
	f := r.Findings[0]
	for i := range 2 * fewSources {
		s := r.Sources[0]
		s.Path += hive.Text(fmt.Sprint(i))
		s.User.SID += fmt.Sprint(i % 3)
		s.Labels = analyze.Labels{Host: hive.Text(fmt.Sprint(i%2)) + t, User: t, Copy: t, Note: t}
		if i%4 == 3 {
			s.Error = t
		}
		r.Sources = append(r.Sources, s)
		g := f
		g.Evidence = slices.Clone(f.Evidence)
		g.Rule = fmt.Sprint("rule", i%4)
		for j := range g.Evidence {
			g.Evidence[j].Source = len(r.Sources) - 1
		}
		r.Findings = append(r.Findings, g)
		r.Skipped = append(r.Skipped, Skipped{Path: t, Reason: t + fmt.Sprint(i)})
	}
	return r
}

// hostileSections are those of hostile's profile.
func hostileSections(t hive.Text) []mapi.Section {
	return []mapi.Section{{
		UID: uid(1), Role: mapi.Role(t), Key: mapi.Key{Name: t, Path: hive.Path(t)},
		Properties: []prop.Property{
			prop.Decode(prop.Value{Name: t, Type: hive.RegBinary, Data: []byte(t)}, nil),
			prop.Decode(prop.Value{Name: "001e3001", Type: hive.RegBinary, Data: []byte(t), Missing: string(t)}, nil),
			prop.Decode(prop.Value{Name: "001e6703", Type: hive.RegBinary, Data: []byte("secret" + t)}, nil),
		},
	}}
}

// wholesOf gives the profiles of a report contents: none, but for that of hostile.
func wholesOf(r *Report) []analyze.Whole {
	var out []analyze.Whole
	for _, s := range r.Sources {
		w := analyze.Whole{Snapshot: s, Contents: make([]mapi.Contents, len(s.Profiles))}
		for i, p := range s.Profiles {
			if v := p.Services[0].Providers[0]; string(v.Kind) == string(p.Name) {
				w.Contents[i].Sections = hostileSections(p.Name)
			}
		}
		out = append(out, w)
	}
	return out
}

func manySources() *Report {
	r := base("analyze", "share")
	for i := range 12 {
		s := snapshot(hive.Text(fmt.Sprintf("share/profiles$/user%02d.V6/NTUSER.DAT", i)), hive.Clean)
		if i%5 == 0 {
			path := hive.Text(`\\server\pst\team.pst`)
			if i == 5 {
				path = `\\SERVER\PST\Team.pst`
			}
			s.Profiles = []mapi.Profile{pstProfile("Outlook", path, true)}
			s.User = analyze.User{Name: hive.Text(fmt.Sprintf("user%02d", i))}
		}
		r.Sources = append(r.Sources, s)
	}
	r.Sources[3].State = hive.Replayed
	r.Sources[3].Logs = []analyze.Log{
		{Verdict: "applied", Path: "share/profiles$/user03.V6/ntuser.dat.LOG1", Size: 65536, SHA256: strings.Repeat("cd", 32), Kind: "HvLE", Applied: 23},
		{Verdict: "not applied", Path: "share/profiles$/user03.V6/ntuser.dat.LOG2", Size: 65536, SHA256: strings.Repeat("ef", 32), Kind: "HvLE", Note: "older than the hive"},
	}
	r.Sources[4] = analyze.Snapshot{Path: r.Sources[4].Path, Error: "read share/profiles$/user04.V6/NTUSER.DAT: input/output error"}
	r.Findings = []analyze.Finding{caseFinding([2]int{0, 5}, [2]hive.Text{"Outlook", "Outlook"}, [2]hive.Text{`\\server\pst\team.pst`, `\\SERVER\PST\Team.pst`})}
	r.Skipped = []Skipped{{Path: "share/profiles$/user99.V6", Reason: "permission denied; run with the right to read it"}}
	r.NotHives = 1234
	return r
}

func unreadable() *Report {
	r := base("analyze", "NTUSER.DAT")
	r.Sources = []analyze.Snapshot{{Path: "NTUSER.DAT", SHA256: strings.Repeat("0", 64), Size: 512, Error: "not a hive: the base block needs 4096 bytes, the file has 512"}}
	return r
}

func dirty() *Report {
	r := base("analyze", "--only", "pst-path", "NTUSER.DAT")
	s := snapshot("NTUSER.DAT", hive.Dirty)
	s.Profiles = []mapi.Profile{pstProfile("Outlook", `C:\mail.pst`, true)}
	s.Diagnostics = []hive.Diagnostic{{Kind: hive.KindBaseSequence, Place: hive.Place{Offset: 4}, Structure: "base block", Message: "sequence numbers 29989 and 29988"}}
	for i := range 5 {
		s.Diagnostics = append(s.Diagnostics, hive.Diagnostic{Kind: hive.KindCellBounds, Place: hive.Place{Offset: int64(8232 + i*32)}, Structure: "nk",
			Path: wms, Message: "subkey list offset 0x00ffffff lies outside the hive bins"})
	}
	r.Sources = []analyze.Snapshot{s}
	return r
}

// wholes are sources of which no contents were kept.
func wholes(sources []analyze.Snapshot) []analyze.Whole {
	out := make([]analyze.Whole, len(sources))
	for i := range sources {
		out[i].Snapshot = sources[i]
	}
	return out
}

// exportedText is registry text with two users: there are lines and no times.
func exportedText() *Report {
	r := base("analyze", "users.reg")
	for i, part := range []hive.Text{`HKEY_USERS\S-1-5-21-1-2-3-1001`, `HKEY_USERS\loaded`} {
		s := snapshot("users.reg", hive.Export)
		s.UserKey, s.Format, s.Version, s.CodePage = part, "reg", "5", "UTF-16LE"
		p := pstProfile("Outlook", `C:\mail.pst`, true)
		p.Place, p.LastWrite = hive.Place{Offset: 2048, Line: 12 + 30*i}, 0
		p.Paths, p.Services[0].Providers[0].LastWrite = nil, 0
		s.Profiles = []mapi.Profile{p}
		s.Diagnostics = []hive.Diagnostic{{Kind: hive.KindRemoval, Place: hive.Place{Offset: 4096, Line: 90 + i}, Structure: "reg", Path: wms + `\Old`, Message: "the text removes this key with all below it"}}
		r.Sources = append(r.Sources, s)
	}
	r.Sources[0].User.SID = "S-1-5-21-1-2-3-1001"
	return r
}
