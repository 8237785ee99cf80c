package mapi

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
)

func TestModules(t *testing.T) {
	s := shape64
	wrapped := func(dll string) []byte {
		b := append([]byte{0, 0, 0, 0}, fromHex("38a1bb1005e5101aa1bb08002b2a56c2")...)
		b = append(append(b, 0, 0), dll...)
		b = append(b, 0)
		for len(b)%4 != 0 {
			b = append(b, 0)
		}
		return append(append(b, 0, 0, 0, 0), bytes.Repeat([]byte{0x11}, 16)...)
	}
	text, path := emptyProfile(uidList(idServices, "svc"), uidList(idStoreProviders, "store"))
	text.section(path, "svc", s.text(idServiceName, "Acme"), s.text(idServiceDLL, "acmecfg.dll"), uidList(idStoreProviders, "store"))
	text.section(path, "store", long(idResourceType, 33), s.text(idProviderDLL, "acme.dll"), s.text(idServiceInstall, "{1}"), uidList(idServiceUID, "svc"), binaryValue(idEntryID, wrapped("acme.dll")))
	text.section(path, "pst", long(idResourceType, 33), s.text(idProviderDLL, "MSPST32.DLL"))
	text.section(path, "users", long(idResourceType, 33), s.text(idProviderDLL, `C:\Users\a\mspst.dll`))
	text.section(path, "temp", ansi(idProviderDLL, "half.dll"))
	text.section(path, "settings", s.binaries(0x039B, wrapped("other.dll"), wrapped("mspst.dll"), wrapped("OTHER.DLL")))
	p := readOne(t, text)
	var got []string
	for _, m := range p.Modules {
		line := string(m.DLL) + " " + string(m.From) + " " + string(m.Service) + " " + string(m.InstallID)
		if m.Listed {
			line += " listed"
		}
		got = append(got, line)
		require.Equal(t, m.DLL, m.Fact.Text)
		require.NotZero(t, m.Fact.Offset)
	}
	require.ElementsMatch(t, []string{
		"acmecfg.dll service Acme  listed", "acme.dll provider Acme {1} listed", `C:\Users\a\mspst.dll provider  `, "half.dll provider  ", "other.dll entry-id  ",
	}, got)
}

// Real profiles name nothing but Microsoft's own.
func TestRealProfilesHaveNoOtherModules(t *testing.T) {
	for _, path := range []string{real2010, real2016} {
		ps, _ := readReal(t, path)
		for i := range ps.Profiles {
			require.Empty(t, ps.Profiles[i].Modules, path)
			require.Empty(t, ps.Profiles[i].Inconsistencies, path)
		}
	}
}

func TestModuleName(t *testing.T) {
	for in, want := range map[hive.Text]string{
		"mspst.dll": "MSPST.DLL", "MSPST32.DLL": "MSPST.DLL", "a32.b32.dll": "A.B32.DLL", `C:\x\mspst32.dll`: "MSPST.DLL", "x/y.dll": "Y.DLL",
		"C:mspst.dll": "MSPST.DLL", "mspst32": "MSPST32", "": "", ".dll": ".DLL", `C:\`: "",
	} {
		require.Equal(t, want, ModuleName(in), in)
	}
}

// A value full of what looks like entry identifiers does not grow the profile without a bound.
func TestModulesAreBounded(t *testing.T) {
	var b bytes.Buffer
	for i := range 3 * maxModules {
		b.Write([]byte{0, 0, 0, 0})
		b.Write(fromHex("38a1bb1005e5101aa1bb08002b2a56c2"))
		b.Write([]byte{0, 0, 'a' + byte(i%26), 'a' + byte(i/26%26), 'a' + byte(i/26/26%26), 0, 0, 0})
		b.Write(bytes.Repeat([]byte{0x11}, 24))
	}
	text, path := emptyProfile()
	text.section(path, "settings", binaryValue(0x039B, b.Bytes()))
	require.Len(t, readOne(t, text).Modules, maxModules)
}
