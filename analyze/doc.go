// Package analyze turns snapshots of evidence into findings.
//
// Package collect makes a [Snapshot] of a file; start with its Take. Put the snapshots that belong together into a
// [Case], and [Run] the analyzers of [All], or your own, over it. The examples show it.
//
// A [Snapshot] is the inert facts of one source: custody, user, profiles, diagnostics. What it was made of is gone, so
// that a case of many hives costs little; written as JSON and read again it gives the same findings. A [Whole] has
// the contents of the profiles beside it, for those who show or compare every value. [StoreReferences], [StoreFiles]
// and [Accounts] say what the profiles of many snapshots open and connect to. An [Analyzer] is a value: its name, its manual, its rules, and functions that look at one snapshot, or, where facts of
// several sources meet, a function that gives each fact a key and one over the facts that share a key; on
// one machine the meeting place is a map. [All] is the list; a new analyzer is a file, its manual and one
// line there.
//
// A finding says what the evidence means, with a severity, a confidence and the evidence itself. Where the
// evidence supports two readings, both are said. The manual of an analyzer is data: a page of Markdown
// beside its code, with a section for each rule, that mapihive explain prints; [Validate] holds it to the
// rules.
package analyze
