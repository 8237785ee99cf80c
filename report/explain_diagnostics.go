package report

import (
	"io"

	"mapihive/hive"
	"mapihive/hive/regf/translog"
)

// ExplainDiagnostics lists every kind of diagnostic and every decision about a transaction log.
func ExplainDiagnostics(w io.Writer, o TextOptions) error {
	p := newPage(o)
	p.title("=", "Diagnostics")
	p.blank()
	p.para(0, "A diagnostic says that the evidence is broken or unusual at one place and that reading went on. The list of kinds is closed. Kinds of damage mean that bytes of the hive are broken, and make a hive damaged that is neither dirty nor replayed; notes never do.")
	for _, group := range []struct {
		title  string
		damage bool
	}{{"Damage", true}, {"Notes", false}} {
		p.blank()
		p.title("-", group.title)
		p.blank()
		for _, d := range hive.KindDocs() {
			if d.Damage() == group.damage {
				p.field(2, kindColumn, string(d.Kind), d.Doc)
			}
		}
	}
	p.blank()
	p.title("-", "Transaction logs")
	p.blank()
	p.para(0, "Decisions about transaction logs, and why reading one ended. Those marked ! give a diagnostic of kind "+string(hive.KindLog)+".")
	p.blank()
	for _, m := range translog.Kinds() {
		mark := "  "
		if m.Warn {
			mark = "! "
		}
		p.field(0, kindColumn+2, mark+string(m.Kind), m.Text)
	}
	return p.flush(w)
}

// kindColumn is the columns for the name of a kind, two spaces included.
const kindColumn = 20
