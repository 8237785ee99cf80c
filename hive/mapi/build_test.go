package mapi

import (
	"context"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/hivetest"
	"mapihive/hive/mapi/internal/mapitest"
	"mapihive/hive/mapi/prop"
	"mapihive/hive/regf"
)

// Homes of profiles in registry text.
const (
	regWMS   = `Software\Microsoft\Windows NT\CurrentVersion\Windows Messaging Subsystem`
	regWin9x = `Software\Microsoft\Windows Messaging Subsystem`
	reg15    = `Software\Microsoft\Office\15.0\Outlook`
	reg16    = `Software\Microsoft\Office\16.0\Outlook`
)

// shape is how an Outlook writes: since 2003 in Unicode, and multi-values by the width of its pointers.
type shape struct {
	name    string
	unicode bool
	width   int // of numbers in multi-value headers
}

var (
	shapeANSI = shape{"2000, ANSI, 32-bit", false, 4}
	shape32   = shape{"2003 to 16.0, 32-bit", true, 4}
	shape64   = shape{"2010 to 16.0, 64-bit", true, 8}
)

// reg is one value of a section as a line of registry text.
type reg string

func hexLine(name string, b []byte) reg {
	digits := make([]string, len(b))
	for i, c := range b {
		digits[i] = fmt.Sprintf("%02x", c)
	}
	return reg(fmt.Sprintf("%q=hex:%s", name, strings.Join(digits, ",")))
}

// text is a single string: 001f in REG_BINARY, or 001e in REG_SZ.
func (s shape) text(id uint16, t string) reg {
	if s.unicode {
		return hexLine(fmt.Sprintf("001f%04x", id), mapitest.UTF16(t))
	}
	return ansi(id, t)
}

func ansi(id uint16, t string) reg {
	return reg(fmt.Sprintf(`"001e%04x"="%s"`, id, strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(t)))
}

func long(id uint16, v uint32) reg {
	return hexLine(fmt.Sprintf("0003%04x", id), binary.LittleEndian.AppendUint32(nil, v))
}

func boolean(id uint16) reg { return hexLine(fmt.Sprintf("000b%04x", id), []byte{1, 0}) }

func binaryValue(id uint16, b []byte) reg { return hexLine(fmt.Sprintf("0102%04x", id), b) }

func uidList(id uint16, names ...string) reg {
	var b []byte
	for _, n := range names {
		uid := uidOf(n)
		b = append(b, uid[:]...)
	}
	return binaryValue(id, b)
}

// files is PR_SERVICE_SUPPORT_FILES, which stays ANSI in every generation.
func (s shape) files(names ...string) reg {
	return hexLine("101e3d0f", mapitest.MVText(s.width, each(names, func(n string) []byte { return []byte(n + "\x00") })...))
}

func (s shape) texts(id uint16, ts ...string) reg {
	return hexLine(fmt.Sprintf("101f%04x", id), mapitest.MVText(s.width, each(ts, mapitest.UTF16)...))
}

func (s shape) binaries(id uint16, bs ...[]byte) reg {
	return hexLine(fmt.Sprintf("1102%04x", id), mapitest.MVBinary(s.width, bs...))
}

func each[T, U any](in []T, f func(T) U) []U {
	var out []U
	for _, v := range in {
		out = append(out, f(v))
	}
	return out
}

// uidOf makes a section's name of a short one: letters and digits in place, zeros after. Full names of 32 digits
// stay what they are.
func uidOf(name string) prop.UID {
	if uid, ok := prop.ParseUID(hive.Text(name)); ok {
		return uid
	}
	var uid prop.UID
	if len(name) > copy(uid[:], name) {
		panic("name too long: " + name)
	}
	return uid
}

// hiveText is registry text under construction.
type hiveText struct{ strings.Builder }

// key opens a key with its values.
func (t *hiveText) key(path string, values ...reg) {
	fmt.Fprintf(t, "\n[%s]\n", path)
	for _, v := range values {
		fmt.Fprintf(t, "%s\n", v)
	}
}

