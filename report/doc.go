// Package report writes what was found: the JSON document for machines and the text that goes into a
// ticket. Every function is pure: the same report gives the same bytes, whatever the clock, the locale
// or the environment say.
package report
