package hive_test

import (
	"fmt"

	"mapihive/hive"
)

// Text of a hive escapes itself where it is printed; the bytes are there for who asks for them.
func ExampleText() {
	name := hive.Text("Mail\x1b[2J\u202e")
	fmt.Println(name, len(string(name)))
	fmt.Println(hive.EqualFold("PROFILE Ä", "profile ä"))
	// Output:
	// Mail\u001B[2J\u202E 11
	// true
}

// A path of a key is compared as Windows compares it, and joined by names, not by strings.
func ExamplePath() {
	p := hive.Path(`Software\Microsoft`).Join("Office")
	fmt.Println(p, p.Parent(), p.Base(), p.Equal(`SOFTWARE\microsoft\OFFICE`))
	// Output:
	// Software\Microsoft\Office Software\Microsoft Office true
}

// Times are FILETIMEs, units of 100 ns since 1601, and keep all their digits.
func ExampleTime() {
	fmt.Println(hive.Time(129440736025012345))
	// Output:
	// 2011-03-08T16:00:02.5012345Z
}
