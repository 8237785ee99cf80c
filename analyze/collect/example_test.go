package collect_test

import (
	"context"
	"fmt"
	"slices"

	"mapihive/analyze/collect"
	"mapihive/hive/mapi/prop"
)

// Every hive below a folder, whatever its name, a few in memory at a time; and why a file was not read.
func Example() {
	ctx := context.Background()
	c := collect.New(collect.Readers())
	for r := range c.Read(ctx, c.Find(ctx, []string{"../../testdata", "gone.dat"}), collect.Options{}) {
		switch {
		case r.Skip != nil:
			fmt.Println(r.Skip.Path, "was not read:", r.Skip.Reason)
		case r.Other: // a file that is no evidence
		case r.Source.Error != "":
			fmt.Println(r.Source.Path, "was not read:", r.Source.Error)
		default:
			fmt.Println(r.Source.Path, "holds", len(r.Source.Profiles), "profiles")
		}
	}
	// Output:
	// ../../testdata/demo-NTUSER.DAT holds 6 profiles
	// ../../testdata/demo.reg was not read: registry text without a key that Windows would import
	// gone.dat was not read: no such file or folder
}

// One hive, with every value of every profile.
func ExampleTakeWhole() {
	w := collect.TakeWhole(context.Background(), "../../testdata/demo-NTUSER.DAT", collect.Options{Contents: true})
	i := slices.IndexFunc(w.Contents[0].Sections[0].Properties, func(p prop.Property) bool { return p.Name() == "PR_PST_PATH" })
	p := w.Contents[0].Sections[0].Properties[i]
	fmt.Println(w.Profiles[0].Name, p.Name(), p.Type(), p.Raw.Offset)
	fmt.Println(p.Display())
	// Output:
	// Backup PR_PST_PATH PT_UNICODE 10320
	// C:\Users\alice\..\alice\Documents\Outlook Files\Archive.pst
}
