package ntuser

import (
	"encoding/binary"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive/hivetest"
)

const (
	alice  = "S-1-5-21-1004336348-1177238915-682003330-1001"
	bob    = "S-1-5-21-1004336348-1177238915-682003330-1002"
	entra  = "S-1-12-1-1943430372-1249052806-2496021943-3034400218"
	system = "S-1-5-18"
	admins = "S-1-5-32-544"
)

func TestIsAccount(t *testing.T) {
	for sid, want := range map[string]bool{
		alice: true, entra: true,
		"S-1-5-21-1-2-3-500":          true,  // Administrator
		"S-1-5-21-1-2-3-501":          true,  // Guest
		"S-1-5-21-1-2-3-512":          false, // Domain Admins
		"S-1-5-21-1-2-3-513":          false, // Domain Users
		"S-1-5-21-1-2-3":              false, // a domain
		"S-1-5-21-1-2-3-1001-5":       false,
		"S-1-5-21-1-2-3-1001_Classes": false,
		"S-1-5-21-1-2-3-01001":        false,
		"S-1-5-21-1-2-3-4294967296":   false,
		"S-1-5-21-1-2-3-":             false,
		"s-1-5-21-1-2-3-1001":         false,
		system:                        false,
		admins:                        false,
		"S-1-5-80-1-2-3-4-5":          false, // a service
		"S-1-15-2-1-2-3-4-5-6-7":      false, // an app container
		"S-1-12-1-1-2-3":              false,
		"":                            false,
		"S-1":                         false,
		"S-1-5-21-1-2-3-1001\\x":      false,
		"S-1-5-21-" + strings.Repeat("1-", 20000): false,
	} {
		require.Equal(t, want, isAccount(sid), "%.60s", sid)
	}
}

// ace is an entry of a list; its size is the right one unless given.
type ace struct {
	typ, flags byte
	size       int
	mask       uint32
	sid        string
}

func sidBytes(text string) []byte {
	part := strings.Split(text, "-")
	b := []byte{1, byte(len(part) - 3), 0, 0, 0, 0, 0, 0}
	authority, _ := strconv.Atoi(part[2])
	b[7] = byte(authority)
	for _, p := range part[3:] {
		n, _ := strconv.ParseUint(p, 10, 32)
		b = binary.LittleEndian.AppendUint32(b, uint32(n))
	}
	return b
}

// descriptorOf lays a descriptor out as Windows does: header, DACL, owner.
func descriptorOf(owner string, aces ...ace) []byte {
	var list []byte
	for _, a := range aces {
		sid := sidBytes(a.sid)
		size := a.size
		if size == 0 {
			size = aceFixed + len(sid)
		}
		list = append(list, a.typ, a.flags)
		list = binary.LittleEndian.AppendUint16(list, uint16(size))
		list = binary.LittleEndian.AppendUint32(list, a.mask)
		list = append(list, sid...)
	}
	le := binary.LittleEndian
	b := []byte{1, 0}
	b = le.AppendUint16(b, descriptorSelfRelative|descriptorDACL)
	b = le.AppendUint32(b, uint32(descriptorFixed+aclFixed+len(list)))
	b = le.AppendUint32(b, 0)
	b = le.AppendUint32(b, 0)
	b = le.AppendUint32(b, descriptorFixed)
	b = append(b, 2, 0)
	b = le.AppendUint16(b, uint16(aclFixed+len(list)))
	b = le.AppendUint16(b, uint16(len(aces)))
	b = le.AppendUint16(b, 0)
	b = append(b, list...)
	return append(b, sidBytes(owner)...)
}

