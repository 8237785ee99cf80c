package report

import (
	"iter"
	"slices"

	"mapihive/analyze"
	"mapihive/analyze/compare"
)

// DiffSchema names the layout of the JSON document that DiffJSON writes.
const DiffSchema = "mapihive/diff/v1"

// Diff is what differs from a to b.
func Diff(a, b *analyze.Snapshot, d *compare.Diff) *Document {
	doc := &Document{Name: "diff"}
	doc.Blocks = blocks(func(p *page) { diffPage(p, a, b, d); p.ranBy(&doc.Run) })
	doc.Value = func() any { return diffValue(&doc.Run, a, b, d) }
	doc.Records = func(yield func(Record) bool) {
		if yieldRun(yield, doc, []analyze.Snapshot{*a, *b}) {
			yieldDifferences(yield, a, b, d)
		}
	}
	return doc
}

func diffValue(run *Run, a, b *analyze.Snapshot, d *compare.Diff) any {
	ids := sourceIDs([]analyze.Snapshot{*a, *b})
	return struct {
		Schema string `json:"schema"`
		Run
		A        sourceID                      `json:"a"`
		B        sourceID                      `json:"b"`
		Equal    bool                          `json:"equal"`
		Gaps     compare.Gaps                  `json:"gaps,omitzero"`
		Chosen   *compare.Chosen               `json:"chosen,omitempty"` // nothing but these two profiles was compared
		Context  []compare.ContextDiff         `json:"context"`
		Profiles iter.Seq[compare.ProfileDiff] `json:"profiles"`
	}{DiffSchema, run.utc(), ids[0], ids[1], d.Equal(), d.Gaps, d.Two, d.Context, slices.Values(d.Profiles)}
}
