package analyze

import (
	"encoding/json"
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/english"
	"mapihive/hive/mapi"
	"mapihive/hive/ntuser"
)

func TestAllValid(t *testing.T) {
	seen := map[string]bool{}
	for _, a := range All() {
		require.NoError(t, Validate(a))
		require.False(t, seen[a.Name], "%s is listed twice", a.Name)
		seen[a.Name] = true
		for line := range strings.Lines(a.Doc) {
			require.LessOrEqual(t, len(strings.TrimRight(line, "\n")), 80, "%s: %q", a.Name, line)
		}
	}
}

func TestSeverity(t *testing.T) {
	for i, s := range Severities() {
		got, err := ParseSeverity(string(s))
		require.NoError(t, err)
		require.Equal(t, s, got)
		for j, u := range Severities() {
			require.Equal(t, i >= j, s.AtLeast(u))
		}
	}
	for _, s := range []string{"", "High", "severe"} {
		_, err := ParseSeverity(s)
		require.ErrorContains(t, err, "informational, low")
	}
}

// everything is a case in which every rule of every analyzer fires.
func everything() []Snapshot {
	a := withDefault(source(
		profile("Work", byDefault, pst(1, `C:\Mail\x.pst`, keyA), pst(2, `C:\Mail\y.pst`, keyB), signature(1, sig1, record(keyA)), signature(2, sig2, mailbox(alice, "srv")), cachedIn(8, `C:\Mail\a.ost`, alice, ""), cachedIn(9, `C:\Mail\b.ost`, bob, "")),
		profile("Scan", pst(1, `c:\mail\X.pst`, keyA), pst(2, `D:\y.pst`, keyB), signature(1, sig2, record(keyA)), signature(2, "00", record(keyA)), cachedIn(8, `C:\Mail\a.ost`, alice, ""), cachedIn(9, `C:\Mail\b.ost`, alice, "")),
		profile("Map", pst(1, `P:\m.pst`, ""), pst(2, `\\srv\m.pst\m.pst`, "")),
		profile("Spell", pst(1, `E:\z.pst`, ""), pst(2, `E:/z.pst`, ""), signature(1, sig1, record(keyB))),
		profile("Other", pst(1, `F:\o.pst`, digits("dd"))),
		profile("Other2", pst(1, `F:\o.pst`, digits("ee")), pst(2, `C:\Users\bob\b.pst`, ""), stale("settings", `C:\old.pst`)),
		profile("Half", missing("01023d0e", 1), missing("01023d00", 2), missing("01023d0e", 3)),
		profile("Half2", empty),
		profile("Left", orphaned(9)),
		profile("Odd", store(1, "acme.dll"), module(1, "acme.dll"), module(2, "mspst32 .dll"), module(3, `C:\Users\alice\a.dll`), lacking("PR_SEARCH_KEY"),
			inconsistent(mapi.OtherDisplayName, 2), inconsistent(mapi.AccountTransport, 1), inconsistent(mapi.NoDefaultStore, 1),
			inconsistent(mapi.SeveralDefaultable, 2), inconsistent(mapi.PreferLastNotLast, 2)),
		profile("Mail", account(1, "pop3"), instance(keyB)),
		profile("Mail2", instance(keyB)),
		profile("Scan", deleted),
		profile("Gone", deleted),
		profile("Nobody", deleted, recovered, instance(keyA)),
		profile("Project", recovered),
		profile("Logged", recovered, instance(keyB)),
	), "wms", wms, "Nobody")
	for i := range fewest {
		a.Profiles = append(a.Profiles, profile(hive.Text(fmt.Sprintf("Job-%d", 4711+i)), instance(digits(fmt.Sprintf("3%d", i)))))
	}
	a.Changes = []mapi.Change{{Profile: "Logged", Root: "wms", Kind: mapi.Disappeared, Before: wms + `\Profiles\Logged`}}
	a.Context.Drives = []ntuser.Drive{{Letter: "P", Remote: `\\srv\m.pst`}}
	a.Context.Environment = []ntuser.Variable{{Name: "USERPROFILE", Volatile: true, Fact: hive.Fact{Key: "Volatile Environment", Value: "USERPROFILE", Text: `C:\Users\ann`}}}
	a.Path = "7/C/Users/alice/NTUSER.DAT"
	a.Files = []DataFile{{Path: `F:\o.pst`}}
	ansi := profile("Ansi", pst(1, `G:\f.pst`, ""))
	ansi.Services = []mapi.Service{{Name: "MSPST MS", Providers: []mapi.Provider{{UID: ansi.Paths[0].Provider, Kind: mapi.KindStore, Unicode: true, Listed: true}}}}
	a.Profiles = append(a.Profiles, ansi)
	b := withDefault(source(
		profile("Work", of("16.0", office16), signature(1, sig1, mailbox(alice, "srv")), signature(2, addressBookSignature, record(digits("cc")))),
	), "16.0", office16, "Work")
	b.Profiles = append(b.Profiles, profile("Stale", of("16.0", office16), deleted))
	b.Profiles[0].LastWrite, b.Roots[0].DeletedWrite = 3*day, day
	b.Written, a.Written = 2*day, 9*day
	for i, s := range []*Snapshot{&a, &b} {
		s.User = User{Name: "alice", SID: "S-1-5-21-1-2-3-1001"}
		who := hive.Fact{Value: "", Text: "owner", LastWrite: hive.Time(i)}
		s.Context.SIDs = []ntuser.Claim{{Text: "S-1-5-21-1-2-3-1001", Confidence: hive.High, Facts: []hive.Fact{who}}}
	}
	c := source(profile("Bob", of("16.0", office16), pst(1, `\\srv\m.pst\m.pst`, ""), pst(2, `C:\Mail\y.pst`, keyB)))
	c.Path, c.User.SID = "8/C/Users/bob/NTUSER.DAT", "S-1-5-21-1-2-3-1002"
	d := source(profile("Eve", of("16.0", office16), cachedIn(8, `C:\Mail\a.ost`, alice, "")))
	d.Path, d.User.SID = "7/C/Users/eve/NTUSER.DAT", "S-1-5-21-1-2-3-1003"
	return []Snapshot{a, b, c, d}
}

