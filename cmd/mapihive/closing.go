package main

import (
	"encoding/json"
	"fmt"
	"slices"

	"mapihive/analyze"
	"mapihive/hive"
	"mapihive/hive/english"
)

// outcome is what a run that came to its end has done.
type outcome struct {
	Done     string         `json:"progress"` // "done"
	Sources  int            `json:"hives"`    // that told something
	NotRead  int            `json:"not_read"`
	Findings *int           `json:"findings,omitempty"`
	BySev    map[string]int `json:"by_severity,omitempty"`
	Output   hive.Text      `json:"output,omitempty"` // the file; absent for standard output and where there is none

	what string // that was written
}

// closing says on standard error, once all is written, what a run has done and where that is; --quiet silences it. It
// is the last line of a run that came to its end.
func (a *app) closing(in *input, o outcome, to outputOptions, written bool) {
	if a.quiet {
		return
	}
	for _, s := range in.skipped {
		if s.Failed {
			o.NotRead++
		}
	}
	if written && !to.standard() && a.redactor == nil {
		o.Output = hive.Text(to.file)
	}
	if in.progress == progressJSON {
		o.Done = "done"
		line, _ := json.Marshal(o) // of numbers and words: there is nothing that could fail
		fmt.Fprintln(a.stderr, string(line))
		return
	}
	words := english.Count(o.Sources, "hive") + " read"
	if o.NotRead > 0 {
		words += ", " + english.Grouped(o.NotRead) + " not"
	}
	if o.Findings != nil {
		words += "; " + english.Count(*o.Findings, "finding")
		severities := analyze.Severities()
		slices.Reverse(severities)
		for _, s := range severities {
			if n := o.BySev[string(s)]; n > 0 {
				words += ", " + english.Grouped(n) + " " + string(s)
			}
		}
	}
	if !written {
		complain(a.stderr, "done: %s; no %s", words, o.what)
		return
	}
	a.done(words, o.what, to)
}

// done is the closing line of a run that wrote something, in words.
func (a *app) done(words, what string, to outputOptions) {
	where := " in the file that was named"
	switch {
	case to.standard():
		where = " on stdout"
	case a.redactor == nil:
		where = " in " + hive.Text(to.file).String()
	}
	complain(a.stderr, "done: %s; %s%s", words, what, where)
}

// found adds what an analysis found.
func (o *outcome) found(findings []analyze.Finding) {
	n := len(findings)
	o.Findings, o.BySev = &n, map[string]int{}
	for _, f := range findings {
		o.BySev[string(f.Severity)]++
	}
}