// section opens a section of the profile at path.
func (t *hiveText) section(path, name string, values ...reg) {
	t.key(path+`\`+uidOf(name).String(), values...)
}

// Well-known sections.
const (
	rootSection     = "9207f3e0a3b11019908b08002b2a56c2"
	instanceSection = "8503020000000000c000000000000046"
	clientSection   = "0a0d020000000000c000000000000046"
	globalSection   = "13dbb0c8aa05101a9bb000aa002fc45a"
)

// instance is the section that holds PR_SEARCH_KEY.
func (t *hiveText) instance(path, key string) {
	t.section(path, instanceSection, uidList(idSearchKey, key))
}

func read(t testing.TB, text string) (Profiles, *regf.Hive) {
	t.Helper()
	h, err := regf.Read(context.Background(), hivetest.Build(t, text))
	require.NoError(t, err)
	ps, err := Read(context.Background(), h.View(), Options{Contents: true})
	require.NoError(t, err)
	return ps, h
}

// readOne reads a hive of one profile and asks for soundness: nothing is ill-formed in it.
func readOne(t testing.TB, text *hiveText) Whole {
	t.Helper()
	ps, h := read(t, text.String())
	require.Len(t, ps.Profiles, 1)
	require.Empty(t, h.Diagnostics())
	return ps.whole(0)
}

// wholes are the profiles with their contents.
func wholes(ps Profiles) (out []Whole) {
	for i := range ps.Profiles {
		out = append(out, ps.whole(i))
	}
	return out
}

func fromHex(s string) []byte {
	b, err := hex.DecodeString(s)
	if err != nil {
		panic(err)
	}
	return b
}

// pst writes a PST service and its provider as MAPI does: the path stands in the provider's section only.
func (t *hiveText) pst(s shape, path, service, provider, file, recordKey string, flags uint32) {
	name, eid := "MSUPST MS", mapitest.PSTEID(file)
	if !s.unicode {
		name, eid = "MSPST MS", mapitest.StoreEID("mspst.dll", mapitest.PST, []byte{0}, []byte(file+"\x00"))
	}
	t.section(path, service,
		s.text(idServiceDLL, "mspst.dll"), s.text(0x3D13, "{6485D262-C2AC-11D1-AD3E-10A0C911C9C0}"), s.files("mspst.dll"),
		s.text(idServiceEntry, "PSTServiceEntry"), long(idResourceFlags, 0x20), s.text(idServiceName, name),
		s.text(idDisplayName, "Outlook Data File"), uidList(idStoreProviders, provider))
	t.section(path, provider,
		binaryValue(idMDBProvider, mapitest.PST[:]), s.text(idProviderDLL, "mspst.dll"), s.text(0x3D13, "{6485D262-C2AC-11D1-AD3E-10A0C911C9C0}"),
		long(idResourceType, 33), long(idResourceFlags, flags), s.text(idDisplayName, "Outlook Data File"),
		s.text(0x3006, "Outlook Data File"), uidList(idServiceUID, service), s.text(idServiceName, name),
		long(0x6770, 0x80000000), long(0x6702, 0x10000000), binaryValue(idEntryID, eid), s.text(idPSTPath, file),
		uidList(idRecordKey, recordKey))
}

// contab writes the Outlook Address Book with one contact folder of a store.
func (t *hiveText) contab(s shape, path, service, provider, file, recordKey string) {
	t.section(path, service,
		s.text(idServiceDLL, "contab.dll"), s.text(0x3D13, "{6485D266-C2AC-11D1-AD3E-10A0C911C9C0}"), s.files("contab.dll"),
		s.text(idServiceEntry, "ServiceEntry"), long(idResourceFlags, 0x22), s.text(idServiceName, "CONTAB"),
		s.text(idDisplayName, "Outlook Address Book"), uidList(idABProviders, provider))
	folders := mapitest.FolderEID(uidOf(recordKey), 0x8142)
	t.section(path, provider,
		s.text(idProviderDLL, "contab.dll"), long(idResourceType, 35), s.text(0x3006, "Outlook Address Book"),
		uidList(idServiceUID, service), s.text(idServiceName, "CONTAB"), s.text(idDisplayName, "Outlook Address Book"),
		long(idResourceFlags, 0), uidList(0x6601, "contab-uid"), s.binaries(idContabFolders, folders),
		hexLine("10036621", []byte{0x0f, 1, 4, 0x80}), hexLine("10036625", []byte{1, 0, 0, 0}),
		s.texts(0x6629, "Contacts"), s.binaries(0x6626, mapitest.PSTEID(file)),
		hexLine("101e6622", mapitest.MVText(s.width, []byte("Outlook Data File\x00"))),
		hexLine("101e6623", mapitest.MVText(s.width, []byte("Contacts\x00"))),
		hexLine("101e6624", mapitest.MVText(s.width, []byte("Contacts\x00"))))
}

// contactEID is an identifier of the Outlook Address Book around a contact folder.
func contactEID(recordKey string, nid uint32) []byte {
	b := append(make([]byte, 4), mapitest.Contab[:]...)
	b = append(b, 3, 0, 0, 0, 3, 0, 0, 0)
	b = append(b, make([]byte, 16)...)
	return append(b, mapitest.FolderEID(uidOf(recordKey), nid)...)
}

// pstProfile is a whole profile as Outlook makes it for a PST.
func (t *hiveText) pstProfile(s shape, path, file, recordKey string) {
	t.section(path, clientSection, boolean(0x0413), s.binaries(0x039B, mapitest.PSTEID(file)))
	t.section(path, globalSection)
	t.section(path, "3517490d76624c419a828607e2a54604", s.text(0x6000, "Outlook"))
	t.contab(s, path, "svc-contab", "prv-contab", file, recordKey)
	t.pst(s, path, "svc-pst", "prv-pst", file, recordKey, 2)
	t.instance(path, "i "+path[strings.LastIndexByte(path, '\\')+1:])
	t.section(path, rootSection,
		uidList(idABProviders, "prv-contab"), uidList(idServices, "svc-contab", "svc-pst"), uidList(idStoreProviders, "prv-pst"),
		s.binaries(idABSearchPath, contactEID(recordKey, 0x8142)))
	t.accounts(path, map[string][]uint32{"18": {}, "19": {1}, "20": {2}},
		account(1, "14", reg(`"Service Name"="CONTAB"`), namedUID("Service UID", "svc-contab"), namedUID("Preferences UID", "prefs1")),
		account(2, "14", reg(`"Service Name"="MSUPST MS"`), namedUID("Service UID", "svc-pst"), namedUID("Preferences UID", "prefs2")))
	t.section(path, "prefs1", s.text(idDisplayName, "AcctSettings0001"))
	t.section(path, "prefs2", s.text(idDisplayName, "AcctSettings0002"))
	t.section(path, "f86ed2903a4a11cfb57e524153480001", hexLine("00486002", make([]byte, 16)))
}

// accountText is one account's key: its number and values.
type accountText struct {
	id     uint32
	values []reg
}

// account has the class whose GUID starts {ED4754..}, by its last two digits, or a whole GUID.
func account(id uint32, class string, values ...reg) accountText {
	if len(class) == 2 {
		class = "{ED4754" + class + "-B0D6-11D2-8C3B-00104B2A6676}"
	}
	return accountText{id, append([]reg{reg(fmt.Sprintf(`"clsid"=%q`, class)), reg(fmt.Sprintf(`"Mini UID"=dword:%08x`, 0x1000+id))}, values...)}
}

func namedUID(name, uid string) reg {
	u := uidOf(uid)
	return hexLine(name, u[:])
}

// accounts writes the account manager's section with its orders, by the digits of their GUIDs.
func (t *hiveText) accounts(path string, orders map[string][]uint32, accounts ...accountText) {
	section := path + `\` + prop.AccountsName
	var values []reg
	for _, which := range []string{"18", "19", "20"} {
		ids, ok := orders[which]
		if !ok {
			continue
		}
		var b []byte
		for _, id := range ids {
			b = binary.LittleEndian.AppendUint32(b, id)
		}
		values = append(values, hexLine("{ED4754"+which+"-B0D6-11D2-8C3B-00104B2A6676}", b))
	}
	t.key(section, append(values, hexLine("LastChangeVer", []byte{9, 0, 0, 0, 0, 0, 0, 0}), reg(`"NextAccountID"=dword:00000009`))...)
	for _, a := range accounts {
		t.key(fmt.Sprintf(`%s\%08x`, section, a.id), a.values...)
	}
}
