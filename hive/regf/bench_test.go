package regf_test

import (
	"context"
	"os"
	"testing"

	"mapihive/hive"
	"mapihive/hive/hivetest"
	"mapihive/hive/regf"
)

// benchHive is the image the benchmarks read: MAPIHIVE_BIG, else a built hive of some megabytes. deep is a
// path in it that is far from the root.
func benchHive(b *testing.B) (img []byte, path string, deep hive.Path) {
	b.Helper()
	path = os.Getenv("MAPIHIVE_BIG")
	if path == "" {
		path = b.TempDir() + "/NTUSER.DAT"
		if err := os.WriteFile(path, hivetest.ManySubkeys(50_000), 0o600); err != nil {
			b.Fatal(err)
		}
		b.Log("MAPIHIVE_BIG names no hive: a small one is built")
	}
	img, err := os.ReadFile(path)
	if err != nil {
		b.Fatal(err)
	}
	h, err := regf.OpenPath(context.Background(), path, regf.Options{NoHash: true, NoLogs: true})
	if err != nil {
		b.Fatal(err)
	}
	root, _ := h.Root()
	depth, seen := -1, 0
	if err := h.Walk(context.Background(), root, func(k regf.Key, d int) error {
		if seen++; d > depth || d == depth && seen%1000 == 0 { // not the first: that would be too easy
			depth, deep = d, k.Path()
		}
		return nil
	}); err != nil {
		b.Fatal(err)
	}
	return img, path, deep
}

// BenchmarkOpenLookup opens a hive and finds one deep key, piece by piece and whole.
func BenchmarkOpenLookup(b *testing.B) {
	_, path, deep := benchHive(b)
	for _, c := range []struct {
		name string
		opt  regf.Options
	}{
		{"lazy", regf.Options{Lazy: true, NoLogs: true}},
		{"whole", regf.Options{NoHash: true, NoLogs: true}},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				h, err := regf.OpenPath(context.Background(), path, c.opt)
				if err != nil {
					b.Fatal(err)
				}
				if _, ok := h.Lookup(deep); !ok {
					b.Fatal(deep)
				}
				h.Close()
			}
		})
	}
}

// BenchmarkLookup finds one deep key in an open hive.
func BenchmarkLookup(b *testing.B) {
	img, _, deep := benchHive(b)
	h := read(b, img)
	b.ReportAllocs()
	for b.Loop() {
		if _, ok := h.Lookup(deep); !ok {
			b.Fatal(deep)
		}
	}
}

// BenchmarkWalk visits every key and value with name and data. Beside it, in the same run, stands what the
// machine can do at most: adding up all bytes of the image.
func BenchmarkWalk(b *testing.B) {
	img, _, _ := benchHive(b)
	b.Run("limit", func(b *testing.B) {
		b.SetBytes(int64(len(img)))
		var sum uint64
		for b.Loop() {
			sum += sumBytes(img)
		}
		sink = sum
	})
	b.Run("walk", func(b *testing.B) {
		h := read(b, img)
		root, _ := h.Root()
		b.SetBytes(int64(len(img)))
		b.ReportAllocs()
		keys, values := 0, 0
		for b.Loop() {
			var sum uint64
			keys, values = 0, 0
			if err := h.Walk(context.Background(), root, func(k regf.Key, _ int) error {
				keys++
				sum += uint64(len(k.Name())) + uint64(k.LastWrite())
				for v := range k.Values() {
					values++
					data, _ := v.Data()
					sum += uint64(len(v.Name())) + sumBytes(data)
				}
				return nil
			}); err != nil {
				b.Fatal(err)
			}
			sink = sum
		}
		perSecond := float64(b.N) / b.Elapsed().Seconds()
		b.ReportMetric(float64(keys)*perSecond, "keys/s")
		b.ReportMetric(float64(values)*perSecond, "values/s")
	})
}

// BenchmarkVerify checks everything that Verify checks.
func BenchmarkVerify(b *testing.B) {
	img, _, _ := benchHive(b)
	h := read(b, img)
	b.SetBytes(int64(len(img)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := h.Verify(context.Background()); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(h.Diagnostics())), "diagnostics")
}

// sink keeps sums from being optimised away.
var sink uint64

// sumBytes reads every byte, eight at a time.
func sumBytes(p []byte) (sum uint64) {
	for ; len(p) >= 8; p = p[8:] {
		sum += uint64(p[0]) | uint64(p[1])<<8 | uint64(p[2])<<16 | uint64(p[3])<<24 | uint64(p[4])<<32 | uint64(p[5])<<40 | uint64(p[6])<<48 | uint64(p[7])<<56
	}
	for _, c := range p {
		sum += uint64(c)
	}
	return sum
}
