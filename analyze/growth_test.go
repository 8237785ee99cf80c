package analyze

import (
	"fmt"
	"math"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/mapi"
	"mapihive/hive/mapi/prop"
	"mapihive/hive/ntuser"
)

// manyStores is a profile of n services with a store each, all listed.
func manyStores(name hive.Text, n int, path, recordKey func(i int) string, options ...profileOption) mapi.Profile {
	p := profile(name, options...)
	uid := func(kind byte, i int) prop.UID {
		return prop.UID{0: kind, 1: name[0], 2: byte(i >> 16), 3: byte(i >> 8), 4: byte(i), 15: 1}
	}
	for i := range n {
		at, service, store := hive.Text(path(i)), uid(0xB0, i), uid(0xC0, i)
		p.Paths = append(p.Paths, mapi.PathRef{
			Kind: mapi.PST, Path: at, Source: mapi.SourceProvider, Provider: store, RecordKey: unhex(recordKey(i)), Fact: fact(&p, store, "001f6700", at),
		})
		p.Services = append(p.Services, mapi.Service{
			UID: service, Name: "MSUPST MS", Listed: true, Key: p.Key.Join(hive.Text(service.String())),
			Providers: []mapi.Provider{{UID: store, Kind: mapi.KindStore, Listed: true, PSTPath: at, Key: p.Key.Join(hive.Text(store.String()))}},
		})
	}
	return p
}

