package translog_test

import (
	"context"
	"fmt"

	"mapihive/hive/hivetest"
	"mapihive/hive/regf/translog"
)

// A hive that was being written when it was collected, and its log: what Windows would do when it loads them.
func ExampleReplay() {
	tree, _ := hivetest.Parse("[Software]\n")
	before, _ := tree.Image()
	tree, _ = hivetest.Parse("[Software]\n\"x\"=\"y\"\n")
	after, _ := tree.Image()
	r, err := translog.Replay(context.Background(), hivetest.Dirty(before, 2, 1), []translog.Input{
		{Path: "NTUSER.DAT.LOG1", Data: hivetest.NewLog(before, after, 1, 1)},
	}, translog.Options{})
	fmt.Println(r.Applied, err)
	for _, log := range r.Logs {
		fmt.Println(log.Path, log.Outcome.Kind, log.Entries, "entry,", log.Pages, "page")
	}
	// Output:
	// true <nil>
	// NTUSER.DAT.LOG1 log-applied 1 entry, 1 page
}
