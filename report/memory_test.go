package report

import (
	"fmt"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/analyze"
	"mapihive/hive"
	"mapihive/hive/mapi"
)

// peak is a writer that keeps nothing and looks now and then at how much the program holds.
type peak struct {
	written, next int
	held          uint64
}

func (p *peak) Write(b []byte) (int, error) {
	if p.written += len(b); p.written >= p.next {
		p.next = p.written + 1<<19
		p.look()
	}
	return len(b), nil
}

func (p *peak) look() {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	p.held = max(p.held, m.HeapAlloc)
}

// manyReferences is a profile that names so many files, or one file so many times.
func manyReferences(n int, one bool) []analyze.Snapshot {
	s := snapshot("NTUSER.DAT", hive.Clean)
	p := mapi.Profile{Name: "Outlook", State: hive.Live, Root: "wms"}
	for i := range n {
		path := hive.Text(fmt.Sprintf(`C:\Users\alice\Documents\Outlook Files\%06d.pst`, i))
		if one {
			path = `C:\mail.pst`
		}
		p.Paths = append(p.Paths, mapi.PathRef{Kind: "pst", Path: path, Source: mapi.SourceSettings, Fact: hive.Fact{
			Key: hive.Path(wms + `\Outlook\0a0d020000000000c000000000000046`), Value: hive.Text(fmt.Sprintf("%08x", i)),
			Place: hive.Place{Offset: int64(4096 + 32*i)}, State: hive.Live, Text: path,
		}})
	}
	s.Profiles = []mapi.Profile{p}
	return []analyze.Snapshot{s}
}

// A document of many references, to many files or to one, holds no more in memory than its text does, which
// writes a file as soon as it knows it.
func TestDocumentsAreNotHeld(t *testing.T) {
	var text uint64
	for _, one := range []bool{false, true} {
		sources := manyReferences(10_000, one)
		for _, f := range Formats() {
			if one && (f.Name == "text" || f.Name == "html") || !f.Of(Stores(sources)) {
				continue // as text it is one line: 10,000 settings values
			}
			var before, p peak
			before.look()
			require.NoError(t, Stores(sources).Write(&p, f, TextOptions{}))
			require.Greater(t, p.written, 1<<19, f.Name)
			held := p.held - before.held
			if f.Name == "text" {
				text = held
			}
			t.Logf("one file: %t; %s: %d KB written, %d KB held", one, f.Name, p.written>>10, held>>10)
			require.Less(t, held, text*3/2, f.Name)
		}
	}
}
