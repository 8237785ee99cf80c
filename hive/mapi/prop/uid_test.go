package prop

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
)

func TestParseUID(t *testing.T) {
	u, ok := ParseUID("13DBB0C8AA05101A9bb000aa002fc45a")
	require.True(t, ok)
	require.Equal(t, UID{0x13, 0xDB, 0xB0, 0xC8, 0xAA, 0x05, 0x10, 0x1A, 0x9B, 0xB0, 0x00, 0xAA, 0x00, 0x2F, 0xC4, 0x5A}, u)
	require.Equal(t, "13dbb0c8aa05101a9bb000aa002fc45a", u.String())
	require.Equal(t, "{C8B0DB13-05AA-1A10-9BB0-00AA002FC45A}", u.GUID())
	require.Equal(t, "Exchange global section", u.Name())

	b, err := json.Marshal(u)
	require.NoError(t, err)
	require.Equal(t, `"13dbb0c8aa05101a9bb000aa002fc45a"`, string(b))
	var back UID
	require.NoError(t, json.Unmarshal(b, &back))
	require.Equal(t, u, back)
	require.Error(t, json.Unmarshal([]byte(`"13"`), &back))

	for _, bad := range []hive.Text{"", "13", "13dbb0c8aa05101a9bb000aa002fc45", "13dbb0c8aa05101a9bb000aa002fc45aa", "{3dbb0c8aa05101a9bb000aa002fc45}", "13dbb0c8aa05101a9bb000aa002fc4\uFF11"} {
		_, ok := ParseUID(bad)
		require.False(t, ok, "%s", bad)
	}
}

func TestWellKnownUIDs(t *testing.T) {
	require.Empty(t, UID{}.Name(), "a slip in the table's digits would give the zero UID a name")
	require.Equal(t, "PST store", uidPST.Name())
	require.Equal(t, "4e495441f9bfb80100aa0037d96e0000", uidPST.String())
	require.Equal(t, 24, len(knownUIDs)+len(settingsSections), "two rows with the same digits would be one")
}

func TestAccountList(t *testing.T) {
	require.Equal(t, "mail", AccountList("{ED475418-B0D6-11D2-8C3B-00104B2A6676}"))
	require.Equal(t, "address-book", AccountList("{ed475419-b0d6-11d2-8c3b-00104b2a6676}"))
	require.Equal(t, "store", AccountList("{ED475420-B0D6-11D2-8C3B-00104B2A6676}"))
	require.Empty(t, AccountList("LastChangeVer"))
}
