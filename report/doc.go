// Package report writes what was found: the JSON document for machines and the text that goes into a
// ticket. Start with a [Report], which [Text] and [JSON] write whole; [Tree], [Stores], [AccountsText],
// [Diff] and [Reg] answer one question each from the same snapshots. Every function is pure: the same
// report gives the same bytes, whatever the clock, the locale or the environment say.
package report