func TestParseAccess(t *testing.T) {
	full := func(sid string) ace { return ace{mask: keyAllAccess, sid: sid} }
	for name, tc := range map[string]struct {
		sd    []byte
		owner string
		full  []string
		err   error
	}{
		"as Windows writes it":   {sd: descriptorOf(admins, full(alice), full(system), full(admins)), owner: admins, full: []string{alice, system, admins}},
		"listed twice":           {sd: descriptorOf(alice, full(alice), full(alice)), owner: alice, full: []string{alice}},
		"generic all":            {sd: descriptorOf(admins, ace{mask: genericAll, sid: alice}), owner: admins, full: []string{alice}},
		"read only":              {sd: descriptorOf(admins, ace{mask: 0x20019, sid: alice}), owner: admins},
		"all but one right":      {sd: descriptorOf(admins, ace{mask: keyAllAccess &^ 1, sid: alice}), owner: admins},
		"denied":                 {sd: descriptorOf(admins, ace{typ: 1, mask: keyAllAccess, sid: alice}), owner: admins},
		"for subkeys only":       {sd: descriptorOf(admins, ace{flags: aceInheritOnly, mask: genericAll, sid: alice}), owner: admins},
		"empty list":             {sd: descriptorOf(admins), owner: admins},
		"object entry":           {sd: descriptorOf(admins, ace{typ: 5, mask: keyAllAccess, sid: alice}, full(bob)), owner: admins, full: []string{bob}},
		"no bytes":               {err: errDescriptor},
		"revision 2":             {sd: with(descriptorOf(alice), 0, 2), err: errDescriptor},
		"absolute":               {sd: with(descriptorOf(alice), 3, 0), err: errDescriptor},
		"no owner":               {sd: with(descriptorOf(alice), 4, 0)},
		"owner outside":          {sd: with(descriptorOf(alice, full(bob)), 7, 0xFF), full: []string{bob}, err: errOwner},
		"owner cut":              {sd: cut(descriptorOf(alice, full(bob)), 1), full: []string{bob}, err: errOwner},
		"owner of 16 parts":      {sd: with(descriptorOf(alice), 28+1, 16), err: errOwner},
		"list outside":           {sd: with(descriptorOf(alice), 19, 0xFF), owner: alice, err: errACL},
		"list longer than all":   {sd: with(descriptorOf(alice), 23, 0xFF), owner: alice, err: errACL},
		"list shorter than head": {sd: with(descriptorOf(alice), 22, 7), owner: alice, err: errACL},
		"list of revision 9":     {sd: with(descriptorOf(alice), 20, 9), owner: alice, err: errACL},
		"too many announced":     {sd: with(descriptorOf(alice, full(bob)), 24, 2), owner: alice, full: []string{bob}, err: errACE},
		"entry of size 0":        {sd: with(descriptorOf(alice, full(bob)), 30, 0), owner: alice, err: errACE},
		"entry of size 7":        {sd: descriptorOf(alice, ace{size: 7, mask: keyAllAccess, sid: bob}), owner: alice, err: errACE},
		"entry leaves the list":  {sd: descriptorOf(alice, ace{size: 500, mask: keyAllAccess, sid: bob}), owner: alice, err: errACE},
		"entry without a SID":    {sd: descriptorOf(alice, ace{size: 8, mask: keyAllAccess, sid: bob}), owner: alice, err: errACE},
	} {
		t.Run(name, func(t *testing.T) {
			a, err := parseAccess(tc.sd)
			require.ErrorIs(t, err, tc.err)
			require.Equal(t, access{tc.owner, tc.full}, a)
		})
	}
}

func TestParseAccessKeepsOnlySoMany(t *testing.T) {
	var aces []ace
	for i := range 100 {
		aces = append(aces, ace{mask: keyAllAccess, sid: "S-1-5-21-1-2-3-" + strconv.Itoa(1000+i)})
	}
	a, err := parseAccess(descriptorOf(system, aces...))
	require.ErrorIs(t, err, errFull)
	require.Len(t, a.full, maxFull)
}

func with(b []byte, at int, v byte) []byte { b[at] = v; return b }

func cut(b []byte, n int) []byte { return b[:len(b)-n] }

