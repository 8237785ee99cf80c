package report

import (
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/analyze"
)

// Every place of a store's path: of any extension where a property is one by its definition or Outlook's search
// names it, in keys below the Exchange section, in lists, in Outlook's settings. Near misses: another property with
// another extension, a file that is no data file among the settings, a path that is not full, a name that only
// begins like an extension.
const storePlaces = `
[Software\Microsoft\Windows\CurrentVersion\Explorer]
"Logon User Name"="alice"
[Software\Microsoft\Protected Storage System Provider\S-1-5-21-1-2-3-1001]
[$16\A\9207f3e0a3b11019908b08002b2a56c2]
"01023d0e"=hex:a1*16,a2*16
"01023d00"=hex:b1*16,b2*16,b3*16,b4*16
[$16\A\a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1]
"001f3d09"=utf16:"MSUPST MS"
"001f3d0a"=utf16:"mspst.dll"
"01023d00"=hex:b1*16,b2*16,b3*16
[$16\A\b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1]
"00033e03"=hex:21,00,00,00
"01023d0c"=hex:a1*16
"001f6700"=multi:"C:\\Mail\\list.pst","C:\\Mail\\list.dat"
[$16\A\b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2]
"00033e03"=hex:21,00,00,00
"01023d0c"=hex:a1*16
"001f6700"=utf16:"C:\\Mail\\provider.dat"
"001f3004"=utf16:"C:\\Mail\\comment.dat"
[$16\A\b3b3b3b3b3b3b3b3b3b3b3b3b3b3b3b3]
"00033e03"=hex:21,00,00,00
"01023d0c"=hex:a1*16
"001f6700"=utf16:"C:\\Mail\\provider.nst"
[$16\A\a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2]
"001f3d09"=utf16:"MSEMS"
"001f3d0a"=utf16:"emsmdb.dll"
"01023d00"=hex:b4*16
"01023d15"=hex:e1*16
[$16\A\b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4]
"00033e03"=hex:21,00,00,00
"0003660a"=hex:01,00,00,00
"01023d0c"=hex:a2*16
"01023d15"=hex:e1*16
[$16\A\e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1]
"001e6603"="/o=x/cn=a"
"001f6610"=utf16:"C:\\Mail\\own.ost"
[$16\A\e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1\GroupsStore]
"001f6641"=utf16:"group@example.org"
"001f6610"=utf16:"C:\\Mail\\groups.nst"
[$16\A\e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1\Second]
"001f6610"=utf16:"C:\\Mail\\below.cache"
"001f6700"=utf16:"C:\\Mail\\no pst here.dat"
"Recent"=multi:"C:\\Mail\\recent.pst","C:\\Mail\\notes.txt","C:\\Mail\\no.nstx"
[Software\Microsoft\Office\16.0\Outlook\Search]
"C:\\Mail\\searched.bak"=dword:1
"IndexAvailableBody"=dword:1
[Software\Microsoft\Office\16.0\Outlook\PST]
"LastCorruptStore"="C:\\Mail\\corrupt.old"
"Known"=multi:"C:\\Mail\\known.pst","C:\\Mail\\known.txt","known.pst"
`

func TestStorePlaces(t *testing.T) {
	sources := []analyze.Snapshot{built(t, "NTUSER.DAT", storePlaces)}
	var got []string
	for _, r := range analyze.StoreReferences(sources) {
		require.Equal(t, []string{"alice", "S-1-5-21-1-2-3-1001"}, []string{string(r.User), r.SID})
		got = append(got, string(r.Kind)+" "+string(r.Path)+" "+string(r.Where)+", "+string(r.Role))
	}
	require.Equal(t, []string{
		`pst C:\Mail\list.pst settings, data file`,
		`pst C:\Mail\list.dat settings, data file`,
		`pst C:\Mail\provider.dat provider, data file`,
		`nst C:\Mail\provider.nst provider, data file`,
		`ost C:\Mail\own.ost provider, primary mailbox`,
		`nst C:\Mail\groups.nst settings, groups cache`,
		`ost C:\Mail\below.cache settings, `,
		`pst C:\Mail\recent.pst settings, `,
		` C:\Mail\corrupt.old last-corrupt, last corrupt store`,
		`pst C:\Mail\known.pst setting, `,
		` C:\Mail\searched.bak search, `,
	}, got)
	accounts := analyze.Accounts(sources)[0]
	require.Equal(t, []string{"alice", "S-1-5-21-1-2-3-1001"}, []string{string(accounts.User), accounts.SID})
	golden(t, "store-places.txt", writtenAs(t, Stores(sources), "text"))
	for _, f := range analyze.Run(&analyze.Case{Sources: sources}, []*analyze.Analyzer{analyzerNamed(t, "pst-path")}) {
		require.Equal(t, "stale-reference", f.Rule, "a groups cache is no PST")
		require.NotContains(t, f.Summary, ".nst")
	}
}

func analyzerNamed(t *testing.T, name string) *analyze.Analyzer {
	for _, a := range analyze.All() {
		if a.Name == name {
			return a
		}
	}
	require.Fail(t, "no such analyzer", name)
	return nil
}
