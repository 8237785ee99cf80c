package translog

import "testing"

// benchSet is a hive of 20 MiB with two logs of 8 MiB of pages in entries of 256 KiB.
func benchSet() ([]byte, []Input) {
	const pages = 5120
	hive := buildHive(hiveHeader(7, pages))
	log := func(seq uint32) []byte {
		var entries [][]byte
		for k := range uint32(32) {
			var refs []ref
			for i := range uint32(64) {
				refs = append(refs, at((seq*31+k*61+i*7)%pages, byte(k)))
			}
			entries = append(entries, entry(seq+k, pages, 0, refs))
		}
		return buildLog(logHeader(6, seq, pages), entries...)
	}
	return hive, dual(log(7), log(39))
}

// BenchmarkParse reads both logs and proves their hashes; MB/s of log.
func BenchmarkParse(b *testing.B) {
	_, logs := benchSet()
	b.SetBytes(int64(len(logs[0].Data)))
	b.ReportAllocs()
	for b.Loop() {
		if l := Parse(logs[0].Data); len(l.Entries) != 32 {
			b.Fatal(len(l.Entries))
		}
	}
}

// BenchmarkReplay does everything, the copy of the hive included; MB/s of log.
func BenchmarkReplay(b *testing.B) {
	hive, logs := benchSet()
	b.SetBytes(int64(len(logs[0].Data) + len(logs[1].Data)))
	b.ReportAllocs()
	for b.Loop() {
		if r := replay(hive, logs, Options{}); len(r.Steps) != 64 {
			b.Fatal(len(r.Steps))
		}
	}
}
