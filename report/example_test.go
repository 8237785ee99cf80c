package report_test

import (
	"bytes"
	"context"
	"fmt"
	"log"
	"strings"
	"time"

	"mapihive/analyze"
	"mapihive/analyze/collect"
	"mapihive/report"
)

// A report of one hive, as text for a ticket. Another of the Formats writes the same document for programs. The
// clock is the caller's: the same report gives the same bytes.
func Example() {
	started := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	c := analyze.Case{Sources: []analyze.Snapshot{
		collect.Take(context.Background(), "../testdata/demo-NTUSER.DAT", collect.Options{}),
	}}
	r := report.Report{
		Schema:   report.Schema,
		Run:      report.Run{Tool: report.Tool{Name: "example", Version: "1"}, Started: started, Finished: started.Add(time.Second)},
		Sources:  c.Sources,
		Findings: analyze.Run(&c, analyze.All()),
	}
	var text bytes.Buffer
	format := report.Formats()[0] // text
	if err := report.Analysis(&r).Write(&text, format, report.TextOptions{Width: 80}); err != nil {
		log.Fatal(err)
	}
	summary, _, _ := strings.Cut(text.String(), "Findings\n----")
	fmt.Print(summary)
	// Output:
	// MAPI profile report
	// ===================
	//
	// Hive      ../testdata/demo-NTUSER.DAT
	//           24,576 bytes
	// State     clean: the hive was written to its end
	// Profiles  4 live, 1 deleted, 1 recovered
	// Findings  1 HIGH, 1 MEDIUM, 2 LOW, 1 INFORMATIONAL
	// Next      do what finding 1 says under "What to do"
}