func TestEveryRuleFires(t *testing.T) {
	fired := map[string]bool{}
	for _, f := range run(everything()...) {
		fired[f.Analyzer+"/"+f.Rule] = true
	}
	for _, a := range All() {
		for _, r := range a.Rules {
			require.True(t, fired[a.Name+"/"+r.Name], "%s/%s", a.Name, r.Name)
		}
	}
}

// A finding says all that a report prints, and nothing that its analyzer does not declare.
func TestFindingsAreWhole(t *testing.T) {
	byName := map[string]*Analyzer{}
	for _, a := range All() {
		byName[a.Name] = a
	}
	for _, f := range run(everything()...) {
		rule, ok := byName[f.Analyzer].Rule(f.Rule)
		require.True(t, ok, "%s does not declare %s", f.Analyzer, f.Rule)
		require.True(t, rule.Severity.AtLeast(f.Severity), "%s is more than its rule", f.Rule)
		require.True(t, f.Severity.AtLeast(Informational))
		require.Contains(t, []hive.Confidence{hive.Low, hive.Medium, hive.High}, f.Confidence)
		require.NotEmpty(t, f.Summary)
		require.NotContains(t, f.Summary, "\n")
		require.NotEmpty(t, f.Detail)
		require.NotEmpty(t, f.Recommendation)
		require.NotEmpty(t, f.Evidence)
	}
}

func TestFindingsAreOrdered(t *testing.T) {
	fs := run(everything()...)
	require.True(t, slices.IsSortedFunc(fs, func(a, b Finding) int { return compareFindings(&a, &b) }))
	for i := range fs[1:] {
		require.True(t, fs[i].Severity.AtLeast(fs[i+1].Severity))
		require.NotZero(t, compareFindings(&fs[i], &fs[i+1]), "the order is total")
	}
}

// Profiles, paths, signatures and lists may stand in any order, in the hive and in the snapshot.
func TestFindingsDoNotDependOnOrder(t *testing.T) {
	want := run(everything()...)
	for seed := range uint64(50) {
		r := rand.New(rand.NewPCG(seed, 1))
		in := everything()
		for i := range in {
			shuffle(r, in[i].Profiles)
			shuffle(r, in[i].Roots)
			for j := range in[i].Profiles {
				p := &in[i].Profiles[j]
				shuffle(r, p.Paths)
				shuffle(r, p.Signatures)
				shuffle(r, p.Missing)
				shuffle(r, p.Modules)
				shuffle(r, p.Inconsistencies)
			}
		}
		as := All()
		shuffle(r, as)
		require.Equal(t, want, Run(&Case{Sources: in}, as))
	}
}

// Other sources change the number of a source and nothing else.
func TestFindingsDoNotDependOnSourceOrder(t *testing.T) {
	in := everything()
	want := run(in[0], in[1])
	got := run(in[1], in[0])
	for i := range got {
		for j := range got[i].Evidence {
			got[i].Evidence[j].Source = 1 - got[i].Evidence[j].Source
		}
		slices.SortFunc(got[i].Evidence, compareEvidence)
	}
	slices.SortFunc(got, func(a, b Finding) int { return compareFindings(&a, &b) })
	require.Equal(t, want, got)
}

func shuffle[T any](r *rand.Rand, s []T) {
	r.Shuffle(len(s), func(i, j int) { s[i], s[j] = s[j], s[i] })
}

func TestNoSources(t *testing.T) {
	require.Empty(t, run())
	require.Empty(t, run(Snapshot{Error: "cannot be read"}))
}

