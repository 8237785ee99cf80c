package pst_test

import (
	"bytes"
	"fmt"

	"mapihive/hive/pst"
)

// What a data file says of itself, without any mail being read. A file that is none is an error.
func ExampleRead() {
	file := []byte("not a data file of Outlook")
	info, err := pst.Read(bytes.NewReader(file), int64(len(file)))
	fmt.Println(info, err)
	// Output:
	// <nil> no PST or OST file: it does not start with "!BDN"
}
