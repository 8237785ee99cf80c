package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// event is one line of go test -json (go doc test2json).
type event struct {
	Action, Package, Test, Output string
}

// test is one test, fuzz target or benchmark, or one below it.
type test struct{ pkg, name string }

// run is what is known of a run of go test.
type run struct {
	out     io.Writer
	verbose bool              // print what tests say at once, not only that of failed ones
	output  map[test][]string // of tests that have not ended
	ran     int               // tests that were begun and not skipped
	skipped []string          // for want of what, one for each skipped test
}

// read follows a run to its end and prints what go test would print without -json.
func (r *run) read(in io.Reader) error {
	lines := bufio.NewReader(in)
	for {
		line, err := lines.ReadBytes('\n')
		var e event
		if json.Unmarshal(line, &e) == nil {
			r.event(e)
		} else {
			r.out.Write(line) // not an event: whatever it is, it is shown
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func (r *run) event(e event) {
	at := test{e.Package, e.Test}
	switch e.Action {
	case "build-output":
		fmt.Fprint(r.out, e.Output)
	case "output":
		r.say(at, e.Output)
	case "run":
		r.ran++
	case "skip":
		if e.Test != "" { // else a package without tests
			r.ran--
			r.skipped = append(r.skipped, lacking(r.output[at]))
		}
		delete(r.output, at)
	case "pass":
		delete(r.output, at)
	case "fail":
		r.failed(at)
	}
}

// say prints what a package says, and keeps what a test says until it is known whether it failed.
func (r *run) say(at test, text string) {
	switch {
	case strings.HasPrefix(text, "=== "), at.name == "" && text == "PASS\n":
	case at.name == "" || r.verbose:
		fmt.Fprint(r.out, text)
	}
	if at.name != "" {
		r.output[at] = append(r.output[at], text)
	}
}

// failed prints what a failed test said. When a package fails, so have those of its tests that never ended.
func (r *run) failed(at test) {
	for t := range r.output {
		if t == at || at.name == "" && t.pkg == at.pkg {
			if !r.verbose {
				fmt.Fprint(r.out, strings.Join(r.output[t], ""))
			}
			delete(r.output, t)
		}
	}
}

var want = regexp.MustCompile(`SKIPPED, NO ([A-Z ]+):`)

// lacking is what a skipped test said it lacks, "" if it said nothing of the kind.
func lacking(output []string) string {
	if m := want.FindStringSubmatch(strings.Join(output, "")); m != nil {
		return strings.ToLower(m[1])
	}
	return ""
}

// summary is the last line of a run. Tests below other tests count as tests.
func (r *run) summary() string {
	if len(r.skipped) == 0 {
		return "skipped: nothing"
	}
	counts := map[string]int{}
	for _, what := range r.skipped {
		counts[what]++
	}
	var parts []string
	for _, what := range slices.Sorted(maps.Keys(counts)) {
		if what != "" {
			parts = append(parts, fmt.Sprintf("%d for want of a %s", counts[what], what))
		}
	}
	if n := counts[""]; n > 0 {
		parts = append(parts, fmt.Sprintf("%d for other reasons", n))
	}
	return fmt.Sprintf("skipped tests: %s (go test -v says more)", strings.Join(parts, ", "))
}
