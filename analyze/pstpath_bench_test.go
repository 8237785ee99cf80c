package analyze

import (
	"fmt"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/hive"
)

// manySnapshots are hives of a large collection, two users a computer, with two PSTs each: one of their own, and one
// on a share or under a name that the other profile spells otherwise.
func manySnapshots(n int) []Snapshot {
	all := make([]Snapshot, n)
	for i := range all {
		own := hive.Text(fmt.Sprintf(`C:\Users\u%d\Documents\Outlook Files\archive.pst`, i%2))
		second := hive.Text(fmt.Sprintf(`\\srv%d\mail\u%d.pst`, i%100, i))
		if i%10 == 0 {
			second = hive.Text(fmt.Sprintf(`c:\users\u%d\documents\outlook files\ARCHIVE.pst`, i%2))
		}
		s := source(profile("Outlook", byDefault, pst(1, own, fmt.Sprintf("%032x", i+1))), profile("Scanner", pst(2, second, "")))
		s.Path = hive.Text(fmt.Sprintf(`cases/%d/C/Users/u%d/NTUSER.DAT`, i/2, i%2))
		s.User.SID = fmt.Sprintf("S-1-5-21-1-2-3-%d", i)
		all[i] = s
	}
	return all
}

// 100,000 references are to meet in less than 2 seconds of one processor, and with less than 200 MB beside the
// snapshots (GOGC=20 shows what is in use).
func BenchmarkPSTPathJoin(b *testing.B) {
	for _, snapshots := range []int{5_000, 50_000} {
		b.Run(fmt.Sprintf("references=%d", 2*snapshots), func(b *testing.B) {
			c := Case{Sources: manySnapshots(snapshots)}
			var before, after runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			b.ReportAllocs()
			for b.Loop() {
				require.NotEmpty(b, Run(&c, []*Analyzer{pstPath()}))
			}
			runtime.ReadMemStats(&after)
			b.ReportMetric(float64(after.HeapSys-before.HeapSys)/(1<<20), "MB-heap-grown")
		})
	}
}

// What a join allocates grows as the number of references does.
func TestPSTPathJoinIsLinear(t *testing.T) {
	allocations := func(n int) float64 {
		c := Case{Sources: manySnapshots(n)}
		return testing.AllocsPerRun(1, func() { Run(&c, []*Analyzer{pstPath()}) })
	}
	small, large := allocations(200), allocations(2000)
	require.Less(t, large, 11*small)
}
