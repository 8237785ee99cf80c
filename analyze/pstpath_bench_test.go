package analyze

import (
	"fmt"
	"runtime"
	"runtime/debug"
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
		s.SHA256 = fmt.Sprintf("%064x", i+1)
		s.User.SID = fmt.Sprintf("S-1-5-21-1-2-3-%d", i)
		all[i] = s
	}
	return all
}

// 100,000 references are to meet in less than 2 seconds of one processor, and with less than 200 MB beside the
// snapshots. What is measured is Run alone, with all that it says in its findings, which are kept; the snapshots are
// made before. MB-grown is what the process took from the system meanwhile, garbage and all.
func BenchmarkPSTPathJoin(b *testing.B) {
	for _, snapshots := range []int{5_000, 50_000} {
		b.Run(fmt.Sprintf("references=%d", 2*snapshots), func(b *testing.B) {
			c := Case{Sources: manySnapshots(snapshots)}
			var found []Finding
			b.ReportAllocs()
			debug.FreeOSMemory()
			before := heapTaken()
			for b.Loop() {
				found = Run(&c, []*Analyzer{pstPath()})
			}
			b.ReportMetric(heapTaken()-before, "MB-grown")
			debug.FreeOSMemory()
			b.ReportMetric(heapTaken()-before, "MB-kept")
			b.ReportMetric(float64(len(found)), "findings")
			runtime.KeepAlive(c)
		})
	}
}

// heapTaken is how much memory of the system the heap has, in MiB. Garbage of earlier work counts unless it is given
// back before.
func heapTaken() float64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapSys-m.HeapReleased) / (1 << 20)
}

// What a join allocates, in number and in bytes, grows as the number of references does, and stays below 2,000 bytes
// for each: 200 MB for 100,000.
func TestPSTPathJoinIsLinear(t *testing.T) {
	join := func(n int) (number, bytes float64) {
		c := Case{Sources: manySnapshots(n)}
		return allocated(func() { Run(&c, []*Analyzer{pstPath()}) })
	}
	number, bytes := join(400)
	number10, bytes10 := join(4000)
	require.Less(t, number10, 11*number)
	require.Less(t, bytes10, 11*bytes)
	require.Less(t, bytes10/(2*4000), 2000.)
}
