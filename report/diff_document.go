package report

import (
	"io"
	"iter"
	"slices"

	"mapihive/analyze"
)

// DiffSchema names the layout of the JSON document that DiffJSON writes.
const DiffSchema = "mapihive/diff/v1"

// diffDocument is what differs from a to b.
func diffDocument(a, b *analyze.Snapshot, d *analyze.Diff) *Document {
	return &Document{
		Name:    "diff",
		Blocks:  blocks(func(p *page) { diffPage(p, a, b, d) }),
		Value:   func() any { return diffValue(a, b, d) },
		Records: diffRecords(a, b, d),
	}
}

// Diff writes what differs from a to b as text.
func Diff(w io.Writer, a, b *analyze.Snapshot, d *analyze.Diff, o TextOptions) error {
	return writeText(w, diffDocument(a, b, d).Blocks, o)
}

// DiffJSON writes it as one indented document.
func DiffJSON(w io.Writer, a, b *analyze.Snapshot, d *analyze.Diff) error {
	return writeJSON(w, diffValue(a, b, d))
}

func diffValue(a, b *analyze.Snapshot, d *analyze.Diff) any {
	ids := sourceIDs([]analyze.Snapshot{*a, *b})
	return struct {
		Schema   string                        `json:"schema"`
		A        sourceID                      `json:"a"`
		B        sourceID                      `json:"b"`
		Equal    bool                          `json:"equal"`
		Gaps     analyze.DiffGaps              `json:"gaps,omitzero"`
		Context  []analyze.ContextDiff         `json:"context"`
		Profiles iter.Seq[analyze.ProfileDiff] `json:"profiles"`
	}{DiffSchema, ids[0], ids[1], d.Equal(), d.Gaps, d.Context, slices.Values(d.Profiles)}
}
