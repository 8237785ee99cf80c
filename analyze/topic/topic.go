// Package topic finds what a word means that somebody has in hand: the name of an analyzer, rule, property,
// diagnostic or decision about a log, the UID of a profile section, a DLL, or the error that a user sees. Start with
// Find.
package topic

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"mapihive/analyze"
	"mapihive/hive/mapi/prop"
)

// Topic is one thing that can be explained.
type Topic struct {
	Kind    Kind
	Name    string
	Also    []string // other names and forms of it
	Text    string   // paragraphs, divided by empty lines
	Rules   []string // "analyzer/rule" or "analyzer" that have to do with it
	Collect []string // of a symptom: what to collect

	Analyzer *analyze.Analyzer // of an Analyzer or a Rule, whose manual is the text
	Rule     analyze.Rule

	def prop.TagDef // of a Property
}

// Kind is what a topic is.
type Kind string

// Kinds of topics.
const (
	Analyzer   Kind = "analyzer"
	Rule       Kind = "rule"
	Property   Kind = "property"
	Section    Kind = "section"
	Module     Kind = "provider DLL"
	Diagnostic Kind = "diagnostic"
	Decision   Kind = "decision about a transaction log"
	Symptom    Kind = "symptom"
)

// UnknownError says that a word means nothing, or that it begins several names.
type UnknownError struct {
	Word string
	Near []string // names that begin with it, or hold it; sorted
}

func (e *UnknownError) Error() string {
	const most = 8
	near := e.Near
	switch n := len(near); {
	case n == 0:
		return fmt.Sprintf("nothing is called %q", e.Word)
	case n > most:
		near = append(slices.Clone(near[:most]), fmt.Sprintf("%d more", n-most))
	}
	return fmt.Sprintf("nothing is called %q; did you mean %s?", e.Word, strings.Join(near, ", "))
}

// Find returns what a word means: every topic of that name in any case, or the one whose name begins with it. Its
// error is an *UnknownError.
func Find(analyzers []*analyze.Analyzer, word string) ([]Topic, error) {
	want := fold(word)
	all := topics(analyzers)
	var exact []Topic
	begins, holds := map[string]Topic{}, map[string]bool{}
	for _, t := range all {
		names := append([]string{t.Name}, t.Also...)
		if slices.ContainsFunc(names, func(n string) bool { return fold(n) == want }) {
			exact = append(exact, t)
		}
		for _, n := range names {
			switch f := fold(n); {
			case want != "" && strings.HasPrefix(f, want):
				begins[t.id()] = t
			case len(want) > 2 && strings.Contains(f, want):
				holds[t.Name] = true
			}
		}
	}
	if len(exact) == 0 {
		exact = byForm(word)
	}
	for id, t := range begins { // an analyzer stands for its rules
		if _, whole := begins[(&Topic{Kind: Analyzer, Name: t.ofAnalyzer()}).id()]; t.Kind == Rule && whole {
			delete(begins, id)
		}
	}
	if len(exact) == 0 && len(begins) == 1 {
		exact = slices.Collect(maps.Values(begins))
	}
	if len(exact) > 0 {
		for i := range exact {
			exact[i].describe(analyzers)
		}
		return exact, nil
	}
	e := &UnknownError{Word: word}
	for _, t := range begins {
		holds[t.Name] = true
	}
	for name := range holds {
		e.Near = append(e.Near, name)
	}
	slices.SortFunc(e.Near, func(x, y string) int { return cmp.Or(cmp.Compare(len(x), len(y)), cmp.Compare(x, y)) })
	return nil, e
}

// Names lists what is worth completing: analyzers and their rules, symptoms, diagnostics and decisions.
func Names(analyzers []*analyze.Analyzer) []string {
	var out []string
	for _, t := range topics(analyzers) {
		if t.Kind != Property && t.Kind != Section && t.Kind != Module {
			out = append(out, t.Name)
		}
	}
	return out
}

// describe fills in what takes long and is of use for the topics that were found alone.
func (t *Topic) describe(analyzers []*analyze.Analyzer) {
	switch {
	case t.Text != "":
	case t.Kind == Analyzer:
		t.Text = t.Analyzer.Manual()
	case t.Kind == Rule:
		t.Text = t.Analyzer.RuleDoc(t.Rule.Name)
	case t.Kind == Property:
		t.describeProperty(analyzers)
	}
}

// ofAnalyzer is the name of the analyzer of a topic about one, "" for another topic.
func (t *Topic) ofAnalyzer() string {
	if t.Analyzer == nil {
		return ""
	}
	return t.Analyzer.Name
}

func (t *Topic) id() string { return string(t.Kind) + " " + t.Name }

// fold makes names comparable: letters in lower case, and no difference between a hexadecimal number with and
// without 0x.
func fold(name string) string {
	return strings.TrimPrefix(strings.ToLower(strings.TrimSpace(name)), "0x")
}

func topics(analyzers []*analyze.Analyzer) []Topic {
	var out []Topic
	for _, a := range analyzers {
		out = append(out, Topic{Kind: Analyzer, Name: a.Name, Analyzer: a})
		for _, r := range a.Rules {
			out = append(out, Topic{Kind: Rule, Name: a.Name + "/" + r.Name, Also: []string{r.Name}, Analyzer: a, Rule: r})
		}
	}
	out = append(out, symptoms()...)
	out = append(out, kinds()...)
	out = append(out, modules()...)
	out = append(out, sections()...)
	return append(out, properties()...)
}
