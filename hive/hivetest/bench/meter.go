package main

import (
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"
)

// command is a process to measure, and what to call it.
type command struct {
	name string
	argv []string
}

// meter runs commands in turn and prints medians of wall time, processor time and peak memory.
type meter struct {
	runs     int
	err      error
	known    figures // from the last time
	measured figures
}

// sample is what a process took.
type sample struct {
	wall, cpu time.Duration
	memory    int64 // its peak, in bytes; 0 where the system does not say
}

// compare measures commands in turn and prints what each takes. One that is not installed is said to be missing and has
// no sample. Exit statuses that only say what was found are none of ours.
func (m *meter) compare(title string, commands ...command) []sample {
	medians := make([]sample, len(commands))
	if m.err != nil {
		return medians
	}
	fmt.Printf("\n%s\n", title)
	samples := make([][]sample, len(commands))
	for run := range m.runs + 1 {
		for i, c := range commands {
			if _, err := exec.LookPath(c.argv[0]); err != nil {
				continue
			}
			s, err := once(c)
			if err != nil {
				m.err = fmt.Errorf("%s: %w", c.name, err)
				return medians
			}
			if run > 0 || m.runs == 0 {
				samples[i] = append(samples[i], s)
			}
		}
	}
	for i, c := range commands {
		if len(samples[i]) == 0 {
			fmt.Printf("  %-40s not installed, skipped\n", c.name)
			continue
		}
		medians[i] = sample{
			wall: median(samples[i], func(s sample) time.Duration { return s.wall }), cpu: median(samples[i], func(s sample) time.Duration { return s.cpu }),
			memory: int64(median(samples[i], func(s sample) time.Duration { return time.Duration(s.memory) })),
		}
		fmt.Printf("  %-40s %9.4f s wall %9.4f s cpu %8.1f MiB\n", c.name, medians[i].wall.Seconds(), medians[i].cpu.Seconds(), float64(medians[i].memory)/(1<<20))
	}
	return medians
}

// ratio keeps and prints a figure of which less is better; goal is what it should be at most, 0 for none.
func (m *meter) ratio(name string, value, goal float64) {
	if m.err != nil {
		return
	}
	verdict := ""
	switch {
	case goal > 0 && value <= goal:
		verdict = fmt.Sprintf(" (goal: at most %.2f)", goal)
	case goal > 0:
		verdict = fmt.Sprintf(" (MISSES the goal: at most %.2f)", goal)
	}
	fmt.Printf("  = %-56s %8.3f%s\n", name, value, verdict)
	m.measured.set(name, value)
}

// cpu is the ratio of processor times; nothing where one was not measured.
func (m *meter) cpu(name string, of, over sample, goal float64) {
	if of.cpu > 0 && over.cpu > 0 {
		m.ratio(name, of.cpu.Seconds()/over.cpu.Seconds(), goal)
	}
}

// verdict says which figures got worse.
func (m *meter) verdict() {
	worse := m.measured.worse(m.known)
	if len(worse) == 0 {
		fmt.Printf("\nnone of %d ratios is more than 5 %% above %s\n", len(m.measured.names), figuresFile)
		return
	}
	fmt.Printf("\nmore than 5 %% above %s:\n  %s\n", figuresFile, strings.Join(worse, "\n  "))
}

// once measures a command in a small process of its own: Linux counts the memory of the process that starts another
// among the peak of that other.
func once(c command) (s sample, err error) {
	self, err := os.Executable()
	if err != nil {
		return s, err
	}
	out, err := exec.Command(self, append([]string{"-task", "under", "--"}, c.argv...)...).Output()
	if err != nil {
		return s, err
	}
	status := 0
	if _, err := fmt.Sscan(string(out), &s.wall, &s.cpu, &s.memory, &status); err != nil {
		return s, err
	}
	if status > partly {
		return s, fmt.Errorf("exit status %d", status)
	}
	return s, nil
}

// under runs a command and prints what it took, in nanoseconds and bytes, and its exit status.
func under(argv []string) error {
	cmd := exec.Command(argv[0], argv[1:]...)
	start := time.Now()
	err := cmd.Run()
	if cmd.ProcessState == nil {
		return err
	}
	wall, p := time.Since(start), cmd.ProcessState
	fmt.Println(int64(wall), int64(p.UserTime()+p.SystemTime()), peak(p), p.ExitCode())
	return nil
}

// partly is the exit status of a report that is whole for what could be read; those below say what was found.
const partly = 3

func median(all []sample, of func(sample) time.Duration) time.Duration {
	d := make([]time.Duration, len(all))
	for i, s := range all {
		d[i] = of(s)
	}
	slices.Sort(d)
	return d[len(d)/2]
}
