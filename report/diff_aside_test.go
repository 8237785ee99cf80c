package report

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/analyze/compare"
)

// A profile that was put aside, or brought back, has moved; of several copies each is compared with itself.
func TestDiffKeptAside(t *testing.T) {
	const home = `Software\Microsoft\Office\16.0\Outlook`
	live := shapedAt(home + `\Profiles\A`)
	old, older := shapedAt(home+`\Old\A`), shapedAt(home+`\Older\A`)
	instance := func(path string) string {
		return "[" + path + "\\8503020000000000c000000000000046]\n\"0102300b\"=hex:aa*16\n"
	}
	for _, c := range []struct {
		name, before, after, want string
	}{
		{"put aside", live, old, `Profile "A" (kept aside, Outlook 2016 or later (16.0)): put aside, where Outlook does not look for it`},
		{"brought back", old, live, `Profile "A" (live, Outlook 2016 or later (16.0)): brought back from where it was kept aside`},
		{"copied aside", live, live + old, `Profile "A" (kept aside, Outlook 2016 or later (16.0)): added`},
		{"two copies, one goes", old + older, older, `Profile "A" (kept aside, Outlook 2016 or later (16.0)): removed`},
		{"nothing", live + old + older, live + old + older, "No difference"},
		{"a part of the whole", live + instance(home+`\Profiles\A`), shapedAt(`Profiles\A`) + instance(`Profiles\A`), `): at another key`},
	} {
		t.Run(c.name, func(t *testing.T) {
			a, b := builtWhole(t, "a.dat", c.before), builtWhole(t, "b.dat", c.after)
			d := compare.Snapshots(&a, &b)
			text := pageText(t, func(p *page) { diffPage(p, &a.Snapshot, &b.Snapshot, &d) })
			require.Contains(t, strings.Join(strings.Fields(text), " "), c.want)
		})
	}
}
