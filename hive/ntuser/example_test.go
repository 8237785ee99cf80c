package ntuser_test

import (
	"context"
	"fmt"
	"log"

	"mapihive/hive/ntuser"
	"mapihive/hive/readonly"
	"mapihive/hive/regf"
)

// Whose hive it is, and what says so.
func ExampleRead() {
	ctx := context.Background()
	h, err := regf.Open(ctx, readonly.Folder("../../testdata"), "demo-NTUSER.DAT", regf.Options{})
	if err != nil {
		log.Fatal(err)
	}
	defer h.Close()
	user, err := ntuser.Read(ctx, h.View())
	if err != nil {
		log.Fatal(err)
	}
	for _, claim := range user.SIDs {
		fmt.Println(claim.Text, claim.Confidence, "confidence:", claim.Why)
	}
	for _, d := range user.Drives {
		fmt.Println(d.Letter, d.Remote)
	}
	fmt.Println("Outlook", user.OutlookVersions())
	// Output:
	// S-1-5-21-2018044431-1715567821-682003330-1107 high confidence: full control of the root key, by its security descriptor
	// P \\files\mail
	// Outlook [12.0]
}
