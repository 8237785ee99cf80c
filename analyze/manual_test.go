package analyze

import (
	"iter"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const goodManual = `# a title

The manual. It says # and ## in the middle of a line.

    ## kept as it is

More.

## one

What one means.

Why.

## two
What two means.
`

func TestManual(t *testing.T) {
	for _, doc := range []string{goodManual, strings.ReplaceAll(goodManual, "\n", "\r\n"), strings.TrimSpace(goodManual)} {
		a := &Analyzer{Doc: doc}
		require.Equal(t, "a title", a.Title())
		require.Equal(t, "The manual. It says # and ## in the middle of a line.\n\n    ## kept as it is\n\nMore.", a.Manual())
		require.Equal(t, "What one means.\n\nWhy.", a.RuleDoc("one"))
		require.Equal(t, "What two means.", a.RuleDoc("two"))
		require.Empty(t, a.RuleDoc("three"))
	}
	for _, doc := range []string{"", "no mark", "## one\nText."} {
		require.Empty(t, (&Analyzer{Doc: doc}).Title(), doc)
	}
}

func TestValidate(t *testing.T) {
	good := func() *Analyzer {
		return &Analyzer{
			Name: "some-name", Doc: goodManual,
			Rules: []Rule{{"one", LowSeverity}, {"two", HighSeverity}},
			Look:  func(*Snapshot) []Finding { return nil },
		}
	}
	require.NoError(t, Validate(good()))
	for _, c := range []struct {
		name  string
		spoil func(*Analyzer)
		want  string
	}{
		{"name", func(a *Analyzer) { a.Name = "Some_Name" }, "hyphens"},
		{"no doc", func(a *Analyzer) { a.Doc = "" }, "title"},
		{"title without its mark", func(a *Analyzer) { a.Doc = a.Doc[2:] }, "title"},
		{"title is a sentence", func(a *Analyzer) { a.Doc = strings.Replace(a.Doc, "title", "title.", 1) }, "title"},
		{"no manual", func(a *Analyzer) { a.Doc = "# a title\n\n## one\n\nText." }, "no manual"},
		{"no rules", func(a *Analyzer) { a.Rules = nil }, "no rules"},
		{"rule name", func(a *Analyzer) { a.Rules[0].Name = "a/b" }, "hyphens"},
		{"rule twice", func(a *Analyzer) { a.Rules = append(a.Rules, a.Rules[0]) }, "declared twice"},
		{"rule severity", func(a *Analyzer) { a.Rules[0].Severity = "bad" }, "no severity"},
		{"rule without a section", func(a *Analyzer) { a.Rules = append(a.Rules, Rule{"three", LowSeverity}) }, `no section "## three"`},
		{"section without text", func(a *Analyzer) { a.Doc += "\n## three\n\n"; a.Rules = append(a.Rules, Rule{"three", LowSeverity}) }, "nothing in it"},
		{"section without a rule", func(a *Analyzer) { a.Doc += "\n## three\n\nText.\n" }, `"three", which is no rule`},
		{"section twice", func(a *Analyzer) { a.Doc += "\n## two\n\nText.\n" }, `two sections about rule "two"`},
		{"nothing to run", func(a *Analyzer) { a.Look = nil }, "nothing to run"},
		{"half a join", func(a *Analyzer) { a.Rows = func(*Snapshot) iter.Seq[Row] { return nil } }, "each other"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := good()
			c.spoil(a)
			require.ErrorContains(t, Validate(a), c.want)
		})
	}
}
