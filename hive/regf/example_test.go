package regf_test

import (
	"context"
	"fmt"
	"log"

	"mapihive/hive/regf"
)

func Example() {
	ctx := context.Background()
	h, err := regf.Open(ctx, "../../testdata/demo-NTUSER.DAT", regf.Options{})
	if err != nil {
		log.Fatal(err)
	}
	defer h.Close()
	key, ok := h.Lookup(`software\microsoft\windows nt\currentversion\windows messaging subsystem\profiles`)
	fmt.Println(ok, h.State(), key.Path())
	for sub := range key.Subkeys() {
		fmt.Println(sub.Name(), sub.LastWrite())
	}
	// Output:
	// true clean Software\Microsoft\Windows NT\CurrentVersion\Windows Messaging Subsystem\Profiles
	// Backup 2011-03-07T23:30:00.7500000Z
	// Mail Scanner 2011-03-08T17:01:12.0040404Z
	// Outlook 2011-03-08T16:40:02.5012345Z
	// Outlook 2009 2009-11-02T09:15:41.3300000Z
}

// Deleted records are found with their paths, data and the confidence that they deserve.
func ExampleHive_Recover() {
	ctx := context.Background()
	h, err := regf.Open(ctx, "../../testdata/demo-NTUSER.DAT", regf.Options{})
	if err != nil {
		log.Fatal(err)
	}
	defer h.Close()
	recovery, err := regf.Recover(ctx, h)
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
