package which_test

import (
	"fmt"

	"mapihive/hive/hivetest"
	"mapihive/hive/hivetest/regview"
	"mapihive/hive/which"
)

// A hive is known by its keys, whatever its file is called.
func ExampleOf() {
	tree, _ := hivetest.Parse("[ControlSet001\\Control]\n[Select]\n\"Current\"=dword:00000001\n")
	view := regview.New(tree)
	h, ok := which.Of(view)
	fmt.Println(h.Name, ok, h.User)
	// Output:
	// SYSTEM true false
}
