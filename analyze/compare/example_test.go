package compare_test

import (
	"context"
	"fmt"

	"mapihive/analyze/collect"
	"mapihive/analyze/compare"
)

// Two profiles of one hive: what differs, by name.
func ExampleTwo() {
	w := collect.TakeWhole(context.Background(), "../../testdata/demo-NTUSER.DAT", collect.Options{Contents: true})
	a, b := compare.Named(&w.Snapshot, "backup"), compare.Named(&w.Snapshot, "mail scanner")
	d := compare.Two(&w, &w, a[0], b[0])
	for _, p := range d.Profiles {
		for _, s := range p.Sections {
			for _, v := range s.Values {
				fmt.Printf("%s: %s %s\n", s.Title, v.Name, v.Kind)
			}
		}
	}
	// Output:
	// profile instance: PR_SEARCH_KEY changed
	// service MSUPST MS "scan": PR_DISPLAY_NAME changed
	// data file "scan": PR_DISPLAY_NAME changed
	// data file "scan": PR_ENTRYID changed
	// data file "scan": PR_PST_PATH changed
}
