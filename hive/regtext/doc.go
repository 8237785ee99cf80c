// Package regtext is registry text (.reg), the form in which regedit and reg.exe export keys and import them.
//
// [Read] reads one as Windows imports it: line by line, values set again or removed as they come, and as strict in
// what counts as a value. What Windows would not import is left out and noted with its line. What the text has of
// each hive is a [Hive], a hive.Registry whose places are lines: an export has no times, no deleted records and only
// the keys that somebody chose.
//
// A [Text] collects the lines of one and [Write] gives them the heading and the encoding of a file. What is worth
// writing, and what must not be shown, its user decides; what the text has no way to say, BadName and BadText tell.
package regtext
