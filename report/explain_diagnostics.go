package report

import (
	"io"

	"mapihive/hive"
	"mapihive/hive/regf/translog"
)

// ExplainDiagnostics lists every kind of diagnostic and every decision about a transaction log.
func ExplainDiagnostics(w io.Writer, o TextOptions) error {
	return writeText(w, blocks(diagnosticsPage), o)
}

func diagnosticsPage(p *page) {
	p.title("Diagnostics")
	p.para(0, "A diagnostic says that the evidence is broken or unusual at one place and that reading went on. The list of kinds is closed. Kinds of damage mean that bytes of the hive are broken, and make a hive damaged that is neither dirty nor replayed; notes never do.")
	for _, group := range []struct {
		title  string
		damage bool
	}{{"Damage", true}, {"Notes", false}} {
		p.section(group.title)
		for _, d := range hive.KindDocs() {
			if d.Damage() == group.damage {
				p.pair(2, kindGroup, string(d.Kind), d.Doc)
			}
		}
	}
	p.section("Transaction logs")
	p.para(0, "Decisions about transaction logs, and why reading one ended. Those marked ! give a diagnostic of kind "+string(hive.KindLog)+".")
	p.gap()
	for _, m := range translog.Kinds() {
		mark := "  "
		if m.Warn {
			mark = "! "
		}
		p.pair(0, decisionGroup, mark+string(m.Kind), m.Text)
	}
}
