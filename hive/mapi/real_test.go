package mapi

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/hivetest"
	"mapihive/hive/mapi/prop"
	"mapihive/hive/regf"
	"mapihive/hive/regf/lost"
)

func openReal(t testing.TB, path string) *regf.Hive {
	h, err := regf.OpenPath(context.Background(), hivetest.Real(t, path), regf.Options{})
	require.NoError(t, err)
	return h
}

const (
	real2010 = "profiles/outlook2010-NTUSER.DAT"
	real2016 = "profiles/outlook2016-NTUSER.DAT"
)

func readReal(t testing.TB, path string) (Profiles, *regf.Hive) {
	h := openReal(t, path)
	ps, err := Read(context.Background(), h.View(), Options{Contents: true})
	require.NoError(t, err)
	for _, d := range h.Diagnostics() {
		require.NotEqual(t, hive.KindProperty, d.Kind, "nothing in the profile is ill-formed: %s", d.Message)
	}
	return ps, h
}

func TestReal2010(t *testing.T) {
	ps, h := readReal(t, real2010)
	require.Equal(t, hive.Clean, h.State())
	require.Len(t, ps.Profiles, 1)
	p := ps.Profiles[0]
	require.Equal(t, []any{hive.Text("Outlook"), WMS, true, hive.Live, hive.High}, []any{p.Name, p.Root, p.Default, p.State, p.Confidence})
	require.Equal(t, []hive.Text{"CONTAB", "OMSAB", "MSUPST MS"}, each(p.Services, func(s Service) hive.Text { return s.Name }))
	pst := p.Services[2].Providers[0]
	require.Equal(t, "5ce98620d957114f8799ebcb5a5c55d0", pst.RecordKey.String())
	require.Regexp(t, `^C:\\Users\\[^\\]+\\Documents\\Outlook Files\\.*\.pst$`, string(pst.PSTPath))
	require.Equal(t, pst.UID, p.Order.DefaultStore)
	require.Equal(t, []ProviderRole{RoleContacts, RoleMobileAddressBook, RoleDataFile},
		each(p.Services, func(s Service) ProviderRole { return s.Providers[0].Role }))
	require.Equal(t, []hive.Text{"Contacts", "Suggested Contacts"}, each(p.Order.SearchPath, func(c Container) hive.Text { return c.Name }))
	require.Equal(t, []string{"mapi", "mapi", "pop3", "mapi"}, each(p.Accounts, func(a Account) string { return a.Kind }))
	pop := p.Accounts[2]
	require.True(t, pop.Default)
	require.Equal(t, pst.UID, pop.Store)
	require.Equal(t, pst.PSTPath, pop.DeliveryStore)
	require.Equal(t, 1, pop.Secrets)
	require.Equal(t, []int{1, 2, 0}, []int{p.Accounts[0].AddressBookPosition, p.Accounts[1].AddressBookPosition, pop.AddressBookPosition})
	requireWhole(t, &p)
}

func TestReal2016(t *testing.T) {
	ps, h := readReal(t, real2016)
	require.Equal(t, hive.Dirty, h.State())
	require.Len(t, ps.Profiles, 1)
	p := ps.Profiles[0]
	require.Equal(t, []any{hive.Text("Outlook"), Generation("16.0"), true, hive.Live}, []any{p.Name, p.Root, p.Default, p.State})
	require.Equal(t, []hive.Text{"CONTAB", "MSUPST MS"}, each(p.Services, func(s Service) hive.Text { return s.Name }))
	require.Equal(t, "b7d11f1076138e49a9a251de4cee3caf", p.Services[1].Providers[0].RecordKey.String())
	require.Empty(t, p.Order.MailAccounts)
	require.Equal(t, []uint32{2}, p.Order.StoreAccounts)
	require.Equal(t, []hive.Text{"Contacts"}, each(p.Order.SearchPath, func(c Container) hive.Text { return c.Name }))
	requireWhole(t, &p)
}

// requireWhole asks for a profile in which nothing is missing and no section is left over.
func requireWhole(t *testing.T, p *Profile) {
	require.Empty(t, p.Missing)
	require.Empty(t, p.UnlistedSections)
	require.Empty(t, p.MissingProperties)
	require.Empty(t, p.Notes)
	require.Empty(t, p.Signatures)
	require.Len(t, p.Instance, 16)
}