func FuzzSecurityDescriptor(f *testing.F) {
	f.Add(descriptorOf(admins, ace{mask: keyAllAccess, sid: alice}, ace{mask: keyAllAccess, sid: system}))
	f.Add(descriptorOf(entra))
	f.Fuzz(func(t *testing.T, sd []byte) {
		a, _ := parseAccess(sd)
		require.LessOrEqual(t, len(a.full), maxFull)
		for _, sid := range append(a.full, a.owner) {
			if sid != "" {
				require.Regexp(t, `^S-1-\d+(-\d+){0,15}$`, sid)
			}
		}
	})
}

func TestSIDs(t *testing.T) {
	storage := `[Software\Microsoft\Protected Storage System Provider\` + alice + "]\n"
	for name, tc := range map[string]struct {
		reg  string
		want []string
		sid  string
	}{
		"the root key":               {reg: ";@ owner " + alice + "\n[\\]\n", want: []string{alice + " high"}, sid: alice},
		"Entra ID":                   {reg: ";@ owner " + entra + "\n[\\]\n", want: []string{entra + " high"}, sid: entra},
		"keys below the root":        {reg: "[Software]\n;@ owner " + alice + "\n[Network]\n", want: []string{alice + " medium"}, sid: alice},
		"a key's name alone":         {reg: storage, want: []string{alice + " low"}, sid: alice},
		"a key's name agrees":        {reg: ";@ owner " + alice + "\n[\\]\n" + storage, want: []string{alice + " high"}, sid: alice},
		"a key's name of another":    {reg: ";@ owner " + bob + "\n[\\]\n" + storage, want: []string{bob + " high", alice + " low"}, sid: bob},
		"several keys below":         {reg: ";@ owner " + alice + "\n[A]\n;@ owner " + bob + "\n[B]\n", want: []string{alice + " low", bob + " low"}},
		"several, one with a name":   {reg: ";@ owner " + bob + "\n[A]\n;@ owner " + alice + "\n[B]\n" + storage, want: []string{alice + " medium", bob + " low"}, sid: alice},
		"only groups and the system": {reg: ";@ owner S-1-5-21-1-2-3-512\n[\\]\n"},
		"names that are no accounts": {reg: `[Software\Microsoft\Protected Storage System Provider\S-1-5-18]` + "\n" + `[Software\Microsoft\Protected Storage System Provider\x]` + "\n"},
	} {
		t.Run(name, func(t *testing.T) {
			c := read(t, tc.reg)
			require.Equal(t, tc.want, texts(c.SIDs))
			sid, _ := c.SID()
			require.Equal(t, tc.sid, string(sid.Text))
		})
	}
}

// setOwner changes the owner in the root key's descriptor, which stands before the group (SYSTEM) at
// its end, and leaves the list as it is.
func setOwner(image []byte, l *hivetest.Layout, sid string) {
	b := image[l.Body(l.Keys[""].Security)+20:]
	copy(b[binary.LittleEndian.Uint32(b[4:]):], sidBytes(sid))
}

func TestRootOwnerAgainstFullControl(t *testing.T) {
	image, l := hivetest.BuildLayout(t, ";@ owner "+alice+"\n[\\]\n")
	setOwner(image, l, bob)
	c, _ := readImage(t, image)
	require.Equal(t, []string{alice + " low", bob + " low"}, texts(c.SIDs))
	_, ok := c.SID()
	require.False(t, ok, "of two accounts none is guessed")
	require.Equal(t, "full control "+alice, string(c.SIDs[0].Facts[0].Text))
	require.Equal(t, "owner "+bob, string(c.SIDs[1].Facts[0].Text))
}

func TestDamagedDescriptorIsNamed(t *testing.T) {
	image, l := hivetest.BuildLayout(t, ";@ owner "+alice+"\n[\\]\n")
	image[l.Body(l.Keys[""].Security)+20+22] = 3 // size of the list
	image[l.Body(l.Keys[""].Security)+20+23] = 0
	c, h := readImage(t, image)
	require.Equal(t, []string{alice + " medium"}, texts(c.SIDs), "the owner alone")
	require.Contains(t, h.Diagnostics()[0].Message, errACL.Error())
}
