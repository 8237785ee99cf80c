package report

import "mapihive/report/escape"

// Scrub returns s as a line of a report: see escape.Line. Every line of a text report passes through here, whoever
// made its parts.
func Scrub(s string) string { return escape.Line(s) }