// Real hives without a profile have none: neither live nor, from deleted records, an invented one.
func TestRealHivesWithoutProfiles(t *testing.T) {
	without := []string{hivetest.Real(t, "user"), hivetest.Real(t, "dirty"), hivetest.Real(t, "damaged")}
	n := 0
	for _, file := range hivetest.RealHives(t) {
		if !slices.ContainsFunc(without, func(dir string) bool { return strings.HasPrefix(file, dir) }) {
			continue
		}
		h, err := regf.OpenPath(t.Context(), file, regf.Options{NoHash: true})
		if err != nil {
			continue // it cannot be read at all
		}
		n++
		ps, err := Read(t.Context(), h.View(), Options{Contents: true})
		require.NoError(t, err)
		require.Empty(t, ps.Profiles, file)
		rec, err := lost.Recover(t.Context(), h)
		require.NoError(t, err)
		require.Empty(t, Recovered(h.View(), rec, Options{}).Profiles, file)
		require.NoError(t, h.Close())
	}
	require.Greater(t, n, 10)
}

// Both real profiles have deleted records; what is made of them must be true of what stands there.
func TestRealRecovered(t *testing.T) {
	for _, path := range []string{real2010, real2016} {
		h := openReal(t, path)
		rec, err := lost.Recover(t.Context(), h)
		require.NoError(t, err)
		for _, p := range wholes(Recovered(h.View(), rec, Options{Contents: true})) {
			require.Equal(t, hive.Recovered, p.State)
			require.NotEqual(t, hive.High, p.Confidence)
			t.Logf("%s: %s, %d sections, %v", path, p.Key, len(p.Sections), p.Notes)
		}
	}
}

// ledger is testdata/unknown.tsv: values without a public name, reviewed one by one.
func ledger(t testing.TB) map[[2]string]string {
	out := map[[2]string]string{}
	for _, row := range tsv(t, "unknown.tsv", 3) {
		require.NotEmpty(t, row[2], "%s needs a reason", row[0])
		require.NotContains(t, out, [2]string{row[0], row[1]}, "twice in the ledger")
		out[[2]string{row[0], row[1]}] = row[2]
	}
	return out
}

func tsv(t testing.TB, name string, columns int) [][]string {
	b, err := os.ReadFile(filepath.Join("testdata", name))
	require.NoError(t, err)
	var out [][]string
	for line := range strings.Lines(string(b)) {
		if line = strings.TrimRight(line, "\n"); line == "" || line[0] == '#' {
			continue
		}
		row := strings.Split(line, "\t")
		require.Len(t, row, columns, "%s: %s", name, line)
		out = append(out, row)
	}
	return out
}

// accountValues are the names of the account manager's own values.
var accountValues = regexp.MustCompile(`(?i)^(\{ED4754(18|19|20)-B0D6-11D2-8C3B-00104B2A6676\}|LastChangeVer|NextAccountID|Version|` +
	`clsid|Mini UID|Service (UID|Name)|MAPI Provider|Account Name|Display Name|Email|Preferences UID|Delivery (Store|Folder) EntryID|` +
	`(POP3|SMTP|IMAP|HTTP) (Server|User|User Name|Port|Password|Use SSL|Use SPA|Use Auth|Auth Method|Secure Connection)|Leave on Server|` +
	`XP (Provider UID|Status)|Identity Eid)$`)

// named reports whether the value has a name that tells what it is.
func named(p *prop.Property) bool {
	if p.Tag == 0 {
		return accountValues.MatchString(string(p.Raw.Name))
	}
	return p.Name() != ""
}

// allProperties yields every value below the profile's key, decoded, with the role of its section.
func allProperties(p Whole, yield func(role Role, k *Key, v *prop.Property)) {
	for i := range p.Sections {
		s := &p.Sections[i]
		for j := range s.Properties {
			yield(s.Role, &s.Key, &s.Properties[j])
		}
		for k := range s.keysBelow() {
			for _, v := range k.Values {
				d := s.Decode(v)
				yield(s.Role, k, &d)
			}
		}
	}
}

// Every value below both real profiles is decoded and named, or stands in the ledger with the reason.
func TestRealValuesAreKnown(t *testing.T) {
	unknown := ledger(t)
	for path, want := range map[string]int{real2010: 148, real2016: 95} {
		ps, _ := readReal(t, path)
		n := 0
		allProperties(ps.whole(0), func(role Role, k *Key, v *prop.Property) {
			n++
			require.Empty(t, v.Problem, "%s %s", k.Path, v.Raw.Name)
			require.NotEqual(t, prop.PTUnspecified, v.Type())
			if _, ok := unknown[[2]string{string(v.Raw.Name), string(role)}]; !ok && !named(v) {
				t.Errorf("%s, section role %s: neither named nor in testdata/unknown.tsv", v.Raw.Name, role)
			}
		})
		require.Equal(t, want, n, "values below the profile key of %s", path)
	}
}

