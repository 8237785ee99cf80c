package lost_test

import (
	"context"
	"fmt"
	"log"

	"mapihive/hive/regf"
	"mapihive/hive/regf/lost"
)

// Deleted records are found with their paths, data and the confidence that they deserve.
func ExampleRecover() {
	ctx := context.Background()
	h, err := regf.OpenPath(ctx, "../../../testdata/demo-NTUSER.DAT", regf.Options{})
	if err != nil {
		log.Fatal(err)
	}
	defer h.Close()
	recovery, err := lost.Recover(ctx, h)
	if err != nil {
		log.Fatal(err)
	}
	for _, key := range recovery.Keys {
		if key.Parent < 0 {
			fmt.Println(key.Name, key.Source, key.Confidence, len(key.Subkeys), "subkeys")
		}
	}
	// Output:
	// Project 2008 free-cell high 4 subkeys
}
