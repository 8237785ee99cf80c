package regf_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/hex"
	"encoding/xml"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/hivetest"
	"mapihive/hive/regf"
)

// peersLedger holds every disagreement with an outside reader, each with its cause. A disagreement that is
// not in it fails the test, and so does an entry that no longer happens.
const peersLedger = "testdata/peers-ledger.tsv"

// peerHives are the undamaged hives of the real set, all read as they lie on disk, without logs.
var peerHives = []string{
	"profiles/outlook2010-NTUSER.DAT", "profiles/outlook2016-NTUSER.DAT",
	"user/NTUSER-RunTests.DAT", "user/no-profile-dirty-NTUSER.DAT", "user/plaso-NTUSER.DAT", "user/rdp-printer-NTUSER.DAT",
	"dirty/regipy-ntuser/NTUSER.DAT", "dirty/regipy-usrclass/UsrClass.dat", "dirty/win10-ntuser/NTUSER.DAT",
	"damaged/yarp/BadLogHive1/BadLogHive", "damaged/yarp/BigDataHive", "damaged/yarp/BogusKeyNamesHive", "damaged/yarp/CompHive",
	"damaged/yarp/DeletedDataHive", "damaged/yarp/DeletedTreeHive", "damaged/yarp/DeletedTreeNoRootFlagHive", "damaged/yarp/DupNameHive",
	"damaged/yarp/EmptyHive", "damaged/yarp/ExtendedASCIIHive", "damaged/yarp/GarbageHive", "damaged/yarp/HealedHive",
	"damaged/yarp/ManySubkeysHive", "damaged/yarp/MultiSzHive", "damaged/yarp/NewDirtyHive1/NewDirtyHive",
	"damaged/yarp/NewDirtyHive1/RecoveredHive_Windows10", "damaged/yarp/NewFlagsHive", "damaged/yarp/OffHive",
	"damaged/yarp/OldDirtyHive/OldDirtyHive", "damaged/yarp/OldDirtyHive/RecoveredHive_Windows7", "damaged/yarp/PairHive",
	"damaged/yarp/ReallocValueDataHive", "damaged/yarp/RemnantData", "damaged/yarp/RemnantsHive", "damaged/yarp/SlackHive",
	"damaged/yarp/SqliteHive", "damaged/yarp/StringValuesHive", "damaged/yarp/System_Delta", "damaged/yarp/TruncatedPairHive",
	"damaged/yarp/TwoOwnersHive", "damaged/yarp/UnicodeHive", "damaged/yarp/UpcaseHive",
	"damaged/yarp/ValuesOrderHive",
}

// records are what a reader says of a hive, one line a fact, counted.
type records map[string]int

// peer is an outside reader: how it is run and how its output reads in our words.
type peer struct {
	name  string // program
	args  func(path string) []string
	parse func(out []byte) (records, error)
	ours  func(keys []keyDump, h *regf.Hive) records
}