// What a hive says reaches a sentence in its escaped form, and only once escaped.
func TestHostileStrings(t *testing.T) {
	const evil = "A\x1b[2J\n\u202e\xed\xa0\x80\\u0041"
	const path = "C:\\" + evil + "\\x.pst"
	s := withDefault(source(
		profile(evil, byDefault, pst(1, path, keyA), signature(1, sig1, mailbox(evil, evil)), signature(2, "00", record(keyA)), missing("01023d0e", 1)),
		profile(evil+"2", pst(1, hive.UpcaseText(path), keyA), pst(2, "D:\\"+evil, keyA), signature(1, sig2, mailbox(evil, evil))),
		profile(evil, deleted),
	), "wms", wms, evil+"3")
	s.Outlook, s.Context.Outlook = []string{evil}, []ntuser.Version{{Version: evil, Proof: make([]hive.Fact, 1)}}
	fs := run(s)
	require.Len(t, fs, 7)
	for _, f := range fs {
		for _, text := range []string{f.Summary, f.Detail, f.Recommendation} {
			require.NotContains(t, text, "\x1b")
			require.NotContains(t, text, "\u202e")
			require.NotContains(t, text, "\xed\xa0\x80")
			require.NotContains(t, text, `\\u`)
		}
		require.NotContains(t, f.Summary, "\n")
		require.NotContains(t, f.Detail, "\n")
	}
	require.Contains(t, one(t, ruleDanglingDefault, fs).Summary, `"A\u001B[2J\u000A\u202E\uD800\u005Cu00413"`)

	_, err := json.Marshal(fs)
	require.NoError(t, err)
}

// A sentence does not grow with the evidence.
func TestLongStrings(t *testing.T) {
	long := hive.Text(strings.Repeat("é", 100_000))
	fs := run(source(profile(long, empty)))
	require.Len(t, fs, 1)
	require.Less(t, len(fs[0].Summary), 1000)
	require.Contains(t, fs[0].Summary, "200000 bytes")

	var many []mapi.Profile
	for i := range 1000 {
		many = append(many, profile(hive.Text(strings.Repeat("p", i+1)), pst(1, hive.Text("C:\\"+strings.Repeat("x", i%2)+strings.Repeat("X", 1-i%2)), "")))
	}
	fs = run(source(many...))
	require.Len(t, fs, 1)
	require.Len(t, fs[0].Evidence, 1000)
	require.Less(t, len(fs[0].Summary), 2000)
	require.Less(t, len(fs[0].Recommendation), 4000)
}

// Shadow copies and hard links of one hive are one piece of evidence.
func TestCopiesAreNoFurtherEvidence(t *testing.T) {
	one := source(
		profile("A", pst(1, `C:\Mail\x.pst`, "")),
		profile("B", pst(2, `C:\mail\X.PST`, "")),
	)
	one.SHA256 = "ab"
	alone := Run(&Case{Sources: []Snapshot{one}}, All())
	require.NotEmpty(t, alone)
	twice := Case{Sources: []Snapshot{one, one, one}}
	require.Equal(t, map[int]int{1: 0, 2: 0}, twice.Copies())
	require.Equal(t, alone, Run(&twice, All()))

	// With another log applied the same file is another hive.
	other := one
	other.Logs = []Log{{SHA256: "cd", Applied: 1}}
	require.Empty(t, (&Case{Sources: []Snapshot{one, other}}).Copies())
	require.Empty(t, (&Case{Sources: []Snapshot{{}, {}}}).Copies(), "without a hash nothing is known")
}

// Run says which source a fact is of; rows with a local key meet those of their own source alone.
func TestRunStampsTheSource(t *testing.T) {
	met := &Analyzer{
		Name:  "met",
		Rules: []Rule{{"look", LowSeverity}, {"join", LowSeverity}},
		Look: func(s *Snapshot) []Finding {
			return []Finding{{Rule: "look", Evidence: []Evidence{{Profile: s.Path}}}}
		},
		Rows: func(s *Snapshot) iter.Seq[Row] {
			e := Evidence{Profile: s.Path}
			return slices.Values([]Row{{Key: ID{"file", "x"}, Evidence: e}, {Key: ID{"file", "x"}, Local: true, Evidence: e}})
		},
		Join: func(rows []Row) []Finding {
			f := Finding{Rule: "join", Summary: english.Count(len(rows), "row")}
			for _, r := range rows {
				f.Evidence = append(f.Evidence, r.Evidence)
			}
			return []Finding{f}
		},
	}
	c := Case{Sources: []Snapshot{{Path: "a"}, {Path: "b"}}}
	var got []string
	for _, f := range Run(&c, []*Analyzer{met}) {
		line := f.Rule + " " + f.Summary
		for _, e := range f.Evidence {
			line += fmt.Sprintf(" %s%d", e.Profile, e.Source)
		}
		got = append(got, line)
	}
	require.ElementsMatch(t, []string{"look  a0", "look  b1", "join 2 rows a0 b1", "join 1 row a0", "join 1 row b1"}, got)
}
