package report_test

import (
	"bytes"
	"context"
	"fmt"
	"log"
	"strings"

	"mapihive/analyze"
	"mapihive/analyze/collect"
	"mapihive/report"
)

// A report of one hive, as text for a ticket. Another of the Formats writes the same document for programs. Nothing
// in it depends on a clock: the same case gives the same bytes.
func Example() {
	c := analyze.Case{Sources: []analyze.Snapshot{
		collect.Take(context.Background(), "../testdata/demo-NTUSER.DAT", collect.Options{}),
	}}
	r := report.New(&c)
	var text bytes.Buffer
	format := report.Formats()[0] // text
	if err := report.Analysis(r).Write(&text, format, report.TextOptions{Width: 80}); err != nil {
		log.Fatal(err)
	}
	summary, _, _ := strings.Cut(text.String(), "Findings\n----")
	fmt.Print(summary)
	// Output:
	// MAPI profile report
	// ===================
	//
	// User      alice  S-1-5-21-2018044431-1715567821-682003330-1107
	// Host      not known
	// Product   Outlook 2007 (12.0)
	// Hive      ../testdata/demo-NTUSER.DAT
	//           24,576 bytes
	// Written   2011-03-08T17:02:11Z, by its base block
	// Embedded  file name "\??\C:\Users\alice\ntuser.dat"
	// sha256    b44615573cb5a49dccf750c655b09b641e4725ba8bf34bfcfcd0227fbd61bd33
	// State     clean: the hive was written to its end
	// Profiles  4 live, 1 deleted, 1 recovered
	//           "Outlook" (default), "Backup", "Mail Scanner", "Outlook 2009" and 1
	//           more
	// Verdict   HIGH, high confidence: 3 profiles ("Backup", "Mail Scanner" and
	//           "Outlook") name the PST file
	//           "C:\Users\alice\Documents\Outlook Files\Archive.pst" by 3 paths that
	//           are written differently but lead to the same file.
	// Findings  1 HIGH, 1 MEDIUM, 2 LOW, 1 INFORMATIONAL
	//           1. HIGH  pst-path/spelling
	//           2. MEDIUM  orphan/name-collision
	//           3. LOW  mapping-signature/mismatch
	//           4. LOW  orphan/pending-deletion
	//           5. INFORMATIONAL  orphan/deleted-profile-recovered
	// Checked   pst-path, ost-path, orphan, mapping-signature, profile-consistency,
	//           foreign-provider
	// Next      do what finding 1 says under "What to do"
}
