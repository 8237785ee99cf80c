// Package report writes what was found. A [Document] is what one question is answered with - [Analysis], [Accounts]
// and the others - and a [Format] is one way to write it: text for a ticket, a page of HTML, one JSON document, JSON lines and
// tables for programs. Every function is pure: the same document gives the same bytes, whatever the clock, the
// locale or the environment say.
//
// A document is made of three things, of which it has what makes sense for it. Blocks are for people: headings,
// sentences, labels, facts, steps, tables, without widths and escapes, which are the business of the writer; a [View]
// says how much of a report they are, and [Fold] what of them is folded or left out. A value
// is what the JSON document is. Records are facts of use alone: each names its source, by path and hash. [Layouts] are
// the JSON Schemas of values and records, made of their structs.
// A further document is one function that returns one, a further format one entry of [Formats].
package report
