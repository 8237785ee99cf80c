package report

import (
	"io"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/analyze"
)

func accountSources(t *testing.T) []analyze.Snapshot {
	return []analyze.Snapshot{listed(t, "alice/NTUSER.DAT", "accounts-alice.reg")}
}

func TestAccounts(t *testing.T) {
	sources := accountSources(t)
	golden(t, "accounts.txt", writtenAs(t, Accounts(sources), "text"))
	golden(t, "accounts.json", writtenAs(t, Accounts(sources), "json"))
	golden(t, "accounts.csv", writtenAs(t, Accounts(sources), "csv"))
	for _, f := range []string{"accounts.txt", "accounts.json", "accounts.csv"} {
		out := goldenBytes(t, f)
		require.NotContains(t, string(out), "hunter2")
		require.NotContains(t, string(out), "68756e74657232")
		safe(t, out)
	}
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
			func(w io.Writer) error {
				return Profiles(wholes(sources), false).Write(w, format(t, "text"), TextOptions{})
			},
			func(w io.Writer) error { return Accounts(sources).Write(w, format(t, "text"), TextOptions{}) },
			func(w io.Writer) error { return Accounts(sources).Write(w, format(t, "json"), TextOptions{}) },
			func(w io.Writer) error { return Accounts(sources).Write(w, format(t, "csv"), TextOptions{}) },
		} {
			text := string(output(t, write))
			require.Contains(t, text, "NEWSERVER")
			require.NotContains(t, text, "OLDSERVER")
		}
	}
}
