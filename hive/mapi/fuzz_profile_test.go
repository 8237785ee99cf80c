package mapi

import (
	"context"
	"encoding/json"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/hivetest"
	"mapihive/hive/mapi/internal/mapitest"
	"mapihive/hive/mapi/prop"
	"mapihive/hive/regf"
	"mapihive/hive/regf/lost"
	"mapihive/hive/secret"
)

// profileSeed is a hive with a live and a deleted profile and such that are kept aside, an Exchange account and a
// leftover.
func profileSeed(f *testing.F) []byte {
	t := &hiveText{}
	t.key(reg16, reg(`"DefaultProfile"="Work"`))
	path := reg16 + `\Profiles\Work`
	t.pstProfile(shape64, path, `C:\Mail\work.pst`, "key")
	t.section(path, "settings", exchangeSettingsText(shape64)...)
	t.section(path, "ex", shape64.text(idServiceName, "MSEMS"), shape64.text(idServiceDLL, "emsmdb.dll"), uidList(idEmsmdbSection, "settings"), uidList(idStoreProviders, "private"))
	t.section(path, "private", exchangeProvider(shape64, "ex", "settings", 33, 6, long(idProfileType, 1))...)
	t.deletedProfile(shape32, reg16+`\Profiles\Old`, `C:\Mail\old.pst`, "old-key")
	t.pstProfile(shape64, reg16+`\Kept\Work`, `C:\Mail\work.pst`, "key")
	t.deletedProfile(shape64, `Software\Kept\Old`, `C:\Mail\old.pst`, "old-key")
	return hivetest.Build(f, t.String())
}

// Whatever stands in the bins: reading ends, gives the same twice, and shows no secret.
func FuzzProfile(f *testing.F) {
	seed := profileSeed(f)
	f.Add([]byte{}, uint32(0), uint64(0))
	for at := 4096; at < len(seed); at += 509 {
		f.Add([]byte("\xFF\xFF\xFF\x7F"), uint32(at), uint64(at)*0x9E3779B97F4A7C15)
	}
	f.Add(mapitest.PSTEID(`C:\x.pst`), uint32(8192), uint64(1))
	f.Fuzz(func(t *testing.T, patch []byte, at uint32, more uint64) {
		img := slices.Clone(seed)
		copy(img[4096+int(at)%(len(img)-4096):], patch)
		for ; more != 0; more >>= 16 { // and a few single bytes: place and value from one number
			img[4096+int(more%0x10000)*7%(len(img)-4096)] ^= byte(more>>8) | 1
		}
		hivetest.Seal(img)
		h, err := regf.Read(context.Background(), img)
		if err != nil {
			return
		}
		checkHive(t, h)
	})
}

// FuzzAccounts gives the account manager any values under its usual names.
func FuzzAccounts(f *testing.F) {
	names := []hive.Text{
		"clsid", "Service UID", "Service Name", "Preferences UID", "XP Provider UID", "Account Name", "POP3 Server", "POP3 Password", "Delivery Store EntryID",
		"Delivery Folder EntryID", "EAS Server URL", "{ED475418-B0D6-11D2-8C3B-00104B2A6676}", "{ED475420-B0D6-11D2-8C3B-00104B2A6676}", "001f6700", "anything",
	}
	for i := range names {
		f.Add(uint8(i), uint32(hive.RegBinary), mapitest.UTF16("alice"), mapitest.PSTEID(`C:\a.pst`))
	}
	f.Add(uint8(1), uint32(hive.RegBinary), make([]byte, 16), mapitest.FolderEID(mapitest.RecordKey, 1))
	f.Fuzz(func(t *testing.T, which uint8, typ uint32, data, more []byte) {
		i := int(which)
		account := Key{Name: "00000001", Values: []prop.Value{
			{Name: names[i%len(names)], Type: hive.ValueType(typ), Data: data},
			{Name: names[(i/len(names)+i)%len(names)], Type: hive.RegBinary, Data: more},
		}}
		manager := Key{Name: prop.AccountsName, Subkeys: []Key{account, account}, Values: slices.Clone(account.Values)}
		store := sectionKey(prop.UID{1}, longValue(idResourceType, 33), binaryOf("01020fff", more), binaryOf("01020ff9", data))
		p, _ := build(Key{Name: "P", Path: "P", Subkeys: []Key{manager, store}}, "16.0", nil)
		require.Len(t, p.Accounts, 2)
		checkProfile(t, p)
	})
}

func checkHive(t *testing.T, h *regf.Hive) {
	var candidates Candidates
	_, err := h.Verify(context.Background(), regf.Watch{Chars: SectionNameChars, Found: candidates.Add})
	require.NoError(t, err)
	opt := Options{Contents: true, Candidates: &candidates}
	ps, err := Read(context.Background(), h.View(), opt)
	require.NoError(t, err)
	again, err := Read(context.Background(), h.View(), opt)
	require.NoError(t, err)
	require.Equal(t, mustJSON(t, ps), mustJSON(t, again))
	require.Empty(t, Changes(ps, again))
	for i := range ps.Profiles {
		p := ps.whole(i)
		checkProfile(t, p)
		require.Equal(t, p.Kind != "" && p.Kind != SavedPart, p.State == hive.KeptAside)
	}
	rec, err := lost.Recover(context.Background(), h)
	require.NoError(t, err)
	for _, p := range wholes(Recovered(h.View(), rec, opt)) {
		require.Equal(t, hive.Recovered, p.State)
		require.NotEmpty(t, p.Notes)
		checkProfile(t, p)
	}
}

func mustJSON(t *testing.T, v any) string {
	b, err := json.Marshal(v)
	require.NoError(t, err)
	return string(b)
}

// checkProfile asks for what holds in every profile.
func checkProfile(t *testing.T, p Whole) {
	have := map[prop.UID]bool{}
	for i := range p.Sections {
		have[p.Sections[i].UID] = true
	}
	for _, uids := range [][]prop.UID{p.Order.Stores, p.Order.AddressBooks, p.Order.Transports, p.UnlistedSections} {
		for _, uid := range uids {
			require.True(t, have[uid])
		}
	}
	if d := p.Order.DefaultStore; !d.IsZero() {
		require.Contains(t, p.Order.Stores, d)
	}
	for _, m := range p.Missing {
		require.False(t, have[m.UID], "missing and there")
	}
	for _, r := range p.Paths {
		require.NotEmpty(t, r.Path)
		require.Contains(t, []PathSource{SourceProvider, SourceEntryID, SourceAccount, SourceSettings, SourceUnlisted}, r.Source)
	}
	allProperties(p, func(_ Role, _ *Key, v *prop.Property) {
		if d := v.Display(); v.Secret {
			require.Equal(t, secret.Stored, d)
		}
	})
	for i := range p.Accounts {
		a := &p.Accounts[i]
		require.LessOrEqual(t, a.Secrets, len(p.AccountValues[i]))
		require.LessOrEqual(t, len(a.SecretValues), a.Secrets)
		require.Len(t, a.ServerValues, len(a.Servers))
		require.Len(t, a.UserValues, len(a.Users))
		require.False(t, a.Default && a.MailPosition != 1)
		if s := a.Store; !s.IsZero() {
			require.True(t, have[s])
		}
	}
}
