package winpath_test

import (
	"fmt"

	"mapihive/hive/winpath"
)

// Two spellings of one path have one normal form; letters keep their case, which hive.EqualFold compares as Windows does.
func ExampleNormal() {
	normal, full := winpath.Normal(`C:/Users/alice/..//bob\Mail\a.pst`)
	fmt.Println(normal, full)
	normal, full = winpath.Normal(`mail\a.pst`)
	fmt.Println(normal, full)
	// Output:
	// C:\Users\bob\Mail\a.pst true
	// mail\a.pst false
}
