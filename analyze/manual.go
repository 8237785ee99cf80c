package analyze

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// A manual is one page for people who read the source and for mapihive explain:
//
//	# a short title without a full stop
//
//	Cause, what is known and from where, what is not reported, what to do.
//
//	## rule
//
//	What a finding of the rule means, why it matters, what to do.
//
// Lines that begin with a space are printed as they are, all others as paragraphs. No other mark-up is
// read: what stands there is what a terminal shows.
type manual struct {
	title, text string
	rules       []section
}

// section is what a manual says about one rule.
type section struct{ rule, text string }

func (a *Analyzer) manual() manual {
	var m manual
	doc := strings.ReplaceAll(a.Doc, "\r\n", "\n") // as git on Windows may check it out
	head, rest, _ := strings.Cut(doc, "\n")
	if title, ok := strings.CutPrefix(head, "# "); ok {
		m.title = strings.TrimSpace(title)
	}
	parts := strings.Split("\n"+rest, "\n## ")
	m.text = strings.Trim(parts[0], "\n")
	for _, part := range parts[1:] {
		rule, text, _ := strings.Cut(part, "\n")
		m.rules = append(m.rules, section{strings.TrimSpace(rule), strings.Trim(text, "\n")})
	}
	return m
}

// Title returns the title of the analyzer's manual.
func (a *Analyzer) Title() string { return a.manual().title }

// Manual returns the analyzer's manual without its title and what it says about single rules.
func (a *Analyzer) Manual() string { return a.manual().text }

// RuleDoc returns what the analyzer's manual says about a rule.
func (a *Analyzer) RuleDoc(rule string) string {
	m := a.manual()
	i := slices.IndexFunc(m.rules, func(s section) bool { return s.rule == rule })
	if i < 0 {
		return ""
	}
	return m.rules[i].text
}

// Validate says what is wrong with how an analyzer is written: its names, manual, rules or functions.
func Validate(a *Analyzer) error {
	nameRE := regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)
	var errs []error
	bad := func(format string, args ...any) {
		errs = append(errs, fmt.Errorf("analyzer %q: "+format, append([]any{a.Name}, args...)...))
	}
	if !nameRE.MatchString(a.Name) {
		bad("the name must be lower-case words joined by hyphens")
	}
	if t := a.Title(); t == "" || strings.HasSuffix(t, ".") {
		bad(`the Doc must start with a title, "# ...", that has no full stop`)
	}
	if a.Manual() == "" {
		bad("the Doc has no manual after its title")
	}
	if len(a.Rules) == 0 {
		bad("there are no rules")
	}
	seen := map[string]bool{}
	for _, r := range a.Rules {
		if !nameRE.MatchString(r.Name) {
			bad("rule %q: the name must be lower-case words joined by hyphens", r.Name)
		}
		if seen[r.Name] {
			bad("rule %q is declared twice", r.Name)
		}
		seen[r.Name] = true
		if r.Severity.rank() < 0 {
			bad("rule %q: %q is no severity", r.Name, r.Severity)
		}
		if strings.TrimSpace(a.RuleDoc(r.Name)) == "" {
			bad("rule %q: the Doc has no section \"## %s\", or nothing in it", r.Name, r.Name)
		}
	}
	described := map[string]bool{}
	for _, s := range a.manual().rules {
		if !seen[s.rule] {
			bad("the Doc has a section about %q, which is no rule", s.rule)
		}
		if described[s.rule] {
			bad("the Doc has two sections about rule %q", s.rule)
		}
		described[s.rule] = true
	}
	if (a.Rows == nil) != (a.Join == nil) {
		bad("Rows and Join need each other")
	}
	if a.Look == nil && a.Join == nil {
		bad("there is nothing to run")
	}
	return errors.Join(errs...)
}
