package main

import (
	"slices"
	"strings"

	"mapihive/analyze"
)

// choose returns the analyzers to run: those of only, or all, without those of skip.
func (a *app) choose(only, skip []string) ([]*analyze.Analyzer, error) {
	var err error
	if only, err = a.wholeNames("--only", only); err != nil {
		return nil, err
	}
	if skip, err = a.wholeNames("--skip", skip); err != nil {
		return nil, err
	}
	chosen := slices.DeleteFunc(slices.Clone(a.analyzers), func(an *analyze.Analyzer) bool {
		return len(only) > 0 && !slices.Contains(only, an.Name) || slices.Contains(skip, an.Name)
	})
	if len(chosen) == 0 {
		return nil, usagef(`--only and --skip leave no analyzer to run; "mapihive profiles" reads without judging`)
	}
	return chosen, nil
}

// wholeNames are the names of the analyzers that a flag means.
func (a *app) wholeNames(flag string, given []string) ([]string, error) {
	names := make([]string, len(given))
	for i, name := range given {
		var err error
		if names[i], err = oneWord(flag, name, a.analyzerNames()); err != nil {
			return nil, err
		}
	}
	return names, nil
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
