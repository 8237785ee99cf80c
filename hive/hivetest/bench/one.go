package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"mapihive/hive/hivetest"
	"mapihive/hive/regf/translog"
)

// anchors are what hashes a file: the processor's own way first.
func (b *bench) anchors(path string) []command {
	all := []command{{"SHA-256 in process (crypto/sha256)", []string{b.self, "-task", "sum", path}}}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return all
	}
	all = append(all, command{"openssl dgst -sha256", []string{"openssl", "dgst", "-sha256", path}})
	name := "sha256sum"
	if out, err := exec.Command("sha256sum", "--version").Output(); err == nil { // by version it is twice or three times slower
		name, _, _ = strings.Cut(string(out), "\n")
	}
	return append(all, command{name, []string{"sha256sum", path}})
}

// one measures one large hive.
func (b *bench) one() error {
	large, medium := filepath.Join(b.dir, "large.hive"), filepath.Join(b.dir, "medium.hive")
	if err := writeHive(large, b.vendors); err != nil {
		return err
	}
	if err := writeHive(medium, max(1, b.vendors/10)); err != nil {
		return err
	}
	size, err := sizeOf(large)
	if err != nil {
		return err
	}

	s := b.compare(fmt.Sprintf("the whole job on a hive of %d MB, its SHA-256 included", size/1e6),
		append([]command{{"mapihive analyze", []string{b.program, "analyze", "--format", "json", large}}}, b.anchors(large)...)...)
	b.cpu("one: analyze / SHA-256 in process", s[0], s[1], 4.8)
	if s[0].memory > 0 {
		b.ratio("one: memory of analyze / size of the hive", float64(s[0].memory)/float64(size), 1.6)
	}

	s = b.compare("one live key of it",
		command{"mapihive profiles --live", []string{b.program, "profiles", "--live", large}},
		command{"mapihive dump --live KEY", []string{b.program, "dump", "--live", large, strings.TrimPrefix(profileKey, `\`)}},
		command{"mapihive --version", []string{b.program, "--version"}},
		command{"hivexget", []string{"hivexget", large, profileKey}})
	b.cpu("one: profiles --live / doing nothing", s[0], s[2], 0)
	b.cpu("one: profiles --live / hivexget", s[0], s[3], 0)

	s = b.compare("walk it: all names and value data",
		command{"package regf", []string{b.self, "-task", "walk", large}},
		command{"a walker that checks nothing, one read", []string{b.self, "-task", "floor", large}},
		command{"reading the file", []string{b.self, "-task", "read", large}},
		command{"hivexml", []string{"hivexml", large}})
	b.cpu("one: walk / walker that checks nothing", s[0], s[1], 1.8)
	b.cpu("one: walk / hivexml", s[0], s[3], 0)

	s = b.compare("deleted keys and values of a hive a tenth as large",
		command{"packages regf and lost", []string{b.self, "-task", "recover", medium}},
		command{"reglookup-recover", []string{"reglookup-recover", medium}})
	b.cpu("one: recover / reglookup-recover", s[0], s[1], 1/6.5)

	dirty := filepath.Join(b.dir, "dirty", "NTUSER.DAT")
	if err := splitHive(large, dirty, 30); err != nil {
		return err
	}
	s = b.compare("the hive with a tenth of it in its log",
		command{"mapihive analyze", []string{b.program, "analyze", "--format", "json", dirty}},
		command{"mapihive analyze --no-logs", []string{b.program, "analyze", "--no-logs", "--format", "json", dirty}})
	b.cpu("one: analyze with its log / without", s[0], s[1], 2)
	if s[0].memory > 0 {
		b.ratio("one: memory with its log / size of the hive", float64(s[0].memory)/float64(size), 0)
	}
	if b.err != nil {
		return b.err
	}
	return replayRate(medium)
}

func sizeOf(file string) (int64, error) {
	info, err := os.Stat(file)
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

// changed are a hive as it lies on disk and the log that holds what it lacks: a byte in each of one page of so many.
func changed(after []byte, of int) (dirty, log []byte) {
	before := slices.Clone(after)
	for at := 4096 + 100; at < len(before); at += of * 4096 {
		before[at] ^= 1
	}
	return hivetest.Dirty(before, 2, 1), hivetest.NewLog(before, after, 1, 16)
}

// splitHive writes a hive as a dirty one with its log.
func splitHive(from, to string, of int) error {
	after, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	dirty, log := changed(after, of)
	if err := os.MkdirAll(filepath.Dir(to), 0o777); err != nil {
		return err
	}
	if err := os.WriteFile(to, dirty, 0o600); err != nil {
		return err
	}
	return os.WriteFile(to+".LOG1", log, 0o600)
}

// replayRate lays a log over a hive in memory, in this process, and prints how fast beside a plain copy.
func replayRate(path string) error {
	after, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	dirty, log := changed(after, 3)
	var replay, copying []time.Duration
	for range 5 {
		start := time.Now()
		r, err := translog.Replay(context.Background(), dirty, []translog.Input{{Path: "x.LOG1", Slot: translog.LOG1, Data: log}}, translog.Options{})
		if err != nil {
			return err
		}
		replay = append(replay, time.Since(start))
		if !r.Applied {
			return fmt.Errorf("the log was not applied: %+v", r.Logs)
		}
		start = time.Now()
		if plain := slices.Clone(dirty); int64(len(plain)) != r.Image.Size() {
			return fmt.Errorf("replay changed the size of the hive to %d bytes", r.Image.Size())
		}
		copying = append(copying, time.Since(start))
	}
	slices.Sort(replay)
	slices.Sort(copying)
	rate := func(n int, d time.Duration) float64 { return float64(n) / 1e6 / d.Seconds() }
	fmt.Printf("\nlay a transaction log over a hive in memory (%d MB of log, %d MB of hive)\n", len(log)/1e6, len(dirty)/1e6)
	fmt.Printf("  %-40s %9.0f MB/s of log\n  %-40s %9.0f MB/s of hive\n", "replay, every hash checked", rate(len(log), replay[2]), "copying the hive", rate(len(dirty), copying[2]))
	return nil
}