var peers = []peer{
	{"hivexregedit", func(p string) []string { return []string{"--export", p, `\`} }, parseExport, exportRecords},
	{"hivexml", func(p string) []string { return []string{p} }, parseHivexml, xmlRecords},
	{"regfexport", func(p string) []string { return []string{p} }, parseRegfexport, nameRecords},
}

// TestPeers compares keys, values, types, raw data, last-written seconds and file offsets of every
// undamaged real hive with outside readers.
func TestPeers(t *testing.T) {
	if testing.Short() {
		t.Skip("compares with outside readers, which takes a while")
	}
	hives := map[string]string{"regparser/testdata/NTUSER.DAT": regparserHive(t)}
	absent := map[string]bool{} // hives and peers that are not on this machine
	for _, name := range peerHives {
		absent[name] = true
		t.Run(name, func(t *testing.T) {
			hives[name] = hivetest.Real(t, name)
			delete(absent, name)
		})
	}
	ledger := readPeersLedger(t)
	happened := map[string]bool{}
	for _, p := range peers {
		absent[p.name] = true
		t.Run(p.name, func(t *testing.T) {
			if _, err := exec.LookPath(p.name); err != nil {
				t.Skipf("SKIPPED, NO PEER: %s is not installed", p.name)
			}
			delete(absent, p.name)
			for _, name := range slices.Sorted(maps.Keys(hives)) {
				h, err := regf.OpenPath(context.Background(), hives[name], regf.Options{NoLogs: true})
				require.NoError(t, err)
				for i, d := range disagreements(t, p, hives[name], h) {
					entry := name + "\t" + p.name + "\t" + d
					if happened[entry] = true; ledger[entry] == "" && i < 20 {
						t.Errorf("unexplained: %s", entry)
					}
				}
			}
		})
	}
	for entry, cause := range ledger {
		parts := strings.SplitN(entry, "\t", 3)
		if !absent[parts[0]] && !absent[parts[1]] && !happened[entry] {
			t.Errorf("no longer happens: %s (%s)", entry, cause)
		}
	}
	t.Logf("%d disagreements of %d hives; absent: %v", len(happened), len(hives), slices.Sorted(maps.Keys(absent)))
}

// disagreements runs a peer over a hive and lists what only one of the two says.
func disagreements(t *testing.T, p peer, path string, h *regf.Hive) []string {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, p.name, p.args(path)...)
	cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8", "TZ=UTC", "PERL_UNICODE=O")
	var out bytes.Buffer
	cmd.Stdout = &out
	err := cmd.Run()
	require.NoError(t, ctx.Err(), "%s hangs on %s", p.name, path)
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return []string{"refused"}
	}
	require.NoError(t, err)
	theirs, err := p.parse(out.Bytes())
	if err != nil {
		return []string{"unreadable output: " + err.Error()}
	}
	ours := p.ours(dumpWithData(t, h), h)
	require.NotEmpty(t, ours)
	var list []string
	for _, line := range slices.Sorted(maps.Keys(ours)) {
		if n := ours[line] - theirs[line]; n > 0 {
			list = append(list, fmt.Sprintf("ours only: %s", hive.Text(line)))
		}
	}
	for _, line := range slices.Sorted(maps.Keys(theirs)) {
		if n := theirs[line] - ours[line]; n > 0 {
			list = append(list, fmt.Sprintf("peer only: %s", hive.Text(line)))
		}
	}
	return list
}

// readPeersLedger returns cause by entry: hive, peer and disagreement, joined by tabs.
func readPeersLedger(t *testing.T) map[string]string {
	t.Helper()
	b, err := os.ReadFile(peersLedger)
	require.NoError(t, err)
	ledger := map[string]string{}
	for line := range strings.Lines(string(b)) {
		line = strings.TrimRight(line, "\n")
		if line == "" || line[0] == '#' {
			continue
		}
		parts := strings.Split(line, "\t")
		require.Len(t, parts, 4, "hive, peer, disagreement, cause: %q", line)
		entry := strings.Join(parts[:3], "\t")
		require.Empty(t, ledger[entry], "listed twice: %s", entry)
		require.NotEmpty(t, parts[3], "no cause: %s", entry)
		ledger[entry] = parts[3]
	}
	return ledger
}

// regparserHive is the real hive that the module regparser carries for its own tests.
func regparserHive(t *testing.T) string {
	t.Helper()
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "www.velocidex.com/golang/regparser").Output()
	require.NoError(t, err)
	path := filepath.Join(strings.TrimSpace(string(out)), "testdata", "NTUSER.DAT")
	require.FileExists(t, path)
	return path
}

// TestRegparserHive: every machine that built the project has this hive.
func TestRegparserHive(t *testing.T) {
	h, err := regf.OpenPath(context.Background(), regparserHive(t), regf.Options{NoLogs: true})
	require.NoError(t, err)
	counts, err := h.Verify(context.Background())
	require.NoError(t, err)
	require.Equal(t, regf.Counts{1127, 5602}, counts)
	require.Empty(t, h.Diagnostics())
	for _, k := range dump(t, h) {
		require.Equal(t, k.Offset, mustLookup(t, h, string(k.Path.Raised())).Offset())
	}
	require.Empty(t, h.Diagnostics(), "found by the list, not by name only")
}

// dumpWithData is dump with the data itself.
func dumpWithData(t testing.TB, h *regf.Hive) []keyDump {
	t.Helper()
	keys := dump(t, h)
	root, _ := h.Root()
	i := 0
	require.NoError(t, h.Walk(context.Background(), root, func(k regf.Key, _ int) error {
		j := 0
		for v := range k.Values() {
			data, _ := v.Data()
			keys[i].Values[j].raw = string(data)
			j++
		}
		i++
		return nil
	}))
	return keys
}

func keyRecord(path hive.Path) string { return "K [" + string(path) + "]" }

// valueRecord stands for the raw data by its length and CRC-32.
func valueRecord(path hive.Path, name hive.Text, typ uint32, data []byte) string {
	return fmt.Sprintf("V [%s] \"%s\" type 0x%x %d bytes %08x", string(path), string(name), typ, len(data), crc32.ChecksumIEEE(data))
}

func exportRecords(keys []keyDump, _ *regf.Hive) records {
	r := records{}
	for _, k := range keys {
		r[keyRecord(k.Path)]++
		for _, v := range k.Values {
			r[valueRecord(k.Path, v.Name, uint32(v.Type), []byte(v.raw))]++
		}
	}
	return r
}

// parseExport reads what hivexregedit --export writes: raw data of every value, as hex.
func parseExport(out []byte) (records, error) {
	r := records{}
	s := strings.TrimPrefix(string(out), "Windows Registry Editor Version 5.00\n")
	path := hive.Path("")
	for s = strings.TrimLeft(s, "\n"); s != ""; s = strings.TrimLeft(s, "\n") {
		if s[0] == '[' { // names may hold line ends
			name, rest, ok := strings.Cut(s[1:], "]\n")
			if !ok {
				return nil, fmt.Errorf("unfinished key %.40q", s)
			}
			path, s = hive.Path(strings.TrimPrefix(name, `\`)), rest
			r[keyRecord(path)]++
			continue
		}
		name, rest, ok := exportName(s)
		if !ok {
			return nil, fmt.Errorf("no name in %.40q", s)
		}
		form, rest, _ := strings.Cut(rest, "\n")
		typ, data, err := exportData(form)
		if err != nil {
			return nil, err
		}
		r[valueRecord(path, hive.Text(name), typ, data)]++
		s = rest
	}
	return r, nil
}

func exportName(s string) (name, rest string, ok bool) {
	if rest, ok := strings.CutPrefix(s, "@="); ok {
		return "", rest, true
	}
	if s[0] != '"' {
		return "", "", false
	}
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '\\' && i+1 < len(s):
			i++
			b.WriteByte(s[i])
		case s[i] == '"':
			rest, ok := strings.CutPrefix(s[i+1:], "=")
			return b.String(), rest, ok
		default:
			b.WriteByte(s[i])
		}
	}
	return "", "", false
}

func exportData(form string) (typ uint32, data []byte, err error) {
	if word, ok := strings.CutPrefix(form, "dword:"); ok {
		b, err := hex.DecodeString(word)
		slices.Reverse(b)
		return 4, b, err
	}
	number, ok := strings.CutPrefix(form, "hex(")
	number, bytes, also := strings.Cut(number, "):")
	if !ok || !also {
		return 0, nil, fmt.Errorf("unknown form %.40q", form)
	}
	n, err := strconv.ParseUint(number, 16, 32)
	if err != nil {
		return 0, nil, err
	}
	data, err = hex.DecodeString(strings.ReplaceAll(bytes, ",", ""))
	return uint32(n), data, err
}

// xmlRecords are last-written seconds and file offsets.
func xmlRecords(keys []keyDump, _ *regf.Hive) records {
	r := records{}
	for _, k := range keys {
		when := ""
		if !k.LastWrite.IsZero() {
			when = k.LastWrite.Time().Truncate(time.Second).Format(time.RFC3339)
		}
		r[fmt.Sprintf("K [%s] %s at %d", string(k.Path), when, k.Offset)]++
		for _, v := range k.Values {
			at := ""
			if v.Type != hive.RegNone || v.Size > 0 { // hivexml gives no place for REG_NONE without data
				at = strconv.FormatInt(v.Offset, 10)
			}
			r[fmt.Sprintf("V [%s] \"%s\" at %s", string(k.Path), string(v.Name), at)]++
		}
	}
	return r
}

// parseHivexml reads hivexml's tree: node and value names, last-written times, file offsets.
func parseHivexml(out []byte) (records, error) {
	type element struct {
		path         hive.Path
		name, mtime  string
		offset       string
		value, isKey bool
	}
	r := records{}
	var stack []element
	text := ""
	attr := func(e xml.StartElement, name string) string {
		for _, a := range e.Attr {
			if a.Name.Local == name {
				return a.Value
			}
		}
		return ""
	}
	for d := xml.NewDecoder(bytes.NewReader(out)); ; {
		tok, err := d.Token()
		if err == io.EOF {
			return r, nil
		}
		if err != nil {
			return nil, err
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			e := element{}
			switch tok.Name.Local {
			case "node":
				e = element{isKey: true, name: attr(tok, "name")}
				if attr(tok, "root") == "" {
					e.path = stack[len(stack)-1].path.Join(hive.Text(e.name))
				}
			case "value":
				e = element{value: true, name: attr(tok, "key"), path: stack[len(stack)-1].path}
			case "byte_run":
				if owner := &stack[len(stack)-2]; owner.offset == "" { // below byte_runs
					owner.offset = attr(tok, "file_offset")
				}
			}
			stack = append(stack, e)
			text = ""
		case xml.CharData:
			text += string(tok)
		case xml.EndElement:
			e := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			switch {
			case tok.Name.Local == "mtime" && len(stack) > 0:
				stack[len(stack)-1].mtime = text
			case e.isKey:
				r[fmt.Sprintf("K [%s] %s at %s", string(e.path), e.mtime, e.offset)]++
			case e.value:
				r[fmt.Sprintf("V [%s] \"%s\" at %s", string(e.path), e.name, e.offset)]++
			}
		}
	}
}

// nameRecords are key paths and value names.
func nameRecords(keys []keyDump, _ *regf.Hive) records {
	r := records{}
	for _, k := range keys {
		r[keyRecord(k.Path)]++
		for _, v := range k.Values {
			name := string(v.Name)
			if name == "" {
				name = "(default)"
			}
			r[fmt.Sprintf("V [%s] \"%s\"", string(k.Path), name)]++
		}
	}
	return r
}

// parseRegfexport reads the key paths and value names of regfexport's listing. (Its data is decoded, and
// where it cannot decode it, left out without a word.)
func parseRegfexport(out []byte) (records, error) {
	r := records{}
	path := hive.Path("")
	lines := bufio.NewScanner(bytes.NewReader(out))
	lines.Buffer(nil, 1<<28)
	for lines.Scan() {
		line := lines.Text()
		if p, ok := strings.CutPrefix(line, "Key path: "); ok {
			_, below, _ := strings.Cut(p, `\`)
			path = hive.Path(below)
			r[keyRecord(path)]++
		} else if v, ok := strings.CutPrefix(line, "Value: "); ok {
			_, name, _ := strings.Cut(v, " ")
			r[fmt.Sprintf("V [%s] \"%s\"", string(path), name)]++
		}
	}
	if !utf8.Valid(out) {
		return nil, errors.New("not UTF-8")
	}
	return r, lines.Err()
}
