package analyze

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/mapi"
	"mapihive/hive/ntuser"
)

// piece is one piece of evidence that a rule weighs.
type piece struct {
	name  string
	rival bool // it speaks for another explanation
	put   func(c *Case)
	says  *Sentence // the reason that stands in the finding exactly where the piece is there
}

// Every set of the pieces: with one more for the reading the confidence is never lower, with one more for a rival
// never higher, and a reason is listed exactly where its piece is there.
func requireWeighed(t *testing.T, rule string, base func() *Case, pieces []piece) {
	t.Helper()
	rank := func(set uint) (int, []said) {
		c := base()
		for i, p := range pieces {
			if set&(1<<i) != 0 {
				p.put(c)
			}
		}
		var found []Finding
		for _, f := range Run(c, []*Analyzer{orphan()}) {
			if f.Rule == rule {
				found = append(found, f)
			}
		}
		require.LessOrEqual(t, len(found), 1)
		if len(found) == 0 {
			return -1, nil
		}
		return slices.Index([]hive.Confidence{hive.Low, hive.Medium, hive.High}, found[0].Confidence), found[0].said
	}
	ranks := make([]int, 1<<len(pieces))
	moved := map[string]bool{}
	for set := range uint(len(ranks)) {
		var texts []said
		ranks[set], texts = rank(set)
		for i, p := range pieces {
			there := set&(1<<i) != 0
			if ranks[set] >= 0 && p.says != nil {
				says := slices.ContainsFunc(texts, func(x said) bool { return x.sentence == p.says })
				require.Equal(t, there, says, "%s: %b", p.name, set)
			}
			if !there {
				continue
			}
			less := ranks[set&^(1<<i)]
			switch {
			case p.rival && less >= 0:
				require.LessOrEqual(t, ranks[set], less, "%s: %b", p.name, set)
			case !p.rival:
				require.GreaterOrEqual(t, ranks[set], less, "%s: %b", p.name, set)
			}
			moved[p.name] = moved[p.name] || ranks[set] != less
		}
	}
	for _, p := range pieces {
		if p.says != sayRivalShadow { // speaks for both alike
			require.True(t, moved[p.name], "%s never counts", p.name)
		}
	}
}

func TestRaceIsWeighed(t *testing.T) {
	first := func(change func(s *Snapshot)) func(*Case) { return func(c *Case) { change(&c.Sources[0]) } }
	const file = `C:\Mail\scan.pst`
	base := func() *Case {
		s := withDefault(source(
			profile("A", accountWithout(2)),
			profile("Scan-4711", recovered, service(3), instance(keyA), pst(1, file, "")),
		), "wms", wms, "A")
		return &Case{Sources: []Snapshot{s}}
	}
	const scan = 1 // index of the profile
	requireWeighed(t, ruleRaceVictim, base, []piece{
		{"default", false, first(func(s *Snapshot) { s.Roots[0].DefaultProfile.Text = "Scan-4711" }), sayNeededDefault},
		{"account", false, first(func(s *Snapshot) { service(2)(&s.Profiles[scan]) }), sayNeededSections},
		{"below Deleted Profiles", false, first(func(s *Snapshot) {
			p := &s.Profiles[scan]
			deleted(p)
			p.State = hive.Recovered
			for i := range s.Changes {
				s.Changes[i].Before = p.Key
			}
		}), sayStoodDeleted},
		{"log", false, first(func(s *Snapshot) {
			s.Changes = []mapi.Change{{Kind: mapi.Disappeared, Profile: "Scan-4711", Root: "wms", Before: s.Profiles[scan].Key}}
		}), sayWentInLog},
		{"printer", false, first(func(s *Snapshot) {
			s.Context.Printers = []ntuser.Printer{{Name: "x", Port: "TS001", Redirected: "port", Fact: hive.Fact{Key: "Devices", Value: "x"}}}
		}), sayRemotePrinter},
		{"recovered printer", false, first(func(s *Snapshot) {
			s.Context.LostPrinters = []ntuser.Printer{{Name: "y", Fact: hive.Fact{Key: "Devices", Value: "y", State: hive.Recovered}}}
		}), sayRemotePrinterLost},
		{"service", false, first(inHome), sayServiceHive},
		{"search", false, first(func(s *Snapshot) {
			s.Context.Stores = []ntuser.Store{{Path: file, Fact: hive.Fact{Key: "Catalog", Value: file}}}
		}), nil}, // said where no live profile names the file
		{"server", true, first(func(s *Snapshot) {
			s.Context.Sessions = append(s.Context.Sessions, ntuser.Session{Kind: ntuser.ServerSync, Fact: hive.Fact{Key: "Terminal Server"}})
		}), sayRivalShadow},
		{"UE-V", true, first(func(s *Snapshot) { s.Context.UEV = []hive.Fact{{Key: "UEV"}} }), sayRivalUEV},
		{"prepared", true, first(func(s *Snapshot) {
			s.Context.Prepared = []ntuser.Prepared{{Version: "14.0", Kind: ntuser.ImportPRF, Fact: hive.Fact{Key: "Setup", Value: "ImportPRF"}}}
		}), sayRivalPrepared},
		{"backup", true, first(func(s *Snapshot) { s.Profiles = append(s.Profiles, profile("BACKUP OF Scan-4711")) }), sayRivalBackup},
		{"same files", true, first(func(s *Snapshot) { s.Profiles = append(s.Profiles, profile("B", pst(1, file, ""))) }), sayRivalFiles},
	})
}

