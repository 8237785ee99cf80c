package mapi

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/hivetest"
	"mapihive/hive/regf"
)

// TestFaults: what MAPI and Outlook cannot follow, each beside what they can.
func TestFaults(t *testing.T) {
	const (
		root    = "9207f3e0a3b11019908b08002b2a56c2"
		manager = "9375CFF0413111d3B88A00104B2A6676"
		service = "[S\\b1015c1e7d40b84f9a3e60d2f7eb01b1]\n\"001f3d0a\"=utf16:\"mspst.dll\"\n\"01023d00\"=hex:c1*16\n" +
			"[S\\c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1]\n\"001f300a\"=utf16:\"mspst.dll\"\n"
		uid   = "hex:b1,01,5c,1e,7d,40,b8,4f,9a,3e,60,d2,f7,eb,01,b1"
		lists = "[S\\" + root + "]\n\"01023d0e\"=" + uid + "\n\"01023d00\"=hex:c1*16\n"
		order = "[S\\" + manager + "]\n\"{ED475418-B0D6-11D2-8C3B-00104B2A6676}\"=hex:"
		one   = "[S\\" + manager + "\\00000001]\n\"Account Name\"=\"a\"\n"
	)
	for name, c := range map[string]struct {
		reg  string
		want []string
	}{
		"whole":                      {service + lists, nil},
		"no section at all":          {"[S]\n", nil}, // Profile.Empty
		"no root section":            {service, []string{"no-root-section  "}},
		"no list of services":        {service + "[S\\" + root + "]\n\"01023d00\"=hex:c1*16\n", []string{"no-list services "}},
		"no list of stores":          {service + "[S\\" + root + "]\n\"01023d0e\"=" + uid + "\n", []string{"no-list store-providers "}},
		"services without a store":   {"[S\\b1015c1e7d40b84f9a3e60d2f7eb01b1]\n\"001f3d0a\"=utf16:\"contab.dll\"\n[S\\" + root + "]\n\"01023d0e\"=" + uid + "\n", nil},
		"empty lists":                {service + "[S\\" + root + "]\n\"01023d0e\"=hex:\n\"01023d00\"=hex:\n", []string{"empty-list services "}},
		"an empty list of stores":    {service + "[S\\" + root + "]\n\"01023d0e\"=" + uid + "\n\"01023d00\"=hex:\n", []string{"empty-list store-providers "}},
		"a list of another type":     {service + "[S\\" + root + "]\n\"01023d0e\"=dword:1\n\"01023d00\"=\"x\"\n", []string{"ill-typed-list services REG_DWORD", "ill-typed-list store-providers REG_SZ"}},
		"zeros at the end of a list": {service + lists[:len(lists)-1] + "," + "00*16\n", []string{"blank-entry store-providers "}},
		"FF in a list":               {service + strings.Replace(lists, "hex:c1*16", "hex:ff*16,c1*16", 1), []string{"blank-entry store-providers "}},
		"an account's service":       {service + lists + one + "\"Service UID\"=" + uid + "\n", nil},
		"an account's lost service":  {service + lists + one + "\"Service UID\"=hex:77*16\n", []string{"account-without-service  "}},
		"an account without service": {service + lists + one + "\"Service UID\"=hex:00*16\n", nil},
		"orders of accounts":         {service + lists + order + "01,00,00,00\n" + one, nil},
		"an order without account":   {service + lists + order + "01,00,00,00,02,00,00,00,02,00,00,00\n" + one, []string{"order-without-account mail 2 false"}},
		"bytes in the other order":   {service + lists + order + "00,00,00,01\n" + one, []string{"order-without-account mail 16777216 true"}},
	} {
		t.Run(name, func(t *testing.T) {
			reg := strings.ReplaceAll(c.reg, "[S", "["+reg16+"\\Profiles\\P")
			h, err := regf.Read(t.Context(), hivetest.Build(t, reg))
			require.NoError(t, err)
			ps, err := Read(t.Context(), h.View(), Options{})
			require.NoError(t, err)
			require.Len(t, ps.Profiles, 1)
			var got []string
			for _, f := range ps.Profiles[0].Faults {
				what := f.Type
				if f.Kind == OrderWithoutAccount {
					what = fmt.Sprint(f.Number, " ", f.Reversed)
				}
				got = append(got, fmt.Sprintf("%s %s %s", f.Kind, f.List, what))
				require.NotEmpty(t, f.Fact.Key)
				require.NotZero(t, f.Fact.Offset)
			}
			require.Equal(t, c.want, got)
			require.Empty(t, ps.Profiles[0].Missing)
		})
	}
}

// A number is no name: the default is shown and names no profile.
func TestDefaultOfAnotherType(t *testing.T) {
	h, err := regf.Read(t.Context(), hivetest.Build(t, "["+reg16+"]\n\"DefaultProfile\"=dword:1\n["+reg16+"\\Profiles\\1]\n"))
	require.NoError(t, err)
	ps, err := Read(t.Context(), h.View(), Options{})
	require.NoError(t, err)
	require.Equal(t, "REG_DWORD", ps.Roots[0].DefaultType)
	require.Equal(t, hive.Text("1"), ps.Roots[0].DefaultProfile.Text)
	require.False(t, ps.Profiles[0].Default)
}