// growing are cases of n things that have to do with each other.
var growing = map[string]func(n int) []Snapshot{
	"stores": func(n int) []Snapshot {
		return []Snapshot{source(manyStores("A", n, numbered(`C:\Mail\s%d.pst`), noKey))}
	},
	"one file in n spellings": func(n int) []Snapshot {
		return []Snapshot{source(manyStores("A", n, func(i int) string { return `C:\Mail\` + spelt(i) + `.pst` }, noKey))}
	},
	"n files in two spellings, by a deleted profile too": func(n int) []Snapshot {
		return []Snapshot{source(
			manyStores("A", n, numbered(`C:\Mail\s%d.pst`), noKey), manyStores("B", n, numbered(`c:\MAIL\s%d.pst`), noKey),
			manyStores("C", n, numbered(`C:\Mail\s%d.pst`), noKey, deleted))}
	},
	"n record keys, two paths each, that may be one": func(n int) []Snapshot {
		return []Snapshot{source(
			manyStores("A", n, numbered(`C:\Users\x\AppData\Roaming\s%d.pst`), numbered("%031x1")), manyStores("B", n, numbered(`C:\Users\x\Application Data\s%d.pst`), numbered("%031x1")))}
	},
	"n files that two by two are one": func(n int) []Snapshot {
		return []Snapshot{source(
			manyStores("A", n, numbered(`C:\Mail\s%d.pst`), numbered("%031x1")), manyStores("B", n, func(i int) string { return fmt.Sprintf(`C:\Mail\s%d.pst`, i+1) }, numbered("%031x1")))}
	},
	"n files on a mapped drive": func(n int) []Snapshot {
		s := source(manyStores("A", n, numbered(`P:\s%d.pst`), noKey), manyStores("B", n, numbered(`\\srv\m\s%d.pst`), noKey))
		s.Context.Drives = []ntuser.Drive{{Letter: "P", Remote: `\\srv\m`, Fact: hive.Fact{Key: `Network\P`, Value: "RemotePath"}}}
		return []Snapshot{s}
	},
	"n files of two users, in damaged hives": func(n int) []Snapshot {
		var both []Snapshot
		for i := range 2 {
			s := source(manyStores("A", n, numbered(`\\srv\m\s%d.pst`), noKey))
			s.Path, s.User.SID = hive.Text(fmt.Sprintf("C/Users/u%d/NTUSER.DAT", i)), fmt.Sprintf("S-1-5-21-1-2-3-%d", i)
			for range n {
				s.Diagnostics = append(s.Diagnostics, hive.Diagnostic{Kind: hive.KindCellBounds, Path: "x"})
			}
			both = append(both, s)
		}
		return both
	},
	"n conflicts in two copies": func(n int) []Snapshot {
		var both []Snapshot
		for i := range 2 {
			s := source(manyStores("A", n, numbered(`C:\Mail\s%d.pst`), noKey), manyStores("B", n, numbered(`c:\MAIL\s%d.pst`), noKey))
			s.Path, s.User.SID = hive.Text(fmt.Sprintf("%d/NTUSER.DAT", i)), "S-1-5-21-1-2-3-1"
			both = append(both, s)
		}
		return both
	},
	"n profiles that an upgrade copied": func(n int) []Snapshot {
		var ps []mapi.Profile
		for i := range n {
			for _, root := range []profileOption{of("15.0", office15), of("16.0", office16)} {
				ps = append(ps, profile(hive.Text(fmt.Sprint("P", i)), root, pst(1, hive.Text(fmt.Sprintf(`C:\Mail\s%d.pst`, i)), ""), instance(fmt.Sprintf("%032x", i+1))))
			}
		}
		return []Snapshot{source(ps...)}
	},
	"n services without a provider": func(n int) []Snapshot {
		p := manyStores("A", n, numbered(`C:\Mail\s%d.pst`), noKey)
		for i := range p.Services {
			p.Services[i].Providers = nil
			p.Missing = append(p.Missing, mapi.Listed{UID: prop.UID{1: byte(i), 2: byte(i >> 8)}, List: "services", Fact: fact(&p, prop.UID{0: 1}, "01023d00", "")})
		}
		return []Snapshot{source(p)}
	},
	"n accounts and n mailboxes": func(n int) []Snapshot {
		p := manyStores("A", n, numbered(`C:\Mail\s%d.pst`), noKey)
		for i := range n {
			mailbox := hive.Text(fmt.Sprint("/o=x/cn=", i))
			account(uint32(i), "pop3")(&p)
			p.Exchange = append(p.Exchange, mapi.Exchange{Mailbox: mailbox, HomeServer: "s"})
			p.Services[i].Providers[0].Mailbox, p.Services[i].Providers[0].Server = mailbox, "s"
			p.Inconsistencies = append(p.Inconsistencies, mapi.Inconsistency{Kind: mapi.DeliveryElsewhere, Number: uint32(i), Text: hive.Text(fmt.Sprintf(`C:\t%d.pst`, i)), Facts: []hive.Fact{{Key: p.Key}}})
		}
		return []Snapshot{source(p)}
	},
}

func numbered(format string) func(int) string {
	return func(i int) string { return fmt.Sprintf(format, i) }
}

func noKey(int) string { return "" }

// spelt is a word with those of its letters raised that i has bits for.
func spelt(i int) string {
	word := []byte("abcdefghijklmnop")
	for bit := range word {
		if i>>bit&1 == 1 {
			word[bit] -= 'a' - 'A'
		}
	}
	return string(word)
}

// What is asked of a case allocates, in number and in bytes, as many times more as the case is larger, with an exponent
// of at most 1.15. Most of what would go through everything for each makes something for each as well.
func TestGrowsAsTheCaseDoes(t *testing.T) {
	const small, large = 600, 6000
	most := math.Pow(large/small, 1.15)
	for name, shape := range growing {
		t.Run(name, func(t *testing.T) {
			few, many := shape(small), shape(large)
			for what, do := range map[string]func([]Snapshot){
				"analyze":  func(ss []Snapshot) { Run(&Case{Sources: ss}, All()) },
				"stores":   func(ss []Snapshot) { StoreFiles(StoreReferences(ss)) },
				"collect":  func(ss []Snapshot) { CollectPaths(ss) },
				"accounts": func(ss []Snapshot) { Accounts(ss) },
				"match":    func(ss []Snapshot) { MatchStores(ss, `c:\mail\S7.pst`) },
			} {
				number, bytes := allocated(func() { do(few) })
				number10, bytes10 := allocated(func() { do(many) })
				require.Less(t, number10/(number+small), most, "%s: number", what)
				require.Less(t, bytes10/(bytes+small), most, "%s: bytes", what)
			}
		})
	}
}

// allocated is what a call allocates.
func allocated(call func()) (number, bytes float64) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	call()
	runtime.ReadMemStats(&after)
	return float64(after.Mallocs - before.Mallocs), float64(after.TotalAlloc - before.TotalAlloc)
}
