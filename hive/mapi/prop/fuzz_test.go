package prop

import (
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
	"mapihive/hive/codepage"
	"mapihive/hive/mapi/internal/mapitest"
	"mapihive/hive/secret"
)

// Whatever the bytes: no panic, no value from ill-formed data, no secret shown, no output out of
// proportion.
func FuzzDecode(f *testing.F) {
	f.Add("001f6700", uint32(hive.RegBinary), mapitest.UTF16(`C:\a.pst`))
	f.Add("001e6700", uint32(hive.RegSz), mapitest.UTF16(`C:\a.pst`))
	f.Add("001e3001", uint32(hive.RegBinary), []byte("M\xFCller\x00"))
	f.Add("00033009", uint32(hive.RegDword), []byte{2, 0, 0, 0})
	f.Add("00070001", uint32(hive.RegBinary), []byte{0, 0, 0, 0, 0, 0, 0xE4, 0x40})
	f.Add("01020fff", uint32(hive.RegBinary), mapitest.PSTEID(`C:\a.pst`))
	f.Add("01023d00", uint32(hive.RegBinary), make([]byte, 32))
	f.Add("11026626", uint32(hive.RegBinary), mapitest.MVBinary(8, mapitest.PSTEID(`C:\a.pst`), mapitest.FolderEID(mapitest.RecordKey, 0x8082)))
	f.Add("S010267f0", uint32(hive.RegBinary), mapitest.DPAPI)
	f.Add("POP3 Password", uint32(hive.RegBinary), mapitest.DPAPI)
	f.Add("Account Name", uint32(hive.RegBinary), mapitest.UTF16("alice"))
	f.Add("{ED475418-B0D6-11D2-8C3B-00104B2A6676}", uint32(hive.RegBinary), []byte{1, 0, 0, 0})
	japanese, _ := codepage.New(932, "test")
	f.Fuzz(func(t *testing.T, name string, regType uint32, data []byte) {
		for _, ctx := range []Context{0, CtxPST | CtxProvider, CtxExchange | CtxService, CtxContab} {
			p := Decode(Value{Name: hive.Text(name), Type: hive.ValueType(regType), Data: data}, japanese).In(ctx)
			d := p.Display()
			require.LessOrEqual(t, len(d), 2048+8*len(data))
			_ = d.String()
			p.EntryID()
			for dll := range p.StoreDLLs() {
				require.NotEmpty(t, dll)
				require.LessOrEqual(t, len(dll), 3*len(data))
				require.False(t, p.Hides())
			}
			p.UIDs()
			p.Flags()
			if p.Secret {
				require.Equal(t, secret.Stored, d)
			}
			if texts, ok := p.Texts(); ok {
				var sum int
				for _, s := range texts {
					sum += len(s)
				}
				require.LessOrEqual(t, sum, 3*len(data))
			}
			if p.Type() == PTUnspecified && !p.Hides() {
				require.NotEmpty(t, p.Problem, "ill-formed data must be said to be so")
			}
		}
	})
}

func FuzzEntryID(f *testing.F) {
	f.Add(mapitest.PSTEID(`C:\a.pst`))
	f.Add(mapitest.StoreEID("mspst.dll", uidPST, []byte("\x00C:\\a.pst\x00")))
	f.Add(mapitest.StoreEID("emsmdb.dll", uidExchangePrivate, []byte("\x0C\x00\x00\x00EX01\x00/o=x\x00\xD8\x35\x21\xF3\x40\x00\x00\x00\x01\x00\x00\x00\x14\x00\x00\x00\x18\x00\x00\x00/o=\x00e\x00\x00\x00")))
	f.Add(mapitest.FolderEID(mapitest.RecordKey, 0x8082))
	f.Add(append(append(make([]byte, 4), uidContab[:]...), "\x03\x00\x00\x00\x03\x00\x00\x00"...))
	f.Add(append(append(make([]byte, 4), uidOneOff[:]...), "\x00\x00\x00\x80a\x00\x00\x00"...))
	f.Fuzz(func(t *testing.T, b []byte) {
		e := ParseEntryID(b, nil)
		require.LessOrEqual(t, len(e.Path), 3*len(b))
		_ = e.Display()
		end := 0
		for _, p := range findPaths(b, nil) {
			require.NotEmpty(t, p.Path)
			require.GreaterOrEqual(t, p.Offset, end, "paths do not overlap")
			require.LessOrEqual(t, p.end, len(b))
			end = p.end
		}
	})
}

func FuzzMultiValue(f *testing.F) {
	for _, width := range []int{4, 8} {
		f.Add(uint16(PTMVString8), mapitest.MVText(width, []byte("a\x00"), []byte("\x00")))
		f.Add(uint16(PTMVUnicode), mapitest.MVText(width, mapitest.UTF16("a"), mapitest.UTF16("")))
		f.Add(uint16(PTMVBinary), mapitest.MVBinary(width, []byte("abc"), nil))
	}
	f.Add(uint16(PTMVLong), []byte{1, 0, 0, 0})
	f.Add(uint16(PTMVCLSID), make([]byte, 32))
	f.Fuzz(func(t *testing.T, typ uint16, b []byte) {
		pt := Type(typ) | mvFlag
		if !pt.isMulti() {
			return
		}
		m, ok, problem := parseMulti(b, pt)
		if !ok {
			require.NotEmpty(t, problem)
			return
		}
		n, sum := 0, 0
		for e := range m.elements(b) {
			n++
			sum += len(e)
		}
		require.Equal(t, m.count, n)
		require.LessOrEqual(t, sum, len(b), "elements do not overlap")
		require.True(t, utf8.ValidString(problem))
	})
}
