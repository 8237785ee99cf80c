package compare

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
)

// The orders of the account manager are told in names, and with them the default account.
func TestNamesTheAccountOrder(t *testing.T) {
	const manager = wms + `\Profiles\Cached\9375CFF0413111d3B88A00104B2A6676`
	mail := func(numbers string) string {
		return cached + "[" + manager + "\\00000002]\n\"clsid\"=\"{ED475412-B0D6-11D2-8C3B-00104B2A6676}\"\n\"Account Name\"=\"work\"\n" +
			"[" + manager + "]\n\"{ED475418-B0D6-11D2-8C3B-00104B2A6676}\"=hex:" + numbers + "\n"
	}
	const one, two, seven = "01,00,00,00", "02,00,00,00", "07,00,00,00"
	for name, c := range map[string]struct{ before, after, wantBefore, wantAfter string }{
		"another default": {one + "," + two, two + "," + one, `account 1 (pop3) "home", the default; account 2 (imap) "work"`, `account 2 (imap) "work", the default; account 1 (pop3) "home"`},
		"one less":        {one + "," + two, two, `account 1 (pop3) "home", the default; account 2 (imap) "work"`, `account 2 (imap) "work", the default`},
		"no such account": {one, seven + "," + one, `account 1 (pop3) "home", the default`, `account 7 (no such account); account 1 (pop3) "home"`},
		"ill-formed":      {one, "01,00", `account 1 (pop3) "home", the default`, "01 00"},
	} {
		t.Run(name, func(t *testing.T) {
			v := oneValue(t, Snapshots(taken(t, mail(c.before)), taken(t, mail(c.after))))
			require.Equal(t, "order of mail accounts", v.Name)
			require.Equal(t, hive.Text(c.wantBefore), v.Before)
			if name != "ill-formed" {
				require.Equal(t, hive.Text(c.wantAfter), v.After)
			} else {
				require.NotContains(t, string(v.After), "account")
			}
			require.Empty(t, v.Plus)
			require.Empty(t, v.Minus)
		})
	}
	added := oneValue(t, Snapshots(taken(t, strings.Replace(mail(one), `"{ED475418`, `"{other`, 1)), taken(t, strings.Replace(mail(one), `"{ED475418`, `"{other`, 1)+`"{ED475418-B0D6-11D2-8C3B-00104B2A6676}"=hex:`+one+"\n")))
	require.Equal(t, Added, added.Kind)
	require.Equal(t, hive.Text(`account 1 (pop3) "home", the default`), added.After)
}
