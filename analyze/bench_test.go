package analyze

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"mapihive/hive/hivetest"
)

// manyProfiles is a hive of n profiles of 40 sections each: a mail store and an Exchange mailbox with its signature,
// stores of another maker, and preferences such as accounts leave behind.
func manyProfiles(t testing.TB, n int) []byte {
	const sections = 40
	var text strings.Builder
	for i := range n {
		p := fmt.Sprintf(`%s\Profiles\User %d`, office16, i)
		uid := func(kind, j int) string { return fmt.Sprintf("%02x%02x%04x%024x", kind, j, i, 1) }
		list := func(kind, n int) string {
			var b []string
			for j := range n {
				for k := 0; k < 32; k += 2 {
					b = append(b, uid(kind, j)[k:k+2])
				}
			}
			return strings.Join(b, ",")
		}
		one := func(kind, j int) string {
			var b []string
			for k := 0; k < 32; k += 2 {
				b = append(b, uid(kind, j)[k:k+2])
			}
			return strings.Join(b, ",")
		}
		const stores = 12
		fmt.Fprintf(&text, "[%s\\8503020000000000c000000000000046]\n\"0102300b\"=hex:%s\n", p, one(0xe0, 0))
		fmt.Fprintf(&text, "[%s\\9207f3e0a3b11019908b08002b2a56c2]\n\"01023d0e\"=hex:%s\n\"01023d00\"=hex:%s\n", p, list(0xb1, stores), list(0xc1, stores))
		for j := range stores {
			fmt.Fprintf(&text, "[%s\\%s]\n\"001f3d09\"=utf16:\"MSUPST MS\"\n\"001f3d0a\"=utf16:\"mspst.dll\"\n\"001f3001\"=utf16:\"Mail\"\n\"01023d00\"=hex:%s\n", p, uid(0xb1, j), one(0xc1, j))
			fmt.Fprintf(&text, "[%s\\%s]\n\"001f300a\"=utf16:\"acme.dll\"\n\"00033e03\"=hex:21,00,00,00\n\"00033009\"=hex:02,00,00,00\n\"001f3001\"=utf16:\"Mail\"\n\"01023d0c\"=hex:%s\n\"01020ff9\"=hex:%s\n\"01020ff8\"=hex:%s\n\"001f6700\"=utf16:\"C:\\\\Mail\\\\store %d.pst\"\n",
				p, uid(0xc1, j), one(0xb1, j), one(0xd1, j), one(0xd2, j), j)
		}
		for j := range sections - 2 - 2*stores {
			fmt.Fprintf(&text, "[%s\\%s]\n\"001f3001\"=utf16:\"AcctSettings%04d\"\n\"001f0418\"=utf16:\"ann@example.org;bob@example.org\"\n", p, uid(0xf0, j), j)
		}
	}
	return hivetest.Build(t, text.String())
}

// BenchmarkAnalyzers says how long all analyzers take for a hive of 50 profiles of 40 sections, in relation to reading
// it: the metric analyze/read is to stay below 1.
func BenchmarkAnalyzers(b *testing.B) {
	image := manyProfiles(b, 50)
	var read, analyze time.Duration
	found := 0
	for b.Loop() {
		start := time.Now()
		c := &Case{Sources: []Snapshot{TakeImage(b.Context(), "NTUSER.DAT", image)}}
		taken := time.Now()
		found = len(Run(c, All()))
		read += taken.Sub(start)
		analyze += time.Since(taken)
	}
	b.ReportMetric(float64(analyze)/float64(read), "analyze/read")
	b.ReportMetric(float64(found), "findings")
}
