// Command bench measures mapihive as a user meets it, in whole processes, beside what the machine can do and other
// readers where they are installed, and prints ratios of medians in one run: absolute times differ from machine to
// machine. It builds its own hives in a temporary folder; many real ones are copied where there are some.
//
//	go run ./hive/hivetest/bench [-vendors 400] [-runs 5] [-full] [-update] [one] [many] [shapes] [share]
//
// The anchor is SHA-256 as crypto/sha256 computes it in a process of its own, which uses what the processor has for it.
// Ratios are held against those in testdata/bench.txt; -update writes them anew.
package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
)

// bench is one run of measurements.
type bench struct {
	meter
	dir           string // for all that is built
	program, self string
	vendors       int
	full          bool
}

// suites are what can be measured, in the order in which it is.
var suites = []struct {
	name string
	run  func(*bench) error
}{{"one", (*bench).one}, {"many", (*bench).many}, {"shapes", (*bench).shapes}, {"share", (*bench).share}}

func main() {
	var b bench
	flag.IntVar(&b.vendors, "vendors", 400, "size of the large hive: 400 makes about 220 MB")
	flag.IntVar(&b.runs, "runs", 5, "counted runs of each command, after one that is not")
	flag.BoolVar(&b.full, "full", os.Getenv("BENCH") == "full", "20,000 hives too")
	update := flag.Bool("update", false, "write the ratios to testdata/bench.txt")
	task := flag.String("task", "", "run one task in this process (what the measured child processes do)")
	flag.Parse()
	err := func() error {
		if *task != "" {
			return runTask(*task, flag.Args())
		}
		chosen := flag.Args()
		if len(chosen) == 0 {
			chosen = []string{"one", "many", "shapes"}
		}
		return b.run(chosen, *update)
	}()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// run builds the program and measures what was chosen.
func (b *bench) run(chosen []string, update bool) (err error) {
	if b.dir, err = os.MkdirTemp("", "mapihive-bench"); err != nil {
		return err
	}
	defer os.RemoveAll(b.dir)
	b.program = filepath.Join(b.dir, "mapihive")
	build := exec.Command("go", "build", "-trimpath", "-o", b.program, "./cmd/mapihive")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("go build: %v\n%s", err, out)
	}
	if b.self, err = os.Executable(); err != nil {
		return err
	}
	if b.known, err = readFigures(figuresFile); err != nil {
		return err
	}
	on := fmt.Sprintf("%s/%s, %d processors, %s, load %s", runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.Version(), load())
	fmt.Printf("%s\nCPU seconds are user and system time of the whole process\n", on)
	for _, s := range suites {
		if slices.Contains(chosen, s.name) {
			if err := s.run(b); err != nil {
				return fmt.Errorf("%s: %w", s.name, err)
			}
		}
	}
	fmt.Printf("\nload after: %s\n", load())
	if b.err != nil {
		return b.err
	}
	b.verdict()
	if update {
		return b.known.write(figuresFile, on, b.measured)
	}
	return nil
}

// load is how busy the machine is, as Linux says: a ratio from a busy machine is worth less.
func load() string {
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "not known"
	}
	var one, five float64
	fmt.Sscan(string(text), &one, &five)
	return fmt.Sprintf("%.1f (1 min), %.1f (5 min)", one, five)
}
