// Command bench measures mapihive as a user meets it, in whole processes, beside other readers where they
// are installed, and prints ratios of medians. It builds its own synthetic hives in a temporary folder.
//
//	go run ./hive/hivetest/bench [-vendors 400] [-runs 5]
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"

	"mapihive/hive/hivetest"
	"mapihive/hive/regf"
	"mapihive/hive/regf/lost"
	"mapihive/hive/regf/translog"
)

func main() {
	vendors := flag.Int("vendors", 400, "size of the large hive: 400 makes about 220 MB")
	runs := flag.Int("runs", 5, "counted runs of each command, after one that is not")
	task := flag.String("task", "", "run one task in this process (what the measured child processes do)")
	flag.Parse()
	var err error
	switch {
	case *task == "walk":
		err = walk(flag.Arg(0))
	case *task == "recover":
		err = recoverDeleted(flag.Arg(0))
	case *task == "read":
		_, err = os.ReadFile(flag.Arg(0))
	case *task != "":
		err = fmt.Errorf("unknown task %q", *task)
	default:
		err = compare(*vendors, *runs)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// compare builds the hives and the program and runs every comparison.
func compare(vendors, runs int) error {
	dir, err := os.MkdirTemp("", "mapihive-bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	large, medium := filepath.Join(dir, "large.hive"), filepath.Join(dir, "medium.hive")
	if err := writeHive(large, vendors); err != nil {
		return err
	}
	if err := writeHive(medium, max(1, vendors/10)); err != nil {
		return err
	}
	program := filepath.Join(dir, "mapihive")
	build := exec.Command("go", "build", "-trimpath", "-o", program, "./cmd/mapihive")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("go build: %v\n%s", err, out)
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	m := meter{runs: runs}
	m.versus("look up and print the profiles of a large hive",
		command{"mapihive profiles --live", []string{program, "profiles", "--live", large}},
		command{"hivexget", []string{"hivexget", large, profileKey}})
	m.versus("walk a large hive: all names and value data",
		command{"mapihive (package hive)", []string{self, "-task", "walk", large}},
		command{"hivexml", []string{"hivexml", large}})
	m.versus("physical limit: read the same file into memory",
		command{"mapihive (package hive), walk", []string{self, "-task", "walk", large}},
		command{"os.ReadFile", []string{self, "-task", "read", large}})
	m.versus("the whole job on a large hive, SHA-256 of the file included",
		command{"mapihive analyze", []string{program, "analyze", "--format", "json", large}},
		command{"sha256sum", []string{"sha256sum", large}})
	m.versus("recover deleted keys and values of a medium hive",
		command{"mapihive (package hive), recover", []string{self, "-task", "recover", medium}},
		command{"reglookup-recover", []string{"reglookup-recover", medium}})
	if m.err != nil {
		return m.err
	}
	return replayRate(medium)
}

// recoverDeleted finds every deleted record of a hive.
func recoverDeleted(path string) error {
	ctx := context.Background()
	h, err := regf.OpenPath(ctx, path, regf.Options{NoHash: true, NoLogs: true})
	if err != nil {
		return err
	}
	r, err := lost.Recover(ctx, h)
	if err != nil {
		return err
	}
	fmt.Println(len(r.Keys), "keys", r.CountValues(), "values recovered")
	return nil
}

// replayRate lays a log over a hive in memory, in this process, and prints how fast beside a plain copy.
func replayRate(path string) error {
	after, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	before := slices.Clone(after)
	for at := 4096 + 100; at < len(before); at += 3 * 4096 {
		before[at] ^= 1 // so that every third page is in the log
	}
	log := hivetest.NewLog(before, after, 2, 16)
	dirty := hivetest.Dirty(before, 2, 1)
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
	fmt.Printf("  %-32s %9.0f MB/s of log\n  %-32s %9.0f MB/s of hive\n", "replay, every hash checked", rate(len(log), replay[2]), "physical limit: copy the hive", rate(len(dirty), copying[2]))
	return nil
}

// walk reads every name and all value data of a hive.
func walk(path string) error {
	ctx := context.Background()
	h, err := regf.OpenPath(ctx, path, regf.Options{NoHash: true})
	if err != nil {
		return err
	}
	keys, values, bytes := 0, 0, 0
	root, _ := h.Root()
	err = h.Walk(ctx, root, func(k regf.Key, _ int) error {
		keys++
		bytes += len(k.Name())
		for v := range k.Values() {
			data, _ := v.Data()
			values++
			bytes += len(v.Name())
			for _, b := range data {
				bytes += int(b & 1) // touch every byte
			}
		}
		return nil
	})
	fmt.Println(keys, "keys", values, "values", bytes)
	return err
}
