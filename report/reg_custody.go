package report

import (
	"strings"

	"mapihive/analyze"
)

// custody writes comments that say what identifies the hive besides its bytes, which logs were left alone, and what
// wrote the text.
func (r *regWriter) custody(s *analyze.Snapshot) {
	if facts := baseFacts(s); len(facts) > 0 {
		r.comment(strings.Join(facts, ", "))
	}
	for _, l := range s.Logs {
		if l.Applied == 0 {
			r.comment("transaction log not applied: " + quote(l.Path))
			r.comment("why: " + l.Note)
		}
	}
	if by := &r.o.By; by.Tool.Name != "" {
		r.comment("tool: " + by.Tool.made())
		r.comment("arguments: " + arguments(by.Tool.Args))
	}
	for _, o := range r.o.By.Options.words() {
		r.comment("read " + o)
	}
}
