package report

import (
	"fmt"
	"strings"
	"time"

	"mapihive/analyze"
)

// skipped writes the inputs that were not read, each with its reason.
func (p *page) skipped(r *Report) {
	if len(r.Skipped) == 0 {
		return
	}
	p.section("Skipped")
	for _, s := range r.Skipped {
		p.line(0, "%s", s.Path)
		p.para(2, s.Reason)
	}
}

// custody writes what proves which bytes were read, by what and when.
func (p *page) custody(r *Report) {
	p.section("Custody")
	copies := (&analyze.Case{Sources: r.Sources}).Copies()
	for i := range r.Sources {
		p.source(r, i)
		p.custodyOf(&r.Sources[i])
		if of, copied := copies[i]; copied {
			p.para(2, fmt.Sprintf("the same bytes as [%d]: its findings are those of [%d] and are not repeated", of+1, of+1))
		}
		p.gap()
	}
	p.pair(0, custodyGroup, "Tool", r.Tool.Name+" "+r.Tool.Version)
	var args []string
	for _, a := range r.Tool.Args {
		if a == "" || strings.Contains(string(a), " ") {
			args = append(args, quote(a))
		} else {
			args = append(args, a.String())
		}
	}
	p.pair(0, custodyGroup, "Arguments", strings.Join(args, " "))
	p.pair(0, custodyGroup, "Started", r.Started.UTC().Format(time.RFC3339Nano))
	p.pair(0, custodyGroup, "Finished", r.Finished.UTC().Format(time.RFC3339Nano))
	p.para(0, "The evidence was opened read-only. All times are UTC; offsets are in bytes from the start of the hive file.")
}

func (p *page) custodyOf(s *analyze.Snapshot) {
	if s.SHA256 != "" {
		p.line(2, "sha256 %s", s.SHA256)
	} else if s.Error == "" && !s.Whole() {
		p.para(2, "no sha256: the file could not be read whole")
	}
	format := s.Format
	if s.Version != "" {
		format += " " + s.Version
	}
	if s.Size > 0 || s.Error == "" {
		p.facts(2, some(size(s.Size), format, string(s.State))...)
	}
	if why := Unread(s); why != "" {
		p.para(2, "not read: "+why)
	}
	if s.Touched {
		p.para(2, "reading may have set the access time of this file or of its logs: the system does not let this user read without")
	}
	for _, l := range s.Logs {
		p.line(2, "%s", l.Path)
		if l.SHA256 != "" {
			p.line(4, "sha256 %s", l.SHA256)
		}
		p.para(4, strings.Join(some("transaction log", l.Kind, l.Note), ", "))
	}
}
