package creg_test

import (
	"context"
	"fmt"

	"mapihive/hive/creg"
	"mapihive/hive/hivetest"
	"mapihive/hive/hivetest/cregtest"
	"mapihive/hive/mapi"
)

// The users of a USER.DAT and their profiles.
func ExampleHive_Users() {
	tree, _ := hivetest.Parse(`
[.DEFAULT\Software]
[Alice\Software\Microsoft\Windows Messaging Subsystem\Profiles\MS Exchange Settings]`)
	image, _, _ := cregtest.Image(tree)

	h, err := creg.Read(context.Background(), image, creg.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, user := range h.Users() {
		ps, err := mapi.Read(context.Background(), user.Registry(), mapi.Options{})
		fmt.Printf("%s: %d profiles\n", user.Name(), len(ps.Profiles))
		for _, p := range ps.Profiles {
			fmt.Println(p.Name, err)
		}
	}
	// Output:
	// .DEFAULT: 0 profiles
	// Alice: 1 profiles
	// MS Exchange Settings <nil>
}
