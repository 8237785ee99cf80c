package report

import (
	"iter"

	"mapihive/hive"
	"mapihive/hive/regf/translog"
)

// Kinds is every kind of diagnostic and every decision about a transaction log.
func Kinds() *Document {
	return &Document{
		Name:   "explain",
		Blocks: blocks(diagnosticsPage),
		Value: func() any {
			return struct {
				Schema string               `json:"schema"`
				Kinds  iter.Seq[kindRecord] `json:"kinds"`
			}{ExplainSchema, kindRecords}
		},
		Records: records(kindRecords),
		Row:     kindRecord{},
	}
}

// kindRecord is one kind of diagnostic, or one decision about a transaction log.
type kindRecord struct {
	Record string `json:"record"` // "kind" or "decision"
	Kind   string `json:"kind"`
	Damage bool   `json:"damage"` // it makes a hive damaged
	Warns  bool   `json:"warns"`  // it is a diagnostic: of the decisions not all are
	Doc    string `json:"doc"`
}

// RecordKind is "kind" or "decision".
func (r kindRecord) RecordKind() string { return r.Record }

func kindRecords(yield func(kindRecord) bool) {
	for _, d := range hive.KindDocs() {
		if !yield(kindRecord{"kind", string(d.Kind), d.Damage(), true, d.Doc}) {
			return
		}
	}
	for _, m := range translog.Kinds() {
		if !yield(kindRecord{"decision", string(m.Kind), false, m.Warn, m.Text}) {
			return
		}
	}
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
