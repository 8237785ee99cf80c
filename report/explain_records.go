package report

import (
	"iter"

	"mapihive/analyze"
)

// ExplainSchema names the layout of the JSON documents that explain.
const ExplainSchema = "mapihive/explain/v1"

// ruleRecord is one rule of an analyzer.
type ruleRecord struct {
	Record   string           `json:"record" csv:"-"`
	Analyzer string           `json:"analyzer"`
	Title    string           `json:"title"` // of the analyzer
	Rule     string           `json:"rule"`
	Severity analyze.Severity `json:"severity"` // at most
	Doc      string           `json:"doc" csv:"-"`
}

// RecordKind is "rule".
func (r ruleRecord) RecordKind() string { return r.Record }

// explanation is a page about analyzers, or about one rule of one of them.
func explanation(as []*analyze.Analyzer, only *analyze.Rule, page func(*page)) *Document {
	rules := func(yield func(ruleRecord) bool) {
		for _, a := range as {
			for _, r := range a.Rules {
				if only != nil && r.Name != only.Name {
					continue
				}
				if !yield(ruleRecord{"rule", a.Name, a.Title(), r.Name, r.Severity, a.RuleDoc(r.Name)}) {
					return
				}
			}
		}
	}
	return &Document{
		Name:   "explain",
		Blocks: blocks(page),
		Value: func() any {
			return struct {
				Schema string               `json:"schema"`
				Rules  iter.Seq[ruleRecord] `json:"rules"`
			}{ExplainSchema, rules}
		},
		Records: records(rules),
		Row:     ruleRecord{},
	}
}