func TestStaleIsWeighed(t *testing.T) {
	first := func(change func(s *Snapshot)) func(*Case) { return func(c *Case) { change(&c.Sources[0]) } }
	base := func() *Case {
		s := withDefault(source(profile("A", at(10*day+2*hour)), profile("B", deleted, at(10*day))), "wms", wms, "A")
		return &Case{Sources: []Snapshot{s}}
	}
	requireWeighed(t, ruleStaleDeletion, base, []piece{
		{"dated", false, first(func(s *Snapshot) { s.Roots[0].DeletedWrite = 10 * day }), sayStaleDated},
		{"much later", false, first(func(s *Snapshot) { s.Profiles[0].LastWrite = 60 * day }), sayStaleMonth},
		{"service", true, first(inHome), sayStaleService},
	})
}

func TestFamilyIsWeighed(t *testing.T) {
	base := func() *Case {
		var many []mapi.Profile
		for i := range fewest {
			many = append(many, profile(hive.Text(fmt.Sprintf("Mail %d", i))))
		}
		return &Case{Sources: []Snapshot{source(many...)}}
	}
	each := func(change func(p *mapi.Profile)) func(*Case) {
		return func(c *Case) {
			for i := range c.Sources[0].Profiles {
				change(&c.Sources[0].Profiles[i])
			}
		}
	}
	requireWeighed(t, ruleProgramProfiles, base, []piece{
		{"generated", false, each(func(p *mapi.Profile) {
			p.Name = "Mail 4711" + p.Name[5:]
			p.Key = p.Key.Parent().Join(p.Name)
		}), sayFamilyMade},
		{"deleted", false, each(deleted), sayFamilyDeletes},
	})
}

func TestElsewhereIsWeighed(t *testing.T) {
	base := func() *Case {
		return &Case{Sources: []Snapshot{ofUser("", "alice", 0, profile("A"), profile("B")), ofUser("", "alice", 0, profile("B"))}}
	}
	both := func(change func(i int, s *Snapshot)) func(*Case) {
		return func(c *Case) {
			for i := range c.Sources {
				change(i, &c.Sources[i])
			}
		}
	}
	requireWeighed(t, ruleLostElsewhere, base, []piece{
		{"SID", false, both(func(_ int, s *Snapshot) {
			s.User.SID = aliceSID
			s.Context.SIDs = []ntuser.Claim{{Text: aliceSID, Confidence: hive.High, Facts: []hive.Fact{{Text: "owner"}}}}
		}), sayElsewhereSID},
		{"times", false, both(func(i int, s *Snapshot) { s.Written = hive.Time(i+1) * day }), sayElsewhereYounger},
		{"instance", false, both(func(_ int, s *Snapshot) {
			for i := range s.Profiles {
				instance(map[hive.Text]string{"A": keyA, "B": keyB}[s.Profiles[i].Name])(&s.Profiles[i])
			}
		}), sayElsewhereInstance},
		{"UE-V", true, both(func(_ int, s *Snapshot) { s.Context.UEV = []hive.Fact{{Key: "UEV"}} }), sayElsewhereUEV},
	})
}
