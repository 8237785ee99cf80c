package report

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/analyze"
	"mapihive/hive"
)

// hexOf is bytes as registry text has them.
func hexOf(b []byte) string {
	digits := make([]string, len(b))
	for i, c := range b {
		digits[i] = fmt.Sprintf("%02x", c)
	}
	return strings.Join(digits, ",")
}

// storeEID is the entry identifier of the PST at path, wrapped as MAPI does it, as registry text.
func storeEID(path hive.Text) string {
	return "00,00,00,00,38,a1,bb,10,05,e5,10,1a,a1,bb,08,00,2b,2a,56,c2,00,00,6d,73,70,73,74,2e,64,6c,6c,00,00,00,00,00," +
		"4e,49,54,41,f9,bf,b8,01,00,aa,00,37,d9,6e,00,00,00,00," + hexOf(hive.EncodeUTF16(path)) + ",00,00"
}

// Two PSTs, of which the first was moved, and accounts that deliver to them: by path and record key, by a stale
// path and a record key, by a path that is only written otherwise, by a record key alone, by two that disagree, by
// a stale path and the record key of a leftover.
var deliveries = strings.NewReplacer(
	"{new}", storeEID(`C:\Mail\new.pst`), "{old}", storeEID(`C:\Mail\old.pst`), "{other}", storeEID(`C:\Mail\other.pst`),
	"{same}", storeEID(`c:/mail/./NEW.pst`),
).Replace(`
[$16\Work\9207f3e0a3b11019908b08002b2a56c2]
"01023d0e"=hex:a1*16
"01023d00"=hex:b1*16,b2*16
[$16\Work\a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1]
"001f3d09"=utf16:"MSUPST MS"
"001f3d0a"=utf16:"mspst.dll"
"01023d00"=hex:b1*16,b2*16
[$16\Work\b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1]
"00033e03"=hex:21,00,00,00
"01023d0c"=hex:a1*16
"001f6700"=utf16:"C:\\Mail\\new.pst"
"01020ff9"=hex:c1*16
[$16\Work\b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2]
"00033e03"=hex:21,00,00,00
"01023d0c"=hex:a1*16
"001f6700"=utf16:"C:\\Mail\\other.pst"
"01020ff9"=hex:c2*16
[$16\Work\b3b3b3b3b3b3b3b3b3b3b3b3b3b3b3b3]
"00033e03"=hex:21,00,00,00
"001f6700"=utf16:"C:\\Mail\\leftover.pst"
"01020ff9"=hex:c3*16
[$16\Work\9375CFF0413111d3B88A00104B2A6676]
"{ED475418-B0D6-11D2-8C3B-00104B2A6676}"=hex:02,00,00,00,01,00,00,00,09,00,00,00
"{ED475420-B0D6-11D2-8C3B-00104B2A6676}"=hex:03,00,00,00
[$16\Work\9375CFF0413111d3B88A00104B2A6676\00000001]
"clsid"="{ED475411-B0D6-11D2-8C3B-00104B2A6676}"
"Account Name"="both"
"Delivery Store EntryID"=hex:{new}
"Delivery Folder EntryID"=hex:00,00,00,00,c1*16,82,80,00,00
[$16\Work\9375CFF0413111d3B88A00104B2A6676\00000002]
"clsid"="{ED475411-B0D6-11D2-8C3B-00104B2A6676}"
"Account Name"="stale"
"Delivery Store EntryID"=hex:{old}
"Delivery Folder EntryID"=hex:00,00,00,00,c1*16,82,80,00,00
[$16\Work\9375CFF0413111d3B88A00104B2A6676\00000003]
"clsid"="{ED475411-B0D6-11D2-8C3B-00104B2A6676}"
"Account Name"="written otherwise"
"Delivery Store EntryID"=hex:{same}
"Delivery Folder EntryID"=hex:00,00,00,00,c1*16,82,80,00,00
[$16\Work\9375CFF0413111d3B88A00104B2A6676\00000004]
"clsid"="{ED475411-B0D6-11D2-8C3B-00104B2A6676}"
"Account Name"="folder alone"
"Delivery Folder EntryID"=hex:00,00,00,00,c2*16,82,80,00,00
[$16\Work\9375CFF0413111d3B88A00104B2A6676\00000005]
"clsid"="{ED475415-B0D6-11D2-8C3B-00104B2A6676}"
"Account Name"="two stores"
"Delivery Store EntryID"=hex:{new}
"Delivery Folder EntryID"=hex:00,00,00,00,c2*16,82,80,00,00
[$16\Work\9375CFF0413111d3B88A00104B2A6676\00000006]
"clsid"="{ED475411-B0D6-11D2-8C3B-00104B2A6676}"
"Account Name"="of a leftover"
"Delivery Store EntryID"=hex:{old}
"Delivery Folder EntryID"=hex:00,00,00,00,c3*16,82,80,00,00
`)

func TestDelivery(t *testing.T) {
	sources := []analyze.Snapshot{built(t, "NTUSER.DAT", deliveries)}
	type where struct {
		to              hive.Text
		stale, disagree bool
	}
	var got []where
	for _, a := range analyze.Accounts(sources)[0].Accounts {
		got = append(got, where{a.DeliversTo, a.Stale, a.Disagree()})
	}
	require.Equal(t, []where{
		{`C:\Mail\new.pst`, false, false},
		{`C:\Mail\new.pst`, true, false},
		{`c:/mail/./NEW.pst`, false, false},
		{`C:\Mail\other.pst`, false, false},
		{`C:\Mail\new.pst`, false, true},
		{`C:\Mail\old.pst`, false, false},
	}, got)
	golden(t, "delivery.txt", writtenAs(t, Accounts(sources), "text"))
	golden(t, "delivery-tree.txt", writtenAs(t, Profiles(wholes(sources), false), "text"))
}

// What accounts says about cached mode is told in words; a bit of two is told as such.
func TestCachedModeInWords(t *testing.T) {
	for flags, want := range map[string]string{
		"84,09,00,00": "    Cached mode      on\n", "84,05,00,00": "    Cached mode      on, public folders too\n",
		"04,16,00,00": "    Cached mode      off\n", "04,01,00,00": "    Cached mode      not clear: one of two bits in PR_PROFILE_CONFIG_FLAGS\n", "": "",
	} {
		reg := "[$P\\A\\13dbb0c8aa05101a9bb000aa002fc45a]\n\"001e6602\"=\"EX1\"\n"
		if flags != "" {
			reg += "\"00036601\"=hex:" + flags + "\n"
		}
		sources := []analyze.Snapshot{built(t, "NTUSER.DAT", reg)}
		text := string(writtenAs(t, Accounts(sources), "text"))
		if want == "" {
			require.NotContains(t, text, "Cached mode")
			continue
		}
		require.Contains(t, text, want)
	}
}
