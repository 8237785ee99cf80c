package report

import (
	"fmt"
	"iter"

	"mapihive/analyze"
	"mapihive/analyze/compare"
	"mapihive/hive"
	"mapihive/hive/english"
)

// CollectionDiffSchema names the layout of the JSON document about two collections.
const CollectionDiffSchema = "mapihive/collection-diff/v1"

// CollectionDiff is what differs between the hives of two folders or archives.
type CollectionDiff struct {
	A, B hive.Text // the folders or archives, as given

	Differ       []HiveDiff
	Same         []hive.Text        // names of those in which nothing differs
	OnlyA, OnlyB []analyze.Snapshot // that have no partner
	Skipped      []Skipped          // that could not be read
}

// HiveDiff is what differs in a hive that both collections have. Its name is the path below B; how its partner was
// found is said where that is not by this path.
type HiveDiff struct {
	Name hive.Text
	By   string
	A, B *analyze.Snapshot
	Diff compare.Diff
}

// Equal reports whether nothing differs and nothing was left out.
func (c *CollectionDiff) Equal() bool { return len(c.Differ)+len(c.OnlyA)+len(c.OnlyB) == 0 }

// Diffs is what differs between two collections, hive by hive.
func Diffs(c *CollectionDiff) *Document {
	d := &Document{Name: "collection-diff"}
	d.Blocks = blocks(func(p *page) { p.collectionDiff(c); p.ranBy(&d.Run) })
	d.Value = func() any {
		return struct {
			Schema string `json:"schema"`
			Run
			A       hive.Text               `json:"a"`
			B       hive.Text               `json:"b"`
			Equal   bool                    `json:"equal"`
			Differ  iter.Seq[hiveDiffValue] `json:"differ"`
			Same    []hive.Text             `json:"same"`
			OnlyA   []sourceID              `json:"only_a"`
			OnlyB   []sourceID              `json:"only_b"`
			Skipped []Skipped               `json:"skipped"`
		}{CollectionDiffSchema, d.Run.utc(), c.A, c.B, c.Equal(), each(c.Differ, newHiveDiffValue), list(c.Same), sourceIDs(c.OnlyA), sourceIDs(c.OnlyB), list(c.Skipped)}
	}
	d.Records = func(yield func(Record) bool) { yieldCollectionDiff(yield, d, c) }
	return d
}

type hiveDiffValue struct {
	Name     hive.Text             `json:"name"`
	By       string                `json:"paired_by,omitempty"`
	A        sourceID              `json:"a"`
	B        sourceID              `json:"b"`
	Gaps     compare.Gaps          `json:"gaps,omitzero"`
	Context  []compare.ContextDiff `json:"context"`
	Profiles []compare.ProfileDiff `json:"profiles"`
}

func newHiveDiffValue(h *HiveDiff) hiveDiffValue {
	ids := sourceIDs([]analyze.Snapshot{*h.A, *h.B})
	return hiveDiffValue{h.Name, h.By, ids[0], ids[1], h.Diff.Gaps, h.Diff.Context, h.Diff.Profiles}
}

// yieldCollectionDiff yields the records of each pair. A source that has no partner is one difference.
func yieldCollectionDiff(yield func(Record) bool, d *Document, c *CollectionDiff) {
	if !yield(newRunRecord(&d.Run, d.Name, 0)) {
		return
	}
	wanted := true
	put := func(r Record) bool {
		wanted = wanted && yield(r)
		return wanted
	}
	for i := range c.OnlyA {
		s := &c.OnlyA[i]
		put(newSourceRecord(s))
		put(sourceDifference{differenceHead{"difference", "source", s.Path, s.UserKey, s.SHA256, c.B, "", ""}, compare.Removed})
	}
	for i := range c.OnlyB {
		s := &c.OnlyB[i]
		put(newSourceRecord(s))
		put(sourceDifference{differenceHead{"difference", "source", c.A, "", "", s.Path, s.UserKey, s.SHA256}, compare.Added})
	}
	for i := range c.Differ {
		h := &c.Differ[i]
		put(newSourceRecord(h.A))
		put(newSourceRecord(h.B))
		yieldDifferences(put, h.A, h.B, &h.Diff)
	}
	for _, s := range c.Skipped {
		put(skippedRecord{head{Record: "skipped", Source: s.Path}, s.Reason})
	}
}

// sourceDifference is a source that only one of two collections has; the other is named by its path.
type sourceDifference struct {
	differenceHead
	Difference compare.Kind `json:"kind"`
}

func (p *page) collectionDiff(c *CollectionDiff) {
	p.title("Differences between collections")
	p.line(0, "A  %s", c.A)
	p.line(0, "B  %s", c.B)
	p.gap()
	p.para(0, fmt.Sprintf("In both: %s, of which %d %s. Only in A: %d. Only in B: %d.",
		english.Count(len(c.Same)+len(c.Differ), "hive"), len(c.Differ), verb(len(c.Differ), "differs", "differ"), len(c.OnlyA), len(c.OnlyB)))
	if len(c.Same) > 0 {
		p.para(0, "What is the same was compared in profiles, user, Outlook versions, drives and default profile. Other parts of the hives were not compared.")
	}
	if len(c.Skipped) > 0 && len(c.OnlyA)+len(c.OnlyB) > 0 {
		p.para(0, "What stands only in A or only in B may have its partner in what could not be read.")
	}
	for _, side := range []struct {
		title string
		of    []analyze.Snapshot
	}{{"Only in A", c.OnlyA}, {"Only in B", c.OnlyB}} {
		if len(side.of) == 0 {
			continue
		}
		p.section(side.title)
		for i := range side.of {
			s := &side.of[i]
			p.line(0, "%s", s.Title())
			p.facts(2, some(s.User.Name.String(), s.User.SID, english.Count(len(s.Profiles), "profile"))...)
			if s.SHA256 != "" {
				p.line(2, "sha256 %s", s.SHA256)
			}
		}
	}
	if len(c.Skipped) > 0 {
		p.section("Not compared")
		for _, s := range c.Skipped {
			p.line(0, "%s", s.Path)
			p.para(2, s.Reason)
		}
	}
	for i := range c.Differ {
		h := &c.Differ[i]
		p.gap()
		p.title("Differences in " + h.Name.String())
		if h.By != "" {
			p.para(0, h.By)
			p.gap()
		}
		p.diffBody(h.A, h.B, &h.Diff)
	}
}

// verb is one of two forms, by a number.
func verb(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}
