package main

import (
	"fmt"
	"io"
	"os/exec"
	"slices"
	"time"
)

// command is a process to measure, and what to call it.
type command struct {
	name string
	argv []string
}

// meter runs commands in turn and prints medians of wall time, processor time and peak memory.
type meter struct {
	runs int
	err  error
}

type sample struct {
	wall, cpu time.Duration
}

// versus measures ours and peer in turn and prints the ratio of their medians. A peer that is not
// installed is said to be missing; ours is measured all the same.
func (m *meter) versus(title string, ours, peer command) {
	if m.err != nil {
		return
	}
	fmt.Printf("\n%s\n", title)
	commands := []command{ours}
	if _, err := exec.LookPath(peer.argv[0]); err == nil {
		commands = append(commands, peer)
	} else {
		fmt.Printf("  %-32s not installed, skipped\n", peer.name)
	}
	samples := make([][]sample, len(commands))
	for run := range m.runs + 1 {
		for i, c := range commands {
			s, err := once(c)
			if err != nil {
				m.err = fmt.Errorf("%s: %w", c.name, err)
				return
			}
			if run > 0 {
				samples[i] = append(samples[i], s)
			}
		}
	}
	var walls, cpus []time.Duration
	for i, c := range commands {
		wall, cpu := median(samples[i], func(s sample) time.Duration { return s.wall }), median(samples[i], func(s sample) time.Duration { return s.cpu })
		walls, cpus = append(walls, wall), append(cpus, cpu)
		fmt.Printf("  %-32s %9.4f s wall %9.4f s cpu\n", c.name, wall.Seconds(), cpu.Seconds())
	}
	if len(walls) == 2 {
		fmt.Printf("  %-32s %9.2f x wall %9.2f x cpu (above 1: the first is faster)\n", "ratio", ratio(walls), ratio(cpus))
	}
}

func ratio(d []time.Duration) float64 { return float64(d[1]) / float64(max(d[0], 1)) }

func once(c command) (sample, error) {
	cmd := exec.Command(c.argv[0], c.argv[1:]...)
	cmd.Stdout = io.Discard
	start := time.Now()
	err := cmd.Run()
	s := sample{wall: time.Since(start)}
	if cmd.ProcessState != nil {
		s.cpu = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	}
	return s, err
}

func median(all []sample, of func(sample) time.Duration) time.Duration {
	d := make([]time.Duration, len(all))
	for i, s := range all {
		d[i] = of(s)
	}
	slices.Sort(d)
	return d[len(d)/2]
}
