package report

import (
	"iter"
	"strings"

	"mapihive/analyze"
	"mapihive/analyze/topic"
)

// Topics is what a word means that somebody has in hand.
func Topics(ts []topic.Topic) *Document {
	if len(ts) == 1 {
		switch t := &ts[0]; t.Kind {
		case topic.Analyzer:
			return Manual(t.Analyzer)
		case topic.Rule:
			return RuleManual(t.Analyzer, t.Rule)
		}
	}
	found := func(yield func(topicRecord) bool) {
		for i := range ts {
			t := &ts[i]
			if !yield(topicRecord{"topic", t.Kind, t.Name, t.Also, t.Text, t.Rules, t.Collect}) {
				return
			}
		}
	}
	return &Document{
		Name: "explain",
		Blocks: blocks(func(p *page) {
			for i := range ts {
				p.topic(&ts[i], i == 0)
			}
		}),
		Value: func() any {
			return struct {
				Schema string                `json:"schema"`
				Topics iter.Seq[topicRecord] `json:"topics"`
			}{ExplainSchema, found}
		},
		Records: records(found),
		Row:     topicRecord{},
	}
}

// topicRecord is one meaning of a word.
type topicRecord struct {
	Record  string     `json:"record" csv:"-"`
	Kind    topic.Kind `json:"kind"`
	Name    string     `json:"name"`
	Also    []string   `json:"also,omitempty" csv:"-"`
	Doc     string     `json:"doc" csv:"-"`
	Rules   []string   `json:"rules,omitempty" csv:"-"`
	Collect []string   `json:"collect,omitempty" csv:"-"`
}

// RecordKind is "topic".
func (r topicRecord) RecordKind() string { return r.Record }

func (p *page) topic(t *topic.Topic, first bool) {
	head := t.Name + ": " + string(t.Kind)
	if first {
		p.title(head)
	} else {
		p.section(head)
	}
	if len(t.Also) > 0 && t.Kind != topic.Rule {
		p.pair(0, topicGroup, "Also", strings.Join(t.Also, ", "))
		p.gap()
	}
	if t.Kind == topic.Rule {
		p.put(&Block{Kind: Line, Text: "Severity: at most " + upper(t.Rule.Severity), Severities: []analyze.Severity{t.Rule.Severity}})
		p.gap()
	}
	p.manual(t.Text)
	if len(t.Rules) > 0 {
		p.gap()
		p.pair(0, topicGroup, "Rules", strings.Join(t.Rules, ", "))
	}
	if len(t.Collect) > 0 {
		p.gap()
		p.para(0, "What to collect:")
		p.steps(0, strings.Join(t.Collect, "\n"))
	}
}
