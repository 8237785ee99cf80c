package report

import (
	"fmt"
	"strings"

	"mapihive/analyze"
	"mapihive/hive"
	"mapihive/hive/english"
	"mapihive/hive/mapi"
)

// head writes comments that say where the profile comes from, what importing the text does and what it lacks.
func (r *regWriter) head(s *analyze.Snapshot, p *mapi.Profile) {
	r.comment("MAPI profile " + quote(p.Name) + ", written by mapihive")
	what := "hive: "
	if s.State == hive.Export {
		what = "registry text: "
	}
	r.comment(what + quote(s.Title()))
	if s.SHA256 != "" {
		r.comment("sha256: " + s.SHA256)
	}
	r.comment(size(s.Size) + ", " + string(s.State))
	r.custody(s)
	for _, l := range s.Logs {
		if l.Applied > 0 {
			r.comment("transaction log applied: " + quote(l.Path) + " sha256 " + l.SHA256)
			if len(l.Doubts) > 0 {
				r.comment("which may be another hive's: " + strings.Join(l.Doubts, "; "))
			}
		}
	}
	r.comment("key: " + quote(p.Key))
	r.comment(strings.Join(some(position(p.Place), inLog(p.File), written(p.LastWrite)), ", "))
	r.comment(fmt.Sprintf("state: %s, %s confidence", p.State, p.Confidence))
	if p.Kind != "" {
		r.comment(fmt.Sprintf("place: %s, %s confidence: %s", p.Kind, p.Sure, p.Why))
	}
	for _, n := range p.Notes {
		r.comment("note: " + n)
	}
	for _, m := range p.Missing {
		r.comment(fmt.Sprintf("missing: section %s, which value %s of key %s names", m.UID, quote(m.Fact.Value), quote(m.Fact.Key)))
	}
	r.comment(fmt.Sprintf("holds: %s and %s", english.Count(r.keys, "section key"), english.Count(r.values, "value")))
	r.place(p)
	if r.o.WithSecrets && len(r.secrets) > 0 {
		r.comment(fmt.Sprintf("secrets: %s below. Data that Windows protected (DPAPI) open for the same user only.", english.Count(len(r.secrets), "secret")))
	}
	if !r.o.WithSecrets && len(r.secrets) > 0 {
		r.comment(fmt.Sprintf("secrets: %s left out; export --with-secrets writes them.", english.Count(len(r.secrets), "secret")))
		for _, l := range r.secrets {
			r.comment("left out: " + l + ": a secret")
		}
	}
	for _, l := range r.lost {
		r.comment("left out: " + l)
	}
}

// inLog names the transaction log that an offset counts in, "" for the hive file.
func inLog(log hive.Text) string {
	if log == "" {
		return ""
	}
	return "in transaction log " + quote(log)
}

// place says where an import puts the profile and what else it takes.
func (r *regWriter) place(p *mapi.Profile) {
	if to := r.o.To; to.Key().Equal(p.Key) {
		r.comment("Importing writes the profile where it stood.")
	} else {
		r.comment("Importing makes the profile " + quote(to.Name) + " below " + quote(to.Holder) + ", where Outlook looks for it.")
	}
	r.comment("Import it as the user it belongs to, with Outlook closed. An import adds and overwrites values; it removes nothing.")
}

// comment writes text as comment lines.
func (r *regWriter) comment(text string) {
	for i, l := range wrap(Scrub(text), 76) {
		if i > 0 {
			l = "  " + l
		}
		r.about.Comment(l)
	}
}
