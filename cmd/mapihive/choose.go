package main

import (
	"slices"
	"strings"

	"mapihive/analyze"
)

// choose returns the analyzers to run: those of only, or all, without those of skip.
func (a *app) choose(only, skip []string) ([]*analyze.Analyzer, error) {
	for _, name := range slices.Concat(only, skip) {
		if _, err := a.analyzerNamed(name); err != nil {
			return nil, err
		}
	}
	chosen := slices.DeleteFunc(slices.Clone(a.analyzers), func(an *analyze.Analyzer) bool {
		return len(only) > 0 && !slices.Contains(only, an.Name) || slices.Contains(skip, an.Name)
	})
	if len(chosen) == 0 {
		return nil, usagef(`--only and --skip leave no analyzer to run; "mapihive profiles" reads without judging`)
	}
	return chosen, nil
}

func (a *app) analyzerNamed(name string) (*analyze.Analyzer, error) {
	for _, an := range a.analyzers {
		if an.Name == name {
			return an, nil
		}
	}
	return nil, usagef("no analyzer is called %q; there are %s", name, strings.Join(a.analyzerNames(), ", "))
}

func (a *app) analyzerNames() []string { return namesOf(a.analyzers) }

func namesOf(analyzers []*analyze.Analyzer) []string {
	var names []string
	for _, an := range analyzers {
		names = append(names, an.Name)
	}
	return names
}
