package ntuser

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestPrepared(t *testing.T) {
	const outlook, policy = `[Software\Microsoft\Office\16.0\Outlook`, `[Software\Policies\Microsoft\Office\16.0\Outlook`
	for name, tc := range map[string]struct {
		reg  string
		want []string
	}{
		"zero configuration":          {outlook + "\\AutoDiscover]\n\"ZeroConfigExchange\"=dword:1\n", []string{"16.0 zero-config-exchange false 1"}},
		"by policy":                   {policy + "\\AutoDiscover]\n\"zeroconfigexchange\"=dword:1\n", []string{"16.0 zero-config-exchange true 1"}},
		"switched off":                {outlook + "\\AutoDiscover]\n\"ZeroConfigExchange\"=dword:0\n", nil},
		"as text":                     {outlook + "\\AutoDiscover]\n\"ZeroConfigExchange\"=\"1\"\n", nil},
		"a file to import":            {outlook + "\\Setup]\n\"ImportPRF\"=\"C:\\\\x.prf\"\n", []string{`16.0 import-prf false C:\x.prf`}},
		"imported already":            {outlook + "\\Setup]\n\"ImportPRF\"=\"C:\\\\x.prf\"\n\"First-Run\"=hex:01,02,03,04\n", nil},
		"no file":                     {outlook + "\\Setup]\n\"ImportPRF\"=\"\"\n", nil},
		"default by policy":           {policy + "]\n\"DefaultProfile\"=\"Corp\"\n", []string{"16.0 default-profile true Corp"}},
		"an empty default":            {policy + "]\n\"DefaultProfile\"=\"\"\n", nil},
		"the user's default":          {outlook + "]\n\"DefaultProfile\"=\"Corp\"\n", nil},
		"another program of Office's": {"[Software\\Microsoft\\Office\\16.0\\Word\\AutoDiscover]\n\"ZeroConfigExchange\"=dword:1\n", nil},
	} {
		t.Run(name, func(t *testing.T) {
			c := read(t, tc.reg)
			var got []string
			for _, p := range c.Prepared {
				require.NotEmpty(t, p.Fact.Key)
				require.NotEmpty(t, p.Fact.Value)
				got = append(got, fmt.Sprint(p.Version, " ", p.Kind, " ", p.Policy, " ", p.Fact.Text))
			}
			require.Equal(t, tc.want, got)
		})
	}
}
