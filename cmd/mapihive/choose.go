package main

import (
	"slices"
	"strings"

	"mapihive/analyze"
)

// choose returns the analyzers to run: those of only, or all, without those of skip.
func choose(only, skip []string) ([]*analyze.Analyzer, error) {
	for _, name := range slices.Concat(only, skip) {
		if _, err := analyzerNamed(name); err != nil {
			return nil, err
		}
	}
	chosen := slices.DeleteFunc(analyze.All(), func(a *analyze.Analyzer) bool {
		return len(only) > 0 && !slices.Contains(only, a.Name) || slices.Contains(skip, a.Name)
	})
	if len(chosen) == 0 {
		return nil, usagef(`--only and --skip leave no analyzer to run; "mapihive profiles" reads without judging`)
	}
	return chosen, nil
}

func analyzerNamed(name string) (*analyze.Analyzer, error) {
	for _, a := range analyze.All() {
		if a.Name == name {
			return a, nil
		}
	}
	return nil, usagef("no analyzer is called %q; there are %s", name, strings.Join(analyzerNames(), ", "))
}

func analyzerNames() []string {
	var names []string
	for _, a := range analyze.All() {
		names = append(names, a.Name)
	}
	return names
}