// The same for the values of five real profiles whose names alone are known here.
func TestShapesAreKnown(t *testing.T) {
	unknown := ledger(t)
	used := map[[2]string]bool{}
	for _, row := range tsv(t, "shapes.tsv", 4) {
		role, service, name := row[0], row[1], row[2]
		ctx := map[string]prop.Context{"client": prop.CtxClient, "preferences": prop.CtxClient, "exchange": prop.CtxExchange, "exchange-global": prop.CtxExchange,
			"service": prop.CtxService, "provider": prop.CtxProvider}[role] | serviceContext(hive.Text(service))
		v := prop.Decode(binaryOf(name, nil), nil).In(ctx)
		_, listed := unknown[[2]string{name, role}]
		switch {
		case named(&v) && listed && service == "":
			t.Errorf("%s, section role %s: has a name and stands in testdata/unknown.tsv", name, role)
		case !named(&v) && !listed:
			t.Errorf("%s, section role %s %s: neither named nor in testdata/unknown.tsv", name, role, service)
		}
		used[[2]string{name, role}] = true
	}
	for row := range unknown {
		require.True(t, used[row], "%v in testdata/unknown.tsv stands in no profile", row)
	}
}

// Values agree with another reader's, byte for byte.
func TestRealValuesAgreeWithHivex(t *testing.T) {
	export, err := exec.LookPath("hivexregedit")
	if err != nil {
		t.Skip("SKIPPED, NO PEER: hivexregedit is not installed, values are not compared with another reader's")
	}
	for _, path := range []string{real2010, real2016} {
		ps, _ := readReal(t, path)
		p := ps.whole(0)
		out, err := exec.Command(export, "--export", hivetest.Real(t, path), `\`+string(p.Key)).Output()
		require.NoError(t, err)
		theirs := parseExport(t, out)
		n := 0
		allProperties(p, func(_ Role, k *Key, v *prop.Property) {
			n++
			at := strings.ToLower(string(k.Path) + `\` + string(v.Raw.Name))
			require.Equal(t, theirs[at], fmt.Sprintf("%d %x", uint32(v.Raw.Type), v.Raw.Data), at)
		})
		require.Len(t, theirs, n)
	}
}

// parseExport reads what hivexregedit writes: every value as hex, by lower-case path and name.
func parseExport(t *testing.T, out []byte) map[string]string {
	values, key := map[string]string{}, ""
	value := regexp.MustCompile(`^(?:"((?:[^"\\]|\\.)*)"|(@))=(?:hex(?:\(([0-9a-f]+)\))?:(.*)|dword:([0-9a-f]{8})|"((?:[^"\\]|\\.)*)")$`)
	for line := range bytes.Lines(bytes.ReplaceAll(out, []byte("\\\n"), nil)) {
		s := strings.TrimRight(string(line), "\r\n")
		if strings.HasPrefix(s, "[") {
			key = strings.TrimPrefix(strings.Trim(s, "[]"), `\`)
			continue
		}
		m := value.FindStringSubmatch(s)
		if m == nil {
			continue
		}
		at := strings.ToLower(key + `\` + strings.ReplaceAll(m[1], `\\`, `\`))
		switch {
		case m[5] != "":
			n, err := strconv.ParseUint(m[5], 16, 32)
			require.NoError(t, err)
			values[at] = fmt.Sprintf("4 %08x", swap32(uint32(n)))
		default:
			typ := uint64(3)
			if m[3] != "" {
				typ, _ = strconv.ParseUint(m[3], 16, 32)
			}
			b, err := hex.DecodeString(strings.NewReplacer(",", "", " ", "").Replace(m[4]))
			require.NoError(t, err, s)
			values[at] = fmt.Sprintf("%d %x", typ, b)
		}
	}
	return values
}

func swap32(n uint32) uint32 { return n>>24 | n>>8&0xFF00 | n<<8&0xFF0000 | n<<24 }

// One hive, one answer: reading twice gives the same, to the last byte of its JSON.
func TestReadIsDeterministic(t *testing.T) {
	for _, path := range []string{real2010, real2016} {
		a, _ := readReal(t, path)
		b, _ := readReal(t, path)
		require.Equal(t, a, b)
		ja, err := json.Marshal(a)
		require.NoError(t, err)
		jb, err := json.Marshal(b)
		require.NoError(t, err)
		require.Equal(t, ja, jb)
	}
}

// BenchmarkRead decodes both real profiles in full, the text of every value included.
func BenchmarkRead(b *testing.B) {
	hives := []*regf.Hive{openReal(b, real2010), openReal(b, real2016)}
	b.ReportAllocs()
	for b.Loop() {
		for _, h := range hives {
			ps, err := Read(context.Background(), h.View(), Options{Contents: true})
			if err != nil {
				b.Fatal(err)
			}
			for i := range ps.Profiles {
				allProperties(ps.whole(i), func(_ Role, _ *Key, v *prop.Property) { _ = v.Display() })
			}
		}
	}
}
