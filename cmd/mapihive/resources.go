package main

import (
	"bufio"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"mapihive/analyze/collect"
)

// resources are how much of a machine a run takes.
type resources struct {
	workers int
	memory  byteSize // 0: as much as the machine lets us think of
	timeout time.Duration
}

func addResources(cmd *cobra.Command, r *resources) {
	f := cmd.Flags()
	f.IntVar(&r.workers, "workers", 0, "read `N` files at a time (0: one for each processor)")
	f.Var(&r.memory, "memory", "of hives hold `SIZE` at a time, as 500M or 4G\n(default: less than half of the machine has)")
	f.DurationVar(&r.timeout, "timeout", 0, "give up a file that takes longer than `TIME` to\nread, as 30s or 10m (0: never)")
}

// check says what is wrong with the flags.
func (r *resources) check() error {
	switch {
	case r.workers < 0:
		return usagef("--workers %d: there must be one at least", r.workers)
	case r.timeout < 0:
		return usagef("--timeout %v: is no time to wait", r.timeout)
	}
	return nil
}

// limit has a reading keep to them.
func (r *resources) limit(opt collect.Options) collect.Options {
	opt.Workers, opt.Timeout, opt.Memory = r.workers, r.timeout, int64(r.memory)
	if opt.Memory == 0 {
		opt.Memory = usualMemory(os.DirFS("/"))
	}
	return opt
}

// byteSize is a flag with a number of bytes.
type byteSize int64

// units are the powers of 1024, as people name them.
const units = "KMGT"

func (b *byteSize) String() string {
	n, unit := int64(*b), ""
	for i := 0; i < len(units) && n > 0 && n%1024 == 0; i++ {
		n, unit = n/1024, units[i:i+1]
	}
	return strconv.FormatInt(n, 10) + unit
}

func (b *byteSize) Type() string { return "size" }

func (b *byteSize) Set(s string) error {
	number, shift := strings.TrimSuffix(strings.TrimSuffix(strings.ToUpper(s), "B"), "I"), 0
	if i := strings.IndexByte(units, last(number)); i >= 0 {
		number, shift = number[:len(number)-1], 10*(i+1)
	}
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil || n <= 0 || n > math.MaxInt64>>shift {
		return fmt.Errorf("%q is no size; write it as 500M or 4G", s)
	}
	*b = byteSize(n << shift)
	return nil
}

// last is the last byte of s, 0 where it has none.
func last(s string) byte {
	if s == "" {
		return 0
	}
	return s[len(s)-1]
}

const (
	// shareOfMemory is the part of the machine's memory that hives may take where nobody says more: less than half,
	// as a report and the program itself need some too.
	shareOfMemory = 0.4
	// unknownMemory is taken where the system does not say how much it has, in bytes.
	unknownMemory = 1 << 30
	// addressable is what hives may take in a program of 32 bits.
	addressable = 1 << 30
)

// usualMemory is how much hives may take on a machine whose files are given.
func usualMemory(machine fs.FS) int64 {
	m := int64(unknownMemory)
	if all, ok := machineMemory(machine); ok {
		m = int64(float64(all) * shareOfMemory)
	}
	if strconv.IntSize == 32 {
		m = min(m, addressable)
	}
	return m
}

// machineMemory is how much memory there is for this process, as Linux says: that of the machine, or less where a
// control group has a limit.
func machineMemory(machine fs.FS) (bytes int64, ok bool) {
	info, err := machine.Open("proc/meminfo")
	if err != nil {
		return 0, false
	}
	defer info.Close()
	for lines := bufio.NewScanner(info); lines.Scan(); {
		if _, err := fmt.Sscanf(lines.Text(), "MemTotal: %d kB", &bytes); err == nil {
			bytes, ok = bytes<<10, bytes > 0
			break
		}
	}
	group, _ := fs.ReadFile(machine, "proc/self/cgroup")
	for line := range strings.Lines(string(group)) {
		if at, unified := strings.CutPrefix(strings.TrimSpace(line), "0::/"); unified {
			for dir := path.Join("sys/fs/cgroup", at); dir != "sys/fs"; dir = path.Dir(dir) {
				text, _ := fs.ReadFile(machine, path.Join(dir, "memory.max"))
				if n, err := strconv.ParseInt(strings.TrimSpace(string(text)), 10, 64); err == nil && n > 0 {
					bytes = min(bytes, n)
				}
			}
		}
	}
	return bytes, ok
}
