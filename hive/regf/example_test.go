package regf_test

import (
	"context"
	"fmt"
	"log"

	"mapihive/hive/readonly"
	"mapihive/hive/regf"
)

func Example() {
	ctx := context.Background()
	h, err := regf.Open(ctx, readonly.Folder("../../testdata"), "demo-NTUSER.DAT", regf.Options{})
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
